"""Events and objections, as the locality keeps them, and how they are forgotten."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import cast

from sqlalchemy import ColumnElement, Table, delete, insert, select
from sqlalchemy.orm import Session

from services.locality.domain.events import Event, Objection
from services.locality.records.residents import AT_ONCE, consenting
from services.locality.records.tables import ClaimRow, EventRow, ObjectionRow

EVENTS = cast(Table, EventRow.__table__)  # many at once go past the ORM's bookkeeping


def _to_event(row: EventRow, contested: bool) -> Event:
    columns = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    return Event(**columns, is_contested=contested)


def _to_objection(row: ObjectionRow) -> Objection:
    return Objection(**{column.key: getattr(row, column.key) for column in row.__table__.columns})


def _events(session: Session, *conditions: ColumnElement[bool]) -> list[Event]:
    """Events with whether an objection to them is open, in the order in which they happened."""
    is_open = (ObjectionRow.event_id == EventRow.id) & ObjectionRow.decided_at.is_(None)
    found = select(EventRow, ObjectionRow.id).outerjoin(ObjectionRow, is_open).where(*conditions)
    rows = session.execute(found.order_by(EventRow.happened_on, EventRow.id))
    return [_to_event(row, objection_id is not None) for row, objection_id in rows]


def keep_event(session: Session, event: Event) -> None:
    """Store an event as it now stands."""
    columns = {column.key: getattr(event, column.key) for column in EventRow.__table__.columns}
    session.merge(EventRow(**columns))


def add_events(session: Session, new: Sequence[Event]) -> None:
    """Store many new events in one statement."""
    names = [column.key for column in EventRow.__table__.columns]
    rows = [{name: getattr(event, name) for name in names} for event in new]
    if rows:
        session.execute(insert(EVENTS), rows)


def held_about(session: Session, resident_ids: Iterable[str]) -> set[tuple[str, str, date]]:
    """Who did what on which day, as far as it is held about these residents."""
    wanted = sorted(set(resident_ids))
    held: set[tuple[str, str, date]] = set()
    for start in range(0, len(wanted), AT_ONCE):
        some = EventRow.resident_id.in_(wanted[start : start + AT_ONCE])
        about = select(EventRow.resident_id, EventRow.kind, EventRow.happened_on).where(some)
        held.update((who, what, when) for who, what, when in session.execute(about))
    return held


def keep_objection(session: Session, objection: Objection) -> None:
    """Store an objection as it now stands."""
    session.merge(ObjectionRow(**objection.as_row()))


def event(session: Session, event_id: str) -> Event | None:
    """The event called `event_id`, if there is one."""
    found = _events(session, EventRow.id == event_id)
    return found[0] if found else None


def objection(session: Session, objection_id: str) -> Objection | None:
    """The objection called `objection_id`, if there is one."""
    row = session.get(ObjectionRow, objection_id)
    return _to_objection(row) if row else None


def objection_to(session: Session, event_id: str) -> Objection | None:
    """What was said against an event, if anything was."""
    about = select(ObjectionRow).where(ObjectionRow.event_id == event_id)
    row = session.scalars(about).first()
    return _to_objection(row) if row else None


def objections_waiting(session: Session) -> list[Objection]:
    """Objections that wait for a decision, the most urgent first."""
    waiting = select(ObjectionRow).where(ObjectionRow.decided_at.is_(None))
    return [_to_objection(row) for row in session.scalars(waiting.order_by(ObjectionRow.decide_by))]


def events_of(session: Session, resident_id: str, today: date) -> list[Event]:
    """All that is still kept about one resident, oldest first."""
    return _events(session, EventRow.resident_id == resident_id, EventRow.kept_until > today)


def events_of_consenting(session: Session, today: date) -> Mapping[str, list[Event]]:
    """The events of all who may be scored, by resident; nobody is left out for want of events."""
    by_resident: defaultdict[str, list[Event]] = defaultdict(list)
    for resident_id in session.scalars(consenting()):
        by_resident[resident_id] = []
    kept = EventRow.kept_until > today
    for found in _events(session, EventRow.resident_id.in_(consenting()), kept):
        by_resident[found.resident_id].append(found)
    return by_resident


def forget(session: Session, today: date) -> None:
    """Delete events with their objections, and claims, whose time is over."""
    over = select(EventRow.id).where(EventRow.kept_until <= today)
    session.execute(delete(ObjectionRow).where(ObjectionRow.event_id.in_(over)))
    session.execute(delete(EventRow).where(EventRow.kept_until <= today))
    session.execute(delete(ClaimRow).where(ClaimRow.kept_until <= today))


def next_forgetting_on(session: Session) -> date | None:
    """The first day on which something kept here must be deleted, past days included."""
    firsts = [
        session.scalar(select(column).order_by(column).limit(1))
        for column in (EventRow.kept_until, ClaimRow.kept_until)
    ]
    return min((first for first in firsts if first is not None), default=None)
