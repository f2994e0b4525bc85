"""What was found about firms."""

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.tax.domain.events import Event
from services.tax.records.work_tables import EventRow


def to_event(row: EventRow) -> Event:
    """The event in a row."""
    return Event(**{column.key: getattr(row, column.key) for column in row.__table__.columns})


def keep_event(session: Session, event: Event) -> None:
    """Store an event as it now stands."""
    session.merge(EventRow(**asdict(event)))
    session.flush()


def event(session: Session, event_id: str) -> Event | None:
    """The event called `event_id`, if there is one."""
    row = session.get(EventRow, event_id)
    return to_event(row) if row else None


def events_of(session: Session, taxpayer_id: str) -> list[Event]:
    """All that was found about one firm, in the order in which it happened."""
    about = select(EventRow).where(EventRow.taxpayer_id == taxpayer_id)
    in_order = about.order_by(EventRow.happened_on, EventRow.id)
    return [to_event(row) for row in session.scalars(in_order)]


def events_on(session: Session, violation_id: str) -> list[Event]:
    """All events that rest on one decided case and stand."""
    about = select(EventRow).where(
        EventRow.violation_id == violation_id, EventRow.struck_at.is_(None)
    )
    return [to_event(row) for row in session.scalars(about.order_by(EventRow.id))]
