"""Forgetting in time: what is held has a last day, and what nobody reconciles ends."""

from datetime import datetime

from services.locality.records import batches, events
from shared.calendar import legal_day, start_of
from shared.database import Database


class Forgetting:
    """Deletes what is kept no longer, on the day itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def next_due_at(self) -> datetime | None:
        """The beginning of the first day on which something must be deleted."""
        with self._database.read() as session:
            days = (events.next_forgetting_on(session), batches.next_forgetting_on(session))
        first = min((day for day in days if day is not None), default=None)
        return start_of(first) if first else None

    def run_due(self, now: datetime) -> None:
        """Delete what is over; takes the write lock only if something is."""
        due = self.next_due_at()
        if due is not None and due <= now:
            with self._database.write() as session:
                batches.lapse(session, legal_day(now))
                batches.forget(session, legal_day(now))
                events.forget(session, legal_day(now))

    def is_idle(self) -> bool:
        """Nothing is ever on its way out of a locality."""
        return True
