"""What the chain of the audit log costs: lines put into it, against the same rows put in bare.

Once with one line to a transaction, as an officer at a door does, and once with five hundred, as an
import does. Both sides commit durably; the ceiling neither reads the end of the chain nor hashes.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert

from benchmarks.results import Result
from shared.audit import FIELDS, Applied
from shared.database import Database, open_database
from shared.house import AuditLine, Entry, HouseBase, audit_after, write_audits

SINGLE, TOGETHER, BATCH = 2_000, 100_000, 500
FLOORS = {1: 0.3, BATCH: 0.2}
AT = datetime(2019, 2, 1, tzinfo=UTC)
APPLIED = Applied("able-but-refuses", "assessed", ("objection-window",))


def run() -> list[Result]:
    """Lines a second, one and many to a transaction."""
    return [_measure("audit_line", SINGLE, 1), _measure("audit_lines_of_500", TOGETHER, BATCH)]


def _measure(name: str, count: int, together: int) -> Result:
    with TemporaryDirectory(prefix="chimera-bench-") as folder:
        chained, bare = (_opened(Path(folder) / f"{side}.sqlite") for side in ("chained", "bare"))
        entries = [_entry(number) for number in range(count)]
        seconds = _timed(chained, entries, together, write_audits)
        with chained.read() as session:
            lines = audit_after(session, 0, count)
        rows = [{field: getattr(line, field) for field in (*FIELDS, "hash")} for line in lines]
        bare_seconds = _timed(bare, rows, together, _put)
        chained.close()
        bare.close()
    value, ceiling = count / seconds, count / bare_seconds
    return Result(name, value, "lines/s", ceiling, value / ceiling, FLOORS[together])


def _opened(file: Path) -> Database:
    database = Database(open_database(f"sqlite:///{file}"))
    HouseBase.metadata.create_all(database.engine)
    return database


def _entry(number: int) -> Entry:
    door = "POST /v1/listing-proposals/{id}/approval"
    return Entry(AT, "reviewer-1", "approve", door, f"p-many{number:015}", applied=APPLIED)


def _put(session: Any, rows: Sequence[dict[str, Any]]) -> None:
    session.execute(insert(AuditLine), rows)


def _timed(
    database: Database, things: Sequence[Any], together: int, write: Callable[[Any, Any], None]
) -> float:
    began = time.perf_counter()
    for at in range(0, len(things), together):
        with database.write() as session:
            write(session, things[at : at + together])
    return time.perf_counter() - began
