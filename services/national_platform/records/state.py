"""Where the register stands: when it began, and the feed's numbers."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.national_platform.records.tables import StateRow

NUMBERS = ("last_seq", "pruned_through", "evaluations_seq", "evaluations_pruned_through")


def begin(session: Session, now: datetime) -> None:
    """Remember when the register began to listen; on later starts nothing changes."""
    if session.get(StateRow, 1) is None:
        none = dict.fromkeys(NUMBERS, 0)
        session.add(StateRow(id=1, began_at=now, **none))


def state(session: Session) -> StateRow:
    """Where the register stands."""
    return session.get_one(StateRow, 1)
