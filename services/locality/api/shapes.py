"""The bodies and answers of the locality's doors."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field, StrictBool, model_validator

from services.locality.domain.events import Event, Notification
from services.locality.domain.objections import Objection
from services.locality.domain.offers import Gift, Needs, Service
from services.locality.domain.parts import Sourced
from services.locality.domain.scheme import Scheme
from shared.calendar import LegalDate
from shared.identifiers import Party, Purpose, Reference, Slug, Statement
from shared.procedure.shapes import Closed
from shared.rulebook.rows import Text
from shared.web.idempotency import Receipt


class NewResident(Closed):
    """An adult who lives here."""

    party: Party


class ResidentReceipt(Receipt):
    """A resident on the books; nobody is scored before they say yes."""

    id: str
    registered_at: datetime
    consents: bool = False


class NewConsent(Closed):
    """Yes or no to being scored."""

    consents: StrictBool


YES = Text(
    en="You are scored from what is held about you. You can say no at any time.",
    zh="将依据本单位所存信息为您评分，您可随时撤回同意。",
)
NO = Text(
    en="You have no score and claim no benefits. What departments notify is kept as a record.",
    zh="不为您评分，您也不享受激励；部门报送的信息仍作为记录保存。",
)


class ConsentShown(BaseModel):
    """What a resident said last, and what follows from it."""

    resident: str
    consents: bool
    means: Text

    @classmethod
    def of(cls, resident: str, consents: bool) -> "ConsentShown":
        """A yes or a no, explained."""
        return cls(resident=resident, consents=consents, means=YES if consents else NO)


ChosenPoints = Annotated[int, Field(strict=True, ge=-1000, le=1000)]


class NewEvent(Closed):
    """Something that a resident did: who (by reference, or name and number), what and when."""

    resident: Annotated[Reference | None, Field(examples=["r-qhzxkvbnwertyuiopasd"])] = None
    party: Party | None = None
    kind: Annotated[Slug, Field(examples=["volunteer-hour"])]
    happened_on: Annotated[LegalDate, Field(examples=["2019-03-02"])]
    note: Purpose | None = None
    ended_on: Annotated[LegalDate | None, Field(description="If the conduct lasted")] = None
    found_on: Annotated[LegalDate | None, Field(description="If not found when notified")] = None
    points: Annotated[ChosenPoints | None, Field(description="Where the item is judged")] = None
    points_because: Purpose | None = None

    @model_validator(mode="after")
    def _one_person(self) -> "NewEvent":
        if (self.resident is None) == (self.party is None):
            raise ValueError("an event names its resident either by reference or as a party")
        return self

    def told(self, event_id: str, resident_id: str) -> Notification:
        """The same, about a resident who was found on the books."""
        return Notification(event_id, resident_id, **self.model_dump(exclude={"resident", "party"}))


class EventReceipt(Receipt):
    """An event taken in; what it does to anybody's score is not told to the department."""

    id: str
    resident: str
    kind: str
    happened_on: date
    points_in_scheme: int
    collected_by: str
    kept_until: date
    resident_must_be_told: bool

    @classmethod
    def of(cls, event: Event, scheme: Scheme) -> "EventReceipt":
        """The receipt of an event."""
        item = scheme.item(event.kind)
        return cls(
            id=event.id,
            resident=event.resident_id,
            kind=event.kind,
            happened_on=event.happened_on,
            points_in_scheme=item.points_for(event.points) if item else 0,
            collected_by=event.collected_by,
            kept_until=event.kept_until,
            resident_must_be_told=event.waits_to_be_told,
        )


class BenefitShown(Sourced):
    """A benefit, what it needs, and whether any of it is left this year."""

    id: str
    says: Text
    gives: Gift
    service: Service
    needs: Needs
    needs_points: int
    quota_per_year: int | None
    is_used_up: bool


class BenefitsShown(BaseModel):
    """All that a score opens here."""

    authority: str
    rules: str
    year: int
    benefits: list[BenefitShown]


class ClaimReceipt(Receipt):
    """A benefit claimed for one year."""

    id: str
    benefit: str
    year: int
    claimed_at: datetime


class NewObjection(Closed):
    """What a resident says against an event."""

    statement: Statement


class ObjectionReceipt(Receipt):
    """Where an objection stands."""

    id: str
    event: str
    raised_at: datetime
    decide_by: date
    decided_at: datetime | None
    is_upheld: bool | None
    reasons: str | None
    check_asked_at: datetime | None
    check_because: str | None

    @classmethod
    def of(cls, objection: Objection) -> "ObjectionReceipt":
        """The receipt of an objection."""
        return cls(
            id=objection.id,
            event=objection.event_id,
            raised_at=objection.raised_at,
            decide_by=objection.decide_by,
            decided_at=objection.decided_at,
            is_upheld=objection.is_upheld,
            reasons=objection.reasons,
            check_asked_at=objection.check_asked_at,
            check_because=objection.check_because,
        )


class ObjectionFound(BaseModel):
    """An objection as whoever decides on it reads it: what the resident says, against what."""

    id: str
    event: str
    kind: str
    happened_on: date
    collected_by: str
    statement: str
    raised_at: datetime
    decide_by: date
    decided_at: datetime | None
    is_upheld: bool | None
    reasons: str | None
    check_because: str | None

    @classmethod
    def about(cls, objection: Objection, event: Event) -> "ObjectionFound":
        """The objection with the event that it is about."""
        return cls(
            id=objection.id,
            event=event.id,
            kind=event.kind,
            happened_on=event.happened_on,
            collected_by=event.collected_by,
            statement=objection.statement,
            raised_at=objection.raised_at,
            decide_by=objection.decide_by,
            decided_at=objection.decided_at,
            is_upheld=objection.is_upheld,
            reasons=objection.reasons,
            check_because=objection.check_because,
        )
