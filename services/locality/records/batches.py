"""Bundles of paper forms as the locality keeps them: whole batches in few statements."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.orm import Session

from services.locality.domain.batches import (
    DECIDED_AGAINST,
    NOT_RECONCILED,
    Batch,
    Finding,
    Line,
    Outcome,
)
from services.locality.domain.entries import Flaw
from services.locality.domain.events import Event
from services.locality.records.batch_tables import BatchRow, LineRow, ReadingRow
from services.locality.records.events import add_events
from services.locality.records.readings import forget_ended, readings_of, told
from services.locality.records.tables import EventRow
from shared.signature import Signature

# Whole batches go past the ORM's bookkeeping.
LINES = cast(Table, LineRow.__table__)


def batch(session: Session, batch_id: str) -> Batch | None:
    """The batch called `batch_id`, if there is one."""
    row = session.get(BatchRow, batch_id)
    return _to_batch(row) if row else None


def batch_of_bundle(session: Session, department: str, bundle: str) -> Batch | None:
    """The batch that the first keying of this bundle has opened, if there is one."""
    about = select(BatchRow).where(BatchRow.department == department, BatchRow.bundle == bundle)
    row = session.scalars(about).first()
    return _to_batch(row) if row else None


def keep_batch(session: Session, changed: Batch) -> None:
    """Store a batch as it now stands."""
    session.merge(BatchRow(**asdict(changed)))
    session.flush()


def keep_lines(session: Session, batch_id: str, lines: Sequence[Line]) -> None:
    """Store how the lines of a batch ended, with the events that came of them."""
    add_events(session, [line.event for line in lines if line.event])
    rows = [_line_columns(line) | {"batch_id": batch_id} for line in lines]
    if rows:
        session.execute(insert(LINES), rows)


def decide_line(
    session: Session, row: LineRow, event: Event | None, decided: tuple[Signature, str]
) -> None:
    """Store what a third officer has decided, and delete what was keyed for the line."""
    signed, reasons = decided
    if event is not None:
        add_events(session, [event])
    else:
        row.findings += f"\n0 line {DECIDED_AGAINST}"
    row.outcome = Outcome.EVENT if event else Outcome.REFUSED
    row.event_id = event.id if event else None
    row.decided_by, row.decided_at, row.reasons = signed.by, signed.at, reasons
    session.flush()
    forget_ended(session, row.batch_id)


def line(session: Session, batch_id: str, number: int) -> LineRow | None:
    """The line with this number on the paper, if it is in the batch."""
    about = select(LineRow).where(LineRow.batch_id == batch_id, LineRow.number == number)
    return session.scalars(about).first()


def page_of_lines(
    session: Session, batch_id: str, outcomes: Collection[str], page: tuple[int, int]
) -> list[LineRow]:
    """So many lines with one of these outcomes, after a place, in the order of the report."""
    after, limit = page
    about = select(LineRow).where(
        LineRow.batch_id == batch_id, LineRow.outcome.in_(outcomes), LineRow.seq > after
    )
    return list(session.scalars(about.order_by(LineRow.seq).limit(limit)))


def outcomes(session: Session, batch_id: str) -> dict[str, int]:
    """How many lines ended in which way."""
    counts = (
        select(LineRow.outcome, func.count())
        .where(LineRow.batch_id == batch_id)
        .group_by(LineRow.outcome)
    )
    return {outcome: int(count) for outcome, count in session.execute(counts)}


def days_of(session: Session, batch_id: str) -> Sequence[tuple[date, datetime, int]]:
    """When the events of a batch happened and when they began to count, with their number."""
    days = (
        select(EventRow.happened_on, EventRow.notified_at, func.count())
        .join(LineRow, LineRow.event_id == EventRow.id)
        .where(LineRow.batch_id == batch_id)
        .group_by(EventRow.happened_on, EventRow.notified_at)
    )
    return [(on, at, int(count)) for on, at, count in session.execute(days)]


def origin_of(session: Session, event_id: str) -> tuple[Batch, LineRow] | None:
    """The batch and the line from which an event came, if it came in one."""
    about = select(LineRow, BatchRow).join(BatchRow).where(LineRow.event_id == event_id)
    found = session.execute(about).first()
    return (_to_batch(found[1]), found[0]) if found else None


def open_batches(session: Session) -> list[tuple[Batch, int]]:
    """Batches that wait for a second clerk or for decisions, and on how many lines."""
    waits = select(LineRow.batch_id).where(LineRow.outcome == Outcome.WAITING)
    keyed_once = BatchRow.keyed_again_by.is_(None) & BatchRow.bundle.is_not(None)
    unfinished = select(ReadingRow.batch_id)
    about = select(BatchRow).where(
        (keyed_once & BatchRow.id.in_(unfinished)) | BatchRow.id.in_(waits)
    )
    found = [_to_batch(row) for row in session.scalars(about.order_by(BatchRow.reconcile_by))]
    return [(one, outcomes(session, one.id).get(Outcome.WAITING, 0)) for one in found]


def lapse(session: Session, today: date) -> None:
    """Refuse what nobody has reconciled in time, and delete what was keyed for it."""
    late = select(BatchRow.id).where(BatchRow.reconcile_by <= today)
    session.execute(
        update(LineRow)
        .where(LineRow.batch_id.in_(late), LineRow.outcome == Outcome.WAITING)
        .values(outcome=Outcome.REFUSED, findings=f"0 line {NOT_RECONCILED}")
    )
    for batch_id in session.scalars(late.where(BatchRow.id.in_(select(ReadingRow.batch_id)))).all():
        _refuse_unpaired(session, batch_id)
        session.execute(delete(ReadingRow).where(ReadingRow.batch_id == batch_id))


def forget(session: Session, today: date) -> None:
    """Delete lines whose event is over, and batches whose time is, with what is left of them."""
    over = select(EventRow.id).where(EventRow.kept_until <= today)
    session.execute(delete(LineRow).where(LineRow.event_id.in_(over)))
    old = select(BatchRow.id).where(BatchRow.kept_until <= today)
    for table in (LineRow, ReadingRow):
        session.execute(delete(table).where(table.batch_id.in_(old)))
    session.execute(delete(BatchRow).where(BatchRow.kept_until <= today))


def next_forgetting_on(session: Session) -> date | None:
    """The first day on which a batch, or what was keyed and not reconciled, must be deleted."""
    unreconciled = BatchRow.id.in_(select(ReadingRow.batch_id))
    late = select(func.min(BatchRow.reconcile_by)).where(unreconciled)
    firsts = [session.scalar(late), session.scalar(select(func.min(BatchRow.kept_until)))]
    return min((first for first in firsts if first is not None), default=None)


def _refuse_unpaired(session: Session, batch_id: str) -> None:
    """Lines of a bundle that no second clerk has keyed end here."""
    known = select(LineRow.number).where(LineRow.batch_id == batch_id, LineRow.number.is_not(None))
    unpaired = readings_of(session, batch_id, 1).readings
    numbers = set(unpaired) - set(session.scalars(known))
    finding = Finding(0, Flaw("line", NOT_RECONCILED))
    lines = [
        Line(number, (unpaired[number][0], None), Outcome.REFUSED, (finding,))
        for number in sorted(numbers)
    ]
    keep_lines(session, batch_id, lines)


def _to_batch(row: BatchRow) -> Batch:
    return Batch(**{column.key: getattr(row, column.key) for column in row.__table__.columns})


def _line_columns(line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "row_first": line.rows[0],
        "row_second": line.rows[1],
        "outcome": line.outcome,
        "findings": told(line.findings),
        "event_id": line.event.id if line.event else None,
    }
