"""What the gateway does when its clock is moved: it follows, counts and forgets."""

import time
from datetime import datetime, timedelta
from math import inf, nan

from prometheus_client import Gauge

from services.partner_gateway import records
from services.partner_gateway.domain import lag_seconds
from services.partner_gateway.receiving.follower import Follower
from services.partner_gateway.records import Terms
from services.partner_gateway.records.counting import SLICE
from shared.calendar import Clock, add_months, legal_day, start_of
from shared.database import Database
from shared.rulebook import Rules
from shared.telemetry import Metrics

COUNT_EVERY_SECONDS = 10.0
MONTHS = 12


class GatewayDuties:
    """Nothing falls due here by itself: it follows the platform, counts the log, and forgets."""

    def __init__(self, follower: Follower, database: Database, clock: Clock, rules: Rules) -> None:
        self._follower = follower
        self._database = database
        self._clock = clock
        self._rules = rules
        self._read_at: datetime | None = None
        self._hour: datetime | None = None
        self._counted_at = -inf

    def next_due_at(self) -> datetime | None:
        """Never; editions are the platform's."""
        return None

    def run_due(self, now: datetime) -> None:
        """Read the platform if the clock was moved; count each hour, and forget once a day."""
        self._read(now)
        hour = now.replace(minute=0, second=0, microsecond=0)
        if self._hour == hour:
            self._count_what_is_much()
            return
        records.count_up(self._database)
        records.close_hours(self._database, now)
        if self._hour is None or legal_day(self._hour) != legal_day(now):
            records.forget(self._database, self._terms(now))
        self._hour = hour

    def is_idle(self) -> bool:
        """Whether the index is at the platform's latest edition and withdrawal.

        In model time somebody waits for this to be true of the present moment: look again.
        """
        if self._clock.kind == "model":
            return self._follower.refresh()
        return self._follower.is_current

    def show_recalls(self, metrics: Metrics) -> None:
        """Let the metrics tell how many recalls nobody has answered, and how long the oldest is."""
        registry = metrics.registry
        count = Gauge("chimera_recalls_open", "Recalls without an answer", registry=registry)
        count.set_function(lambda: self._open_recalls()[0])
        oldest = Gauge(
            "chimera_recalls_oldest_open_seconds",
            "Since the withdrawal behind the oldest recall without an answer",
            registry=registry,
        )
        oldest.set_function(lambda: self._open_recalls()[1])

    def _open_recalls(self) -> tuple[float, float]:
        with self._database.read() as session:
            count, oldest = records.recalls_open(session)
        return count, lag_seconds(oldest, self._clock.now()) if oldest else nan

    def _read(self, now: datetime) -> None:
        """In real time the follower reads by itself; a question asked must not make it read."""
        if self._clock.kind != "model" and self._read_at is not None:
            return
        if self._read_at != now and self._follower.refresh():
            self._read_at = now

    def _count_what_is_much(self) -> None:
        """Within an hour only whole slices, and seldom: whoever asks meanwhile counts the rest."""
        if time.monotonic() - self._counted_at >= COUNT_EVERY_SECONDS:
            self._counted_at = time.monotonic()
            records.count_up(self._database, least=SLICE)

    def _terms(self, now: datetime) -> Terms:
        days = self._rules.number("distinct-numbers-remembered")
        today = legal_day(now)
        return Terms(
            today=today,
            decisions=self._years_ago(now, "decisions-kept"),
            recalls=self._years_ago(now, "recalls-kept"),
            numbers=now - timedelta(days=days),
            counts=add_months(today, -MONTHS * self._rules.number("counts-kept")),
        )

    def _years_ago(self, now: datetime, rule: str) -> datetime:
        return start_of(add_months(legal_day(now), -MONTHS * self._rules.number(rule)))
