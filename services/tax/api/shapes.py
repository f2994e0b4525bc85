"""The bodies and answers about taxpayers and decided cases."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from services.tax.domain.taxpayers import Taxpayer
from services.tax.domain.violations import Violation
from shared.calendar import LegalDate
from shared.contract import SlugText
from shared.identifiers import Kind, Party, Reference
from shared.procedure.shapes import Closed
from shared.references import new_reference
from shared.signature import Signature
from shared.web.idempotency import Receipt

Yuan = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000_000)]


class NewTaxpayer(Party):
    """A party to register; a firm that is older than its registration here says so."""

    began_on: Annotated[
        LegalDate | None, Field(description="Day of the first tax matter", examples=["2012-06-01"])
    ] = None

    def taxpayer(self, signed: Signature) -> Taxpayer:
        """The same, registered by an officer."""
        party = Party(kind=self.kind, name=self.name, id_number=self.id_number)
        return Taxpayer(new_reference("t"), party, signed.by, signed.at, self.began_on)


class NewViolation(Closed):
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


class NewPayment(Closed):
    """The day on which taxes, interest and fines were all paid."""

    paid_on: Annotated[LegalDate, Field(examples=["2019-05-20"])]


class TaxpayerShown(BaseModel):
    """A taxpayer as it and the officers see it; of a person's number only the mask."""

    id: str
    kind: Kind
    name: str
    truncated_id: str
    registered_at: datetime
    began_on: date

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
            began_on=taxpayer.began,
        )


class TaxpayerReceipt(Receipt, TaxpayerShown):
    """A taxpayer that was registered."""


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
    paid_on: date | None
    quashed_at: datetime | None
    quashed_because: str | None

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
            paid_on=case.paid_on,
            quashed_at=case.quashed_at,
            quashed_because=case.quashed_because,
        )


class ViolationReceipt(Receipt, ViolationShown):
    """A case after something was recorded, with the listings withdrawn and the grades changed."""

    withdrawn: list[str] = []
    changed_grades: int = 0
