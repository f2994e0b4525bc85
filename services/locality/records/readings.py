"""What clerks have keyed for lines that have not ended yet; deleted as soon as they have."""

from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import Row, Table, delete, func, insert, select
from sqlalchemy.orm import Session

from services.locality.domain.batches import Finding, Outcome
from services.locality.domain.entries import Entry, Flaw, Reading
from services.locality.domain.sheets import Keyed
from services.locality.records.batch_tables import LineRow, ReadingRow
from shared.identifiers import IdNumber

# Read and written by the hundred thousand, so without an object for each row.
READINGS = cast(Table, ReadingRow.__table__)
ENTRY = ("name", "id_number", "kind", "happened_on", "note")


def keep_readings(session: Session, batch_id: str, keying: int, keyed: Keyed) -> None:
    """Store what one clerk has keyed, until each line has ended."""
    rows = [
        _reading_columns(reading)
        | {"batch_id": batch_id, "keying": keying, "number": number, "row": row}
        for number, (row, reading) in keyed.readings.items()
    ]
    if rows:
        session.execute(insert(READINGS), rows)


def keep_second(session: Session, batch_id: str, keyed: Keyed, waiting: set[int]) -> None:
    """Of the second keying only what somebody must still look at is kept."""
    some = {number: one for number, one in keyed.readings.items() if number in waiting}
    keep_readings(session, batch_id, 2, Keyed(some))


def readings_of(session: Session, batch_id: str, keying: int) -> Keyed:
    """What one clerk has keyed, as far as it is still kept."""
    about = select(READINGS).where(READINGS.c.batch_id == batch_id, READINGS.c.keying == keying)
    rows = session.execute(about.order_by(READINGS.c.number))
    return Keyed({row.number: (row.row, _to_reading(row)) for row in rows})


def forget_ended(session: Session, batch_id: str) -> None:
    """Delete what was keyed for lines of a batch that wait for nobody any more."""
    waiting = select(LineRow.number).where(
        LineRow.batch_id == batch_id, LineRow.outcome == Outcome.WAITING
    )
    session.execute(
        delete(ReadingRow).where(ReadingRow.batch_id == batch_id, ReadingRow.number.not_in(waiting))
    )


def readings_of_line(session: Session, row: LineRow) -> dict[int, Reading]:
    """What is kept of either keying of a line that waits."""
    about = select(READINGS).where(
        READINGS.c.batch_id == row.batch_id, READINGS.c.number == row.number
    )
    return {one.keying: _to_reading(one) for one in session.execute(about)}


def unpaired_count(session: Session, batch_id: str) -> int:
    """How many lines of a bundle wait for the second clerk."""
    about = select(func.count()).where(ReadingRow.batch_id == batch_id)
    return session.scalar(about.select_from(ReadingRow)) or 0


def told(findings: Iterable[Finding]) -> str:
    """Findings as one text of codes."""
    return "\n".join(f"{one.keying} {one.flaw.field} {one.flaw.reason}" for one in findings)


def findings_in(text: str) -> list[Finding]:
    """The same, read back."""
    parts = (line.split(" ") for line in text.split("\n") if line)
    return [Finding(int(keying), Flaw(field, reason)) for keying, field, reason in parts]


def _reading_columns(reading: Reading) -> dict[str, Any]:
    if isinstance(reading, Entry):
        return {name: getattr(reading, name) for name in ENTRY} | {"flaws": ""}
    flaws = told(Finding(0, flaw) for flaw in reading)
    return dict.fromkeys(ENTRY) | {"flaws": flaws}


def _to_reading(row: Row[Any]) -> Reading:
    if row.name is None or row.id_number is None or row.kind is None or row.happened_on is None:
        return tuple(finding.flaw for finding in findings_in(row.flaws))
    return Entry(row.name, IdNumber(row.id_number), row.kind, row.happened_on, row.note)
