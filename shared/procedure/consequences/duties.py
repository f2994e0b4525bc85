"""Counting a month when it has passed, and forgetting questions when their time is over."""

from datetime import date, datetime

from sqlalchemy import func, select

from shared.calendar import Clock, add_months
from shared.database import Database
from shared.ledger.acts import ListingRow
from shared.ledger.confirmations import Confirmation
from shared.ledger.looks import forget_questions
from shared.procedure.consequences.counting import count, waited_until
from shared.procedure.consequences.tables import Part, Told, ToldRow, keep_told, told
from shared.procedure.desk import FLOOR, Desk
from shared.statistics import months_over, settled_day

MONTHS = 12


class LedgerDuties:
    """Once a day: tell the months that are over, forget what is too old."""

    def __init__(self, desk: Desk, database: Database, clock: Clock) -> None:
        self._desk = desk
        self._database = database
        self._clock = clock
        floor = FLOOR.as_of(desk.rules.as_of)
        self._kept_months = MONTHS * floor.number("questions-kept")
        self._done_on: date | None = None

    def next_due_at(self) -> datetime | None:
        """Never: a month can be counted at any time after it, and the same is found."""
        return None

    def run_due(self, now: datetime) -> None:
        """Count what is not told yet, each part of a month in a transaction of its own."""
        today = settled_day(self._clock, now)
        if self._done_on == today:
            return
        self._count(today, now)
        with self._database.write() as session:
            forget_questions(session, self._kept_since(today), today)
        self._done_on = today

    def is_idle(self) -> bool:
        """Always: what is counted goes nowhere."""
        return True

    def _kept_since(self, today: date) -> date:
        return add_months(today, -self._kept_months)

    def _count(self, today: date, now: datetime) -> None:
        known = self._known(today, now)
        begun = next(month for month, part in known if part is Part.BEGUN)
        since = max(begun, self._kept_since(today))
        for month in months_over(self._first_month(begun), today):
            parts = [Part.LISTED, Part.ENDED]
            if begun <= month and waited_until(month) <= today:
                parts.append(Part.ASKED)
            for part in parts:
                if (month, part) not in known:
                    self._tell(month, part, since, now)

    def _tell(self, month: date, part: Part, since: date, now: datetime) -> None:
        with self._database.read() as session:
            found = count(session, self._desk.casework, part, month, since)
        row = ToldRow(month=month, part=part, told=found, counted_at=now)
        with self._database.write() as session:
            keep_told(session, row)

    def _first_month(self, begun: date) -> date:
        """The month in which this was begun, or before it somebody was first listed here."""
        with self._database.read() as session:
            first = session.scalar(select(func.min(ListingRow.listed_on)))
        return min(begun, first.replace(day=1)) if first else begun

    def _known(self, today: date, now: datetime) -> Told:
        """What was told; the first time of all, from when on first looks are known is noted."""
        with self._database.read() as session:
            found = told(session)
            was_asked = session.scalar(select(Confirmation.seq).limit(1)) is not None
        if any(part is Part.BEGUN for _, part in found):
            return found
        month = today.replace(day=1)
        begun = add_months(month, 1) if was_asked else month
        row = ToldRow(month=begun, part=Part.BEGUN, told={}, counted_at=now)
        with self._database.write() as session:
            keep_told(session, row)
            return told(session)
