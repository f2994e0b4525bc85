"""Bodies and answers: circumstances, longer terms, grace, deletions, applications."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from services.court.domain import (
    Aggravation,
    Application,
    Circumstance,
    Deletion,
    Grace,
    LongerTerm,
)
from shared.calendar import LegalDate
from shared.contract import Cause, SlugText
from shared.identifiers import Statement
from shared.procedure.shapes import Closed
from shared.references import new_reference
from shared.signature import Signature
from shared.web.idempotency import Receipt

Count = Annotated[int, Field(strict=True, ge=0, le=1_000)]
Few = Annotated[int, Field(strict=True, ge=1, le=100)]


class NewCircumstance(Closed):
    """A circumstance of the case that bars a listing on some grounds."""

    bar: Annotated[
        SlugText,
        Field(description="A bar of the public rulebook", examples=["sufficient-security"]),
    ]
    since_on: Annotated[
        LegalDate | None, Field(description="Today, unless it was earlier", examples=["2019-03-04"])
    ] = None
    until_on: Annotated[
        LegalDate | None, Field(description="Its last day, if known", examples=["2019-12-31"])
    ] = None

    def circumstance(self, judgment_id: str, signed: Signature) -> Circumstance:
        """The same, noted by an officer on a judgment."""
        return Circumstance(
            id=new_reference("b"),
            judgment_id=judgment_id,
            bar=self.bar,
            since_on=self.since_on or signed.today,
            until_on=self.until_on,
            recorded_by=signed.by,
            recorded_at=signed.at,
        )


class NewEnd(Closed):
    """The last day of a circumstance."""

    last_day: Annotated[
        LegalDate | None, Field(description="Today, unless it is another", examples=["2019-06-30"])
    ] = None


class CircumstanceShown(BaseModel):
    """A circumstance as its party and the officers see it."""

    id: str
    bar: str
    since_on: date
    until_on: date | None

    @classmethod
    def of(cls, one: Circumstance) -> "CircumstanceShown":
        """The circumstance without the officers."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class ToEnd(BaseModel):
    """A listing that must go, for which of the causes that travel, and the last day for it."""

    ref: str
    cause: Cause
    by: date


class CircumstanceReceipt(Receipt, CircumstanceShown):
    """A circumstance, and the standing listings that it speaks against."""

    to_withdraw: list[ToEnd]


class NewLongerTerm(Closed):
    """More years than the ground's own term, with reasons that the party reads."""

    because: Annotated[Aggravation, Field(examples=["serious-violence"])]
    added_years: Annotated[Few, Field(examples=[1])]
    reasons: Statement

    def longer_term(self, proposal_id: str, signed: Signature) -> LongerTerm:
        """The same, decided by an officer."""
        return LongerTerm(
            proposal_id=proposal_id,
            because=self.because,
            added_years=self.added_years,
            reasons=self.reasons,
            decided_by=signed.by,
            decided_at=signed.at,
        )


class LongerTermReceipt(Receipt):
    """A longer term; the second officer agrees to it with the proposal."""

    proposal_id: str
    because: Aggravation
    added_years: int
    reasons: str

    @classmethod
    def of(cls, longer: LongerTerm) -> "LongerTermReceipt":
        """The decision without the officer."""
        words = asdict(longer)
        return cls(**{name: words[name] for name in cls.model_fields if name in words})


class NewGrace(Closed):
    """Months of grace before publication."""

    months: Annotated[Few, Field(examples=[1])]


class GraceReceipt(Receipt):
    """A grace, and its last day."""

    proposal_id: str
    months: int
    until_on: date

    @classmethod
    def of(cls, grace: Grace) -> "GraceReceipt":
        """The grace without the officer."""
        return cls(proposal_id=grace.proposal_id, months=grace.months, until_on=grace.until_on)


class NewDeletion(Closed):
    """Why a listing ends before its date, as the rulebook names it."""

    ending: Annotated[
        SlugText, Field(description="An ending of the public rulebook", examples=["performed"])
    ]
    asset_search_count: Annotated[
        Count | None, Field(description="Searches since the round ended that found nothing")
    ] = None
    reasons: Statement | None = None

    def deletion(self, ref: str, judgment_id: str, signed: Signature) -> Deletion:
        """The same, decided by an officer."""
        return Deletion(
            ref=ref,
            judgment_id=judgment_id,
            ending=self.ending,
            decided_by=signed.by,
            decided_at=signed.at,
            reasons=self.reasons,
            asset_search_count=self.asset_search_count,
        )


class DeletionReceipt(Receipt):
    """A listing that ended, the cause that travels, and until when nobody is listed again."""

    ref: str
    ending: str
    cause: Cause
    no_new_listing_until: date | None


class NewApplication(Closed):
    """The creditor asks that the debtor be listed; who the creditor is, is not held."""

    ground: Annotated[SlugText, Field(examples=["able-but-refuses"])]
    applied_on: Annotated[
        LegalDate | None, Field(description="Today, unless it was earlier", examples=["2019-03-04"])
    ] = None


class ApplicationReceipt(Receipt):
    """A creditor's application, and the last day to decide on it."""

    id: str
    ground: str
    applied_on: date
    decide_by: date | None
    dismissed_at: datetime | None
    dismissal_reasons: str | None

    @classmethod
    def of(cls, one: Application) -> "ApplicationReceipt":
        """The application without the officers."""
        words = asdict(one)
        return cls(**{name: words[name] for name in cls.model_fields if name in words})


class InaccuracyReceipt(Receipt):
    """An entry found to be written wrongly, and the last day to correct it."""

    ref: str
    correct_by: date
