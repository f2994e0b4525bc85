"""Events that departments notify from their ordinary work."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.locality.domain.scheme import Item, Scheme
from shared.errors import BadInput, Forbidden, NotFound
from shared.procedure.steps import NotNow
from shared.rulebook import Rules
from shared.signature import Signature

FROM_END, FROM_FINDING = "retention-from-end", "retention-from-finding"


class Ending(StrEnum):
    """How an event came to count for nothing before its time was over."""

    OBJECTION_UPHELD = "objection_upheld"
    MISTAKEN = "mistaken"  # the department withdrew what it had notified wrongly
    REVOKED = "revoked"  # the act that it rested on was revoked
    REPAIRED = "repaired"  # the resident put it right
    CORRECTED = "corrected"  # another event stands in its place


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


class OutOfOrder(BadInput):
    """Conduct begins before it ends and before it is found."""

    code = "dates_out_of_order"


class PointsNotYours(BadInput):
    """A fixed item leaves nothing to choose."""

    code = "points_fixed"


class PointsMissing(BadInput):
    """Whoever judges says how many points, and why."""

    code = "points_and_reason_needed"


class PointsOutOfRange(BadInput):
    """A choice ends where the range of its row ends."""

    code = "points_out_of_range"


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
    ended_on: date | None = None
    found_on: date | None = None
    points: int | None = None
    points_because: str | None = None
    needs_telling: bool = False
    told_at: datetime | None = None
    struck_how: Ending | None = None
    law_gave_until: date | None = None
    corrects: str | None = None

    @property
    def stands(self) -> bool:
        """Whether nobody has struck it."""
        return self.struck_at is None

    @property
    def waits_to_be_told(self) -> bool:
        """Whether it counts nothing yet because the resident has not been told of it."""
        return self.needs_telling and self.told_at is None

    def tell(self, at: datetime) -> "Event":
        """The resident is told; it counts, and the time to object runs, from now on."""
        if not self.waits_to_be_told or not self.stands:
            raise NotNow("Nobody has to be told of this event now.")
        return replace(self, told_at=at)

    def strike(self, at: datetime, reasons: str, how: Ending = Ending.OBJECTION_UPHELD) -> "Event":
        """It counts for nothing from now on, and says why."""
        return replace(
            self, struck_at=at, struck_because=reasons, struck_how=how, is_contested=False
        )


@dataclass(frozen=True, slots=True)
class Notification:
    """What a department says happened, and to whom; what it judged, where the item is judged."""

    id: str
    resident_id: str
    kind: str
    happened_on: date
    note: str | None
    ended_on: date | None = None
    found_on: date | None = None
    points: int | None = None
    points_because: str | None = None


def take_in(scheme: Scheme, rules: Rules, told: Notification, signed: Signature) -> Event:
    """The event, if this department may notify it and it is neither to come nor long past."""
    item = _own_item(scheme, told.kind, signed.by)
    _in_order(told, signed.today)
    check_choice(item, told.points, told.points_because)
    kept_until = kept_so_long(rules, told, signed.today)
    if kept_until <= signed.today:
        raise TooOld("This lies further back than anything is kept here.")
    return Event(
        **asdict(told),
        collected_by=signed.by,
        notified_at=signed.at,
        kept_until=kept_until,
        needs_telling=item.is_extra_legal,
    )


def _own_item(scheme: Scheme, kind: str, department: str) -> Item:
    item = scheme.item(kind)
    if item is None:
        raise KindUnknown("The scheme of this place has no such kind of event.")
    if item.department != department:
        raise KindNotYours("The scheme gives this kind of event to another department.")
    return item


def _in_order(told: Notification, today: date) -> None:
    """Nothing lies ahead, and nothing ends or is found before it happened."""
    days = [told.happened_on, *(day for day in (told.ended_on, told.found_on) if day is not None)]
    if max(days) > today:
        raise InTheFuture("An event that is still to come cannot be notified.")
    if min(days) < told.happened_on:
        raise OutOfOrder("Nothing ends, and nothing is found, before it has happened.")


def check_choice(item: Item, points: int | None, because: str | None) -> None:
    """Where an item is judged its officer chooses within the range, with a reason; else nobody."""
    if item.span is None:
        if points is not None or because is not None:
            raise PointsNotYours("The scheme fixes the points of this kind of event.")
        return
    if points is None or because is None:
        raise PointsMissing("This kind of event needs your choice of points, and a reason.")
    if not item.span.holds(points):
        raise PointsOutOfRange("The scheme gives another range of points for this.")


def clock_of(rules: Rules) -> str:
    """The row by which an event is kept: from the finding of the conduct, or from its end."""
    return FROM_FINDING if FROM_FINDING in rules.rows else FROM_END


def kept_so_long(rules: Rules, told: Notification, today: date) -> date:
    """The day on which an event is deleted, by the clock of the local law.

    It starts at the finding of the conduct (Zhejiang 2017, Art. 16) or at its end (Shanghai 2017,
    Art. 35; Shandong 2020, Art. 38); found is what was notified, unless the department says when.
    """
    clock = clock_of(rules)
    ended, found = told.ended_on or told.happened_on, told.found_on or today
    return rules.after(found if clock == FROM_FINDING else ended, clock)
