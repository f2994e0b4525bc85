"""Bodies and answers: orders that restrict consumption, exemptions from them, breaches of them."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field, StrictBool

from services.court.domain import Addressee, Breach, ExemptionAsked, Judgment, Restriction
from services.court.domain.restrictions import DEBTOR, UNPAID
from shared.calendar import LegalDate
from shared.contract import Cause, SlugText
from shared.identifiers import Party, Reference, Statement
from shared.procedure.shapes import Closed
from shared.procedure.steps import Proposal
from shared.references import new_reference
from shared.signature import Signature
from shared.web.idempotency import Receipt

MAX_PERSONS = 20


class NewAddressee(Closed):
    """Somebody who acts for the debtor, and whom the order reaches too."""

    role: Annotated[
        SlugText, Field(description="As the rulebook has it", examples=["legal-representative"])
    ]
    party: Party


class NewRestriction(Closed):
    """An order against the debtor of a judgment and, for a body, those who act for it."""

    judgment: Annotated[Reference, Field(examples=["j-qhzxkvbnwertyuiopasd"])]
    ground: Annotated[SlugText, Field(examples=[UNPAID])] = UNPAID
    persons: Annotated[tuple[NewAddressee, ...], Field(max_length=MAX_PERSONS)] = ()

    def restriction(self, judgment: Judgment, signed: Signature) -> Restriction:
        """The same, asked for by an officer."""
        others = (Addressee(one.role, one.party) for one in self.persons)
        return Restriction(
            id=new_reference("r"),
            judgment_id=judgment.id,
            ground=self.ground,
            addressees=(Addressee(DEBTOR, judgment.party), *others),
            ordered_by=signed.by,
            ordered_at=signed.at,
        )


class AddresseeAsked(BaseModel):
    """The procedure that was opened for one addressee."""

    role: str
    proposal_id: str


class RestrictionReceipt(Receipt):
    """An order: nobody is restricted before the procedure has run its course."""

    id: str
    judgment_id: str
    ground: str
    addressees: list[AddresseeAsked]

    @classmethod
    def of(cls, order: Restriction, proposals: list[Proposal]) -> "RestrictionReceipt":
        """The order with its procedures, in the same order."""
        pairs = zip(order.addressees, proposals, strict=True)
        asked = [AddresseeAsked(role=one.role, proposal_id=two.id) for one, two in pairs]
        return cls(
            id=order.id, judgment_id=order.judgment_id, ground=order.ground, addressees=asked
        )


class NewLifting(Closed):
    """Why an order is lifted, as the rulebook names it."""

    because: Annotated[
        SlugText, Field(description="An ending of the public rulebook", examples=["debt-performed"])
    ]


class LiftingReceipt(BaseModel):
    """An order that is over, and the listings that ended with it."""

    id: str
    lifted_at: datetime
    because: str
    cause: Cause
    withdrawn: list[str]


class NewExemption(Closed):
    """What the party wants to be free to do, and on which days. No reasons: none are held."""

    exemption: Annotated[
        SlugText, Field(description="As the rulebook has it", examples=["necessary-spending"])
    ]
    measure: Annotated[
        SlugText, Field(description="A measure of the rulebook", examples=["planes"])
    ]
    from_on: Annotated[LegalDate, Field(examples=["2019-06-03"])]
    until_on: Annotated[LegalDate, Field(examples=["2019-06-05"])]

    def asked(self, restriction_id: str, ref: str, at: datetime) -> ExemptionAsked:
        """The same, asked for by a listed party."""
        return ExemptionAsked(
            id=new_reference("e"),
            restriction_id=restriction_id,
            ref=ref,
            exemption=self.exemption,
            measure=self.measure,
            from_on=self.from_on,
            until_on=self.until_on,
            asked_at=at,
        )


class NewAnswer(Closed):
    """Whether the exemption is granted, with reasons that the party reads."""

    granted: StrictBool
    reasons: Statement


class ExemptionShown(BaseModel):
    """An exemption as its party and the officers see it."""

    id: str
    exemption: str
    measure: str
    from_on: date
    until_on: date
    is_granted: bool | None
    reasons: str | None

    @classmethod
    def of(cls, asked: ExemptionAsked) -> "ExemptionShown":
        """The exemption without the officer."""
        return cls(**{name: getattr(asked, name) for name in ExemptionShown.model_fields})


class ExemptionFound(ExemptionShown):
    """An exemption for officers, with the listing and the order from which it frees."""

    ref: str
    restriction: str

    @classmethod
    def for_officers(cls, asked: ExemptionAsked) -> "ExemptionFound":
        """The exemption with what it is from."""
        shown = ExemptionShown.of(asked).model_dump()
        return cls(**shown, ref=asked.ref, restriction=asked.restriction_id)


class ExemptionReceipt(Receipt, ExemptionShown):
    """An exemption after it was asked for or decided."""


class NewBreach(Closed):
    """Something that the order forbids, done by one of those whom it reaches."""

    ref: Annotated[Reference, Field(description="The listing of whoever did it")]
    measure: Annotated[SlugText, Field(examples=["planes"])]
    happened_on: Annotated[
        LegalDate | None, Field(description="Today, unless it was earlier", examples=["2019-06-03"])
    ] = None

    def breach(self, restriction_id: str, signed: Signature) -> Breach:
        """The same, noted by an officer."""
        return Breach(
            ref=self.ref,
            restriction_id=restriction_id,
            measure=self.measure,
            happened_on=self.happened_on or signed.today,
            noted_by=signed.by,
            noted_at=signed.at,
        )


class BreachReceipt(Receipt):
    """A breach; it lists nobody, another procedure may."""

    ref: str
    measure: str
    happened_on: date
