"""What is to be done with the complement when the clock moves."""

from datetime import datetime

from services.locality.receiving.follower import ComplementFollower
from services.locality.records import complement
from shared.calendar import Clock, legal_day
from shared.database import Database


class ComplementDuties:
    """Nothing of it falls due by itself: it follows the platform, and forgets what has passed."""

    def __init__(self, follower: ComplementFollower, database: Database, clock: Clock) -> None:
        self._follower = follower
        self._database = database
        self._clock = clock

    def next_due_at(self) -> datetime | None:
        """Never: a reader tests the last day itself, so forgetting can wait for another reason."""
        return None

    def run_due(self, now: datetime) -> None:
        """Delete what has passed; takes the write lock only if something has."""
        today = legal_day(now)
        with self._database.read() as session:
            is_needed = complement.has_expired(session, today)
        if is_needed:
            with self._database.write() as session:
                complement.forget_expired(session, today)

    def is_idle(self) -> bool:
        """True even if the platform is away, for a place goes on without it.

        In model time somebody waits for this to be true of the present moment: look again.
        """
        if self._clock.kind == "model":
            self._follower.refresh()
        return True
