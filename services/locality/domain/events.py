"""Events that departments notify from their ordinary work, and objections to them."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from services.locality.domain.scheme import Item, Scheme
from shared.errors import BadInput, Forbidden, NotFound
from shared.procedure.steps import NotNow, Verdict, WindowClosed
from shared.rulebook import Rules
from shared.signature import Signature


class KindUnknown(BadInput):
    """The scheme gives no points for such a thing, so it is not collected either."""

    code = "kind_unknown"


class KindNotYours(Forbidden):
    """A department may only say what the scheme gives it to say."""

    code = "kind_not_yours"


class InTheFuture(BadInput):
    """Nothing can be notified before it has happened."""

    code = "date_in_future"


class TooOld(BadInput):
    """What would have to be forgotten by now is not taken in."""

    code = "too_old"


class EventUnknown(NotFound):
    """No such event, or none about this resident."""

    code = "event_unknown"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a department notified about a resident."""

    id: str
    resident_id: str
    kind: str
    happened_on: date
    note: str | None
    collected_by: str
    notified_at: datetime
    kept_until: date
    struck_at: datetime | None = None
    struck_because: str | None = None
    is_contested: bool = False

    def strike(self, at: datetime, reasons: str) -> "Event":
        """An objection was right: the event counts for nothing, and says why."""
        return replace(self, struck_at=at, struck_because=reasons, is_contested=False)


@dataclass(frozen=True, slots=True)
class Notification:
    """What a department says happened, and to whom."""

    id: str
    resident_id: str
    kind: str
    happened_on: date
    note: str | None


def take_in(scheme: Scheme, rules: Rules, told: Notification, signed: Signature) -> Event:
    """The event, if this department may notify it and it is neither to come nor long past."""
    _own_item(scheme, told.kind, signed.by)
    if told.happened_on > signed.today:
        raise InTheFuture("An event that is still to come cannot be notified.")
    kept_until = rules.after(told.happened_on, "retention")
    if kept_until <= signed.today:
        raise TooOld("This lies further back than anything is kept here.")
    return Event(
        id=told.id,
        resident_id=told.resident_id,
        kind=told.kind,
        happened_on=told.happened_on,
        note=told.note,
        collected_by=signed.by,
        notified_at=signed.at,
        kept_until=kept_until,
    )


def _own_item(scheme: Scheme, kind: str, department: str) -> Item:
    item = scheme.item(kind)
    if item is None:
        raise KindUnknown("The scheme of this place has no such kind of event.")
    if item.department != department:
        raise KindNotYours("The scheme gives this kind of event to another department.")
    return item


@dataclass(frozen=True, slots=True)
class Objection:
    """What a resident says against an event, and what became of it."""

    id: str
    event_id: str
    raised_at: datetime
    statement: str
    decide_by: date
    decided_by: str | None = None
    decided_at: datetime | None = None
    is_upheld: bool | None = None
    reasons: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether a decision on it is still owed."""
        return self.decided_at is None

    def decide(self, signed: Signature, verdict: Verdict) -> "Objection":
        """Uphold or dismiss it, with reasons; nobody decides twice."""
        if not self.is_open:
            raise NotNow("This objection was decided before.")
        return replace(
            self,
            decided_by=signed.by,
            decided_at=signed.at,
            is_upheld=verdict.is_upheld,
            reasons=verdict.reasons,
        )

    def as_row(self) -> dict[str, Any]:
        """The columns of its row."""
        return asdict(self)


def object_until(rules: Rules, event: Event) -> date:
    """The last day to object to an event, counted from its notification."""
    return rules.after(Signature(event.collected_by, event.notified_at).today, "objection-window")


def may_object(rules: Rules, event: Event, before: Objection | None, today: date) -> None:
    """Raise unless an objection to this event is the first and in time."""
    if before is not None:
        raise NotNow("An objection to this event was raised before.")
    if today > object_until(rules, event):
        raise WindowClosed("The last day to object to this event has passed.")


def open_objection(
    objection_id: str, event: Event, statement: str, rules: Rules, signed: Signature
) -> Objection:
    """An objection, and the last day for its decision."""
    return Objection(
        id=objection_id,
        event_id=event.id,
        raised_at=signed.at,
        statement=statement,
        decide_by=rules.after(signed.today, "objection-decision-term"),
    )
