"""What is done inside an index file; no write-ahead log, whose files would not follow a swap."""

import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, StaticPool, create_engine, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from services.partner_gateway.domain import Candidate
from services.partner_gateway.records.copied import Correction, Listed, Position, Withdrawal
from services.partner_gateway.records.index_tables import (
    IndexBase,
    ListedRow,
    PositionRow,
    WithdrawnRow,
)

FORMAT = 1  # raised when the tables change: an older file is built again
BATCH = 5_000


def open_file(path: Path) -> Engine:
    """One connection, which its owner guards."""
    return create_engine(
        f"sqlite:///{path}",
        hide_parameters=True,
        poolclass=StaticPool,
        connect_args={"check_same_thread": False},
    )


def write_all(
    connection: Connection,
    withdrawn: list[dict[str, Any]],
    rows: Iterable[Listed],
    position: Position,
) -> int:
    """Fill a new file; what was withdrawn before stays out, whatever the edition says."""
    IndexBase.metadata.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")
    gone = {(row["issuer"], row["ref"]) for row in withdrawn}
    _fill(connection, WithdrawnRow, withdrawn)
    count = _fill(connection, ListedRow, (row.values() for row in rows if row.key not in gone))
    connection.execute(insert(PositionRow).values(id=1, **position.values()))
    return count


def _fill(connection: Connection, table: type[IndexBase], values: Iterable[dict[str, Any]]) -> int:
    count, left = 0, iter(values)
    while batch := list(islice(left, BATCH)):
        connection.execute(insert(table), batch)
        count += len(batch)
    return count


def withdraw(connection: Connection, ended: Withdrawal) -> None:
    """Take a listing out for good, whether it was there or not."""
    own = (ListedRow.issuer == ended.issuer, ListedRow.ref == ended.ref)
    connection.execute(delete(ListedRow).where(*own))
    connection.execute(insert(WithdrawnRow).values(**ended.values()).on_conflict_do_nothing())


def correct(connection: Connection, right: Correction) -> None:
    """Put name and mask right, unless a later version is there already."""
    own = (ListedRow.issuer == right.issuer, ListedRow.ref == right.ref)
    connection.execute(
        update(ListedRow)
        .where(*own, ListedRow.version < right.version)
        .values(name=right.name, truncated_id=right.truncated_id, version=right.version)
    )


def has_format(connection: Connection) -> bool:
    """Whether the file's tables are those of today's code."""
    return bool(connection.exec_driver_sql("PRAGMA user_version").scalar() == FORMAT)


def position_in(connection: Connection) -> Position:
    """Where the file says it stands."""
    row = connection.execute(select(PositionRow.__table__)).one()
    return Position(row.edition, row.sha256, row.cursor, row.read_at, row.has_gap)


def withdrawal(row: Row[Any]) -> Withdrawal:
    """A row of the withdrawn."""
    return Withdrawal(row.issuer, row.ref, row.cause, row.withdrawn_at)


def candidate(row: Row[Any]) -> Candidate:
    """A row of the listed, as the rules look at it."""
    return Candidate(
        issuer=row.issuer,
        ref=row.ref,
        list=row.list,
        reason=row.reason,
        listed_on=row.listed_on,
        stands_until=row.stands_until,
    )


def sync(path: Path) -> None:
    """Return when the disk has it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
