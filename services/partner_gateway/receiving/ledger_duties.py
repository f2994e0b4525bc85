"""Counting consequences when a month has passed, so that nobody at a door waits for it."""

from datetime import datetime

from services.partner_gateway.records import Counted, count_over
from shared.calendar import Clock, add_months
from shared.database import Database
from shared.rulebook import Rules
from shared.statistics import settled_day

MONTHS = 12


class LedgerDuties:
    """Reads the whole log once a month, and once after a start."""

    def __init__(self, database: Database, clock: Clock, rules: Rules) -> None:
        self._database = database
        self._clock = clock
        self._kept_months = MONTHS * rules.number("decisions-kept")
        self._counted = Counted()

    def counted(self) -> Counted:
        """What was counted last."""
        return self._counted

    def next_due_at(self) -> datetime | None:
        """Never: a month can be counted at any time after it, and the same is found."""
        return None

    def run_due(self, now: datetime) -> None:
        """Count, if a month has passed since it was done."""
        today = settled_day(self._clock, now)
        if self._counted.counted_in == today.replace(day=1):
            return
        since = add_months(today, -self._kept_months)
        with self._database.read() as session:
            self._counted = count_over(session, since, today)

    def is_idle(self) -> bool:
        """Always: what is counted goes nowhere."""
        return True
