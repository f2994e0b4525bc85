"""The bodies and answers of the tax authority's own doors."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.tax.domain import Grade, Rating, Taxpayer, Violation
from services.tax.records import BY_HAND
from shared.calendar import LegalDate
from shared.contract import SlugText
from shared.identifiers import Kind, Reference, Statement
from shared.origin import field as marked
from shared.origin import ours
from shared.references import new_reference
from shared.signature import Signature
from shared.web.idempotency import Receipt

Yuan = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000_000)]
ByHand = Annotated[Literal[True], Field(json_schema_extra=marked(ours(BY_HAND)))]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NewRating(_Closed):
    """A grade for one firm and one calendar year, with reasons."""

    grade: Annotated[Grade, Field(examples=["A"])]
    year: Annotated[int, Field(strict=True, ge=2014, le=2100, examples=[2018])]
    reasons: Annotated[Statement, Field(examples=["All returns on time; nothing owed."])]

    def rating(self, taxpayer_id: str, signed: Signature) -> Rating:
        """The same, given by an officer."""
        return Rating(taxpayer_id, self.grade, self.year, self.reasons, signed.by, signed.at)


class NewViolation(_Closed):
    """A decided case: the basis of a proposal for the list of major violations."""

    taxpayer: Annotated[Reference, Field(examples=["t-qhzxkvbnwertyuiopasd"])]
    kind: Annotated[
        SlugText, Field(description="A ground of the public rulebook", examples=["tax-evasion"])
    ]
    amount_yuan: Annotated[
        Yuan, Field(description="Evaded, owed or falsely invoiced", examples=[1_240_000])
    ]
    year_tax_yuan: Annotated[
        Yuan | None,
        Field(description="All tax due in that year, to reckon the share", examples=[3_100_000]),
    ] = None
    invoice_count: Annotated[
        int | None, Field(strict=True, ge=1, le=1_000_000_000, description="False invoices")
    ] = None
    decided_on: Annotated[LegalDate, Field(examples=["2018-11-20"])]
    decision_final: Annotated[
        bool, Field(strict=True, description="Whether it can no longer be challenged")
    ]

    def violation(self, signed: Signature) -> Violation:
        """The same, recorded by an officer."""
        return Violation(
            id=new_reference("v"),
            taxpayer_id=self.taxpayer,
            ground=self.kind,
            amount_yuan=self.amount_yuan,
            year_tax_yuan=self.year_tax_yuan,
            invoice_count=self.invoice_count,
            decided_on=self.decided_on,
            is_final=self.decision_final,
            recorded_by=signed.by,
            recorded_at=signed.at,
        )


class TaxpayerShown(BaseModel):
    """A taxpayer as it and the officers see it; of a person's number only the mask."""

    id: str
    kind: Kind
    name: str
    truncated_id: str
    registered_at: datetime

    @classmethod
    def of(cls, taxpayer: Taxpayer) -> "TaxpayerShown":
        """The taxpayer with its mask."""
        party = taxpayer.party
        return cls(
            id=taxpayer.id,
            kind=party.kind,
            name=party.name,
            truncated_id=party.truncated_id,
            registered_at=taxpayer.registered_at,
        )


class TaxpayerReceipt(Receipt, TaxpayerShown):
    """A taxpayer that was registered."""


class RatingShown(BaseModel):
    """One grade, and that no rule computed it."""

    grade: Grade
    year: int
    reasons: str
    given_at: datetime
    given_by_hand: ByHand = True
    note: str = BY_HAND

    @classmethod
    def of(cls, rating: Rating) -> "RatingShown":
        """The grade as its taxpayer sees it; which officer gave it stays inside."""
        return cls(
            grade=rating.grade,
            year=rating.year,
            reasons=rating.reasons,
            given_at=rating.given_at,
        )


class RatingReceipt(RatingShown):
    """A taxpayer's grade."""

    taxpayer: str
    counts: bool

    @classmethod
    def about(cls, rating: Rating, *, counts: bool) -> "RatingReceipt":
        """The grade, whose it is, and whether it still counts."""
        shown = RatingShown.of(rating).model_dump()
        return cls(**shown, taxpayer=rating.taxpayer_id, counts=counts)


class GradeATaxpayer(BaseModel):
    """One firm on the public list; a firm's code is public."""

    name: str
    code: str
    year: int


class GradeATaxpayers(BaseModel):
    """Firms whose latest grade is an A that still counts; `next` continues behind the last one."""

    given_by_hand: ByHand = True
    note: str = BY_HAND
    taxpayers: list[GradeATaxpayer]
    next: str | None


class ViolationShown(BaseModel):
    """One case."""

    id: str
    taxpayer: str
    kind: str
    amount_yuan: int
    year_tax_yuan: int | None
    invoice_count: int | None
    decided_on: date
    decision_final: bool

    @classmethod
    def of(cls, case: Violation) -> "ViolationShown":
        """The case as its taxpayer sees it."""
        return cls(
            id=case.id,
            taxpayer=case.taxpayer_id,
            kind=case.ground,
            amount_yuan=case.amount_yuan,
            year_tax_yuan=case.year_tax_yuan,
            invoice_count=case.invoice_count,
            decided_on=case.decided_on,
            decision_final=case.is_final,
        )


class ViolationReceipt(Receipt, ViolationShown):
    """A case after something was recorded."""
