"""What is told of a batch: how its lines ended and why, never what stood on them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from statistics import median_low

from pydantic import BaseModel

from services.locality.api.batch_words import WORDS
from services.locality.domain.batches import Batch, Finding, Outcome
from services.locality.domain.entries import Entry, Flaw
from services.locality.domain.sheets import Keyed
from services.locality.records.batch_tables import LineRow
from services.locality.records.readings import findings_in
from shared.calendar import legal_day
from shared.rulebook.rows import Text
from shared.web.idempotency import Receipt

TOLD_AT_ONCE = 50
MOST_PLACES = 4
Days = Sequence[tuple[date, datetime, int]]


class FindingShown(BaseModel):
    """What is wrong with a line: in whose keying (0: in neither alone), in which field, and why."""

    keying: int
    field: str
    reason: str
    says: Text

    @classmethod
    def of(cls, found: Finding) -> "FindingShown":
        """The finding in words."""
        reason = found.flaw.reason
        says = WORDS.get(reason, Text(en=reason, zh=reason))
        return cls(keying=found.keying, field=found.flaw.field, reason=reason, says=says)


class LineShown(BaseModel):
    """One line of the report, by its number on the paper and its row in the files."""

    number: int | None
    row_first: int | None
    row_second: int | None
    outcome: Outcome | None
    findings: list[FindingShown]
    event: str | None

    @classmethod
    def of(cls, row: LineRow) -> "LineShown":
        """The line as it was kept."""
        return cls(
            number=row.number,
            row_first=row.row_first,
            row_second=row.row_second,
            outcome=Outcome(row.outcome),
            findings=[FindingShown.of(found) for found in findings_in(row.findings)],
            event=row.event_id,
        )


class ReportPage(BaseModel):
    """So many lines of the report; `next_after` goes into the next question, null at the end."""

    batch: str
    lines: list[LineShown]
    next_after: int | None


class Lag(BaseModel):
    """How many days lay between what people did and the day it began to count."""

    events: int
    shortest_days: int
    median_days: int
    longest_days: int

    @classmethod
    def of(cls, days: Days) -> "Lag | None":
        """Of all events of a batch; None as long as there are none."""
        lags = [lag for on, at, count in days for lag in [lag_days(on, at)] * count]
        if not lags:
            return None
        return cls(
            events=len(lags),
            shortest_days=min(lags),
            median_days=median_low(lags),
            longest_days=max(lags),
        )


class BatchShown(BaseModel):
    """A batch: who keyed it, and how many of its lines ended in which way."""

    id: str
    department: str
    bundle: str | None
    keyed_by: list[str]
    keyed_at: list[datetime]
    reconcile_by: date
    lines: int
    keyed_once: int
    events: int
    waiting: int
    refused: int
    lag: Lag | None

    @classmethod
    def of(cls, batch: Batch, counts: Mapping[str, int], days: Days) -> "BatchShown":
        """The batch with its counts; `keyed_once` waits for the second clerk."""
        by = [batch.opened_by, batch.keyed_again_by]
        at = [batch.opened_at, batch.keyed_again_at]
        return cls(
            id=batch.id,
            department=batch.department,
            bundle=batch.bundle,
            keyed_by=[one for one in by if one is not None],
            keyed_at=[one for one in at if one is not None],
            reconcile_by=batch.reconcile_by,
            lines=sum(counts.values()),
            keyed_once=counts.get("keyed_once", 0),
            events=counts.get(Outcome.EVENT, 0),
            waiting=counts.get(Outcome.WAITING, 0),
            refused=counts.get(Outcome.REFUSED, 0),
            lag=Lag.of(days),
        )


class BatchReceipt(Receipt, BatchShown):
    """A batch after a keying, with the first lines that need somebody's eye."""

    first_problems: list[LineShown]


class CameOnPaper(BaseModel):
    """That an event came on paper: in which bundle, keyed by which two clerks, decided by whom."""

    bundle: str
    number: int | None
    keyed_by: list[str]
    keyed_at: list[datetime]
    decided_by: str | None

    @classmethod
    def of(cls, origin: tuple[Batch, LineRow] | None) -> "CameOnPaper | None":
        """Where it came from; None for what a department sent itself."""
        if origin is None or origin[0].bundle is None:
            return None
        batch, line = origin
        return cls(
            bundle=batch.bundle,
            number=line.number,
            keyed_by=[by for by in (batch.opened_by, batch.keyed_again_by) if by],
            keyed_at=[at for at in (batch.opened_at, batch.keyed_again_at) if at],
            decided_by=line.decided_by,
        )


def lag_days(happened_on: date, counted_at: datetime) -> int:
    """Days between an act and the day it began to count."""
    return (legal_day(counted_at) - happened_on).days


def problems_of(keyed: Keyed, keying: int) -> list[LineShown]:
    """The first flawed lines of one keying, for the clerk who has just keyed it."""
    flawed = [
        _problem(number, row, keying, reading)
        for number, (row, reading) in keyed.readings.items()
        if not isinstance(reading, Entry)
    ]
    loose = [_problem(None, one.row, keying, one.flaws) for one in keyed.loose]
    return [*flawed, *loose][:TOLD_AT_ONCE]


def _problem(number: int | None, row: int, keying: int, flaws: Iterable[Flaw]) -> LineShown:
    return LineShown(
        number=number,
        row_first=row if keying == 1 else None,
        row_second=row if keying == 2 else None,
        outcome=None,
        findings=[FindingShown.of(Finding(keying, flaw)) for flaw in flaws],
        event=None,
    )
