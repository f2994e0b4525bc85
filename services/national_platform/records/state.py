"""Where the register stands: when it began, and the feed's numbers."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.national_platform.records.tables import StateRow

# No register counts up faster, so numbers that begin at the real time lie beyond all that any
# earlier life of these tables has given.
LINES_A_SECOND = 10**5
NUMBERS = ("last_seq", "pruned_through", "evaluations_seq", "evaluations_pruned_through")


def begin(session: Session, now: datetime) -> None:
    """Remember when the register began to listen; on later starts nothing changes."""
    if session.get(StateRow, 1) is None:
        none = dict.fromkeys(NUMBERS, 0)
        session.add(StateRow(id=1, began_at=now, **none))


def state(session: Session) -> StateRow:
    """Where the register stands."""
    return session.get_one(StateRow, 1)


def leave_gap(session: Session, last_digest: int, real_now: datetime) -> None:
    """After these tables were put back from a copy: numbers given since then are never given again.

    A reader whose place is in the gap has read what this register does not know; it is told to
    begin anew. Whoever has read no further than the copy goes on across the gap. The same copy put
    back twice leaves two gaps that end at different places.
    """
    where = state(session)
    beyond = int(real_now.timestamp()) * LINES_A_SECOND
    where.last_seq = max(where.last_seq + 1, beyond)
    where.evaluations_seq = max(where.evaluations_seq + 1, beyond)
    where.evaluations_pruned_through = where.evaluations_seq
    where.restored_at_digest = last_digest
