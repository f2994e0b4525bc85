"""What departments read and say about what they notified, and what officers add to it."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from services.locality.api.shapes import ChosenPoints
from services.locality.domain.endings import Withdrawal
from services.locality.domain.events import Ending, Event, Notification
from services.locality.domain.penalties import Imposed, Penalty
from shared.calendar import LegalDate
from shared.identifiers import Purpose, Reference, Slug, Statement
from shared.procedure.shapes import Closed
from shared.web.idempotency import Receipt


class EventNotified(BaseModel):
    """An event as the department that notified it sees it; what it does to a score is not here."""

    id: str
    resident: str
    kind: str
    happened_on: date
    note: str | None
    points: int | None
    notified_at: datetime
    kept_until: date
    is_contested: bool
    resident_must_be_told: bool
    struck_at: datetime | None
    struck_how: Ending | None
    struck_because: str | None
    corrects: str | None

    @classmethod
    def of(cls, event: Event) -> "EventNotified":
        """The event as its own department sees it."""
        known = {name: getattr(event, name) for name in cls.model_fields if hasattr(event, name)}
        return cls(
            **known, resident=event.resident_id, resident_must_be_told=event.waits_to_be_told
        )


class EventsNotified(BaseModel):
    """A page of what one department notified; `next` opens the page after it."""

    events: list[EventNotified]
    next: Reference | None


class NewTakingBack(Closed):
    """Why a department takes an event back; since when, if it was revoked or put right."""

    because: Literal["mistaken", "revoked", "repaired"]
    since_on: Annotated[LegalDate | None, Field(examples=["2019-03-04"])] = None
    reasons: Statement

    def told(self) -> Withdrawal:
        """The same, as the rules take it."""
        return Withdrawal(Ending(self.because), self.since_on, self.reasons)


class TakenBack(Receipt):
    """An event taken back: it counts nothing from now on; until when the law would have left it."""

    id: str
    struck_at: datetime
    struck_how: Ending
    law_gave_until: date | None
    was_late: bool


class NewCorrection(Closed):
    """What should have been notified, about the same resident."""

    kind: Annotated[Slug, Field(examples=["utility-late"])]
    happened_on: Annotated[LegalDate, Field(examples=["2019-03-02"])]
    note: Purpose | None = None
    ended_on: LegalDate | None = None
    found_on: LegalDate | None = None
    points: ChosenPoints | None = None
    points_because: Purpose | None = None

    def told(self, event_id: str, resident_id: str) -> Notification:
        """The same, about the resident whom the wrong event was about."""
        return Notification(event_id, resident_id, **self.model_dump())


class Told(Receipt):
    """The resident was told of an event; it counts, and the time to object runs, from now on."""

    id: str
    told_at: datetime
    object_until: date


class NewPenalty(Closed):
    """What another body imposed for the same act, and where it can be found."""

    imposed_by: Annotated[Purpose, Field(examples=["the school"])]
    penalty: Annotated[Purpose, Field(examples=["a month without pay"])]
    imposed_on: Annotated[LegalDate, Field(examples=["2019-04-29"])]
    reference: Annotated[Purpose, Field(examples=["(2019) school order 12"])]

    def told(self) -> Imposed:
        """The same, as the rules take it."""
        return Imposed(self.imposed_by, self.penalty, self.imposed_on, self.reference)


class PenaltyHeld(BaseModel):
    """One penalty held against an act."""

    imposed_by: str
    penalty: str
    imposed_on: date
    reference: str
    noted_at: datetime

    @classmethod
    def of(cls, held: Penalty) -> "PenaltyHeld":
        """The penalty as the resident sees it."""
        return cls(**{name: getattr(held, name) for name in cls.model_fields})


class PenaltyReceipt(Receipt):
    """A penalty held, and how many there are now for the one act."""

    id: str
    event: str
    penalties_count: int
