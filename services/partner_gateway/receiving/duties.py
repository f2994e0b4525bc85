"""What the gateway does when its clock is moved."""

from datetime import date, datetime, timedelta

from services.partner_gateway import records
from services.partner_gateway.receiving.follower import Follower
from shared.calendar import Clock, add_months, legal_day, start_of
from shared.database import Database
from shared.rulebook import Rules


class GatewayDuties:
    """Nothing falls due here by itself: it follows the platform, and forgets."""

    def __init__(self, follower: Follower, database: Database, clock: Clock, rules: Rules) -> None:
        self._follower = follower
        self._database = database
        self._clock = clock
        self._rules = rules
        self._read_at: datetime | None = None
        self._forgot_on: date | None = None

    def next_due_at(self) -> datetime | None:
        """Never; editions are the platform's."""
        return None

    def run_due(self, now: datetime) -> None:
        """Read the platform if the clock was moved, and forget once a day."""
        if self._clock.kind == "model" and self._read_at != now and self._follower.refresh():
            self._read_at = now
        if self._forgot_on != legal_day(now):
            self._forget(now)
            self._forgot_on = legal_day(now)

    def is_idle(self) -> bool:
        """Whether the index is at the platform's latest edition and withdrawal.

        In model time somebody waits for this to be true of the present moment: look again.
        """
        if self._clock.kind == "model":
            return self._follower.refresh()
        return self._follower.is_current

    def _forget(self, now: datetime) -> None:
        days = self._rules.number("distinct-numbers-remembered")
        years = self._rules.number("decisions-kept")
        with self._database.write() as session:
            records.forget_numbers(session, now - timedelta(days=days))
            oldest = start_of(add_months(legal_day(now), -12 * years))
            records.forget_decisions(session, oldest)
