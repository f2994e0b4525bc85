"""The index file: one edition of the register, less what was withdrawn since.

A new edition is built in a file beside it and takes its place at once. One connection behind one
lock serves all: nobody ever sees half an edition, and a swap waits for whoever is reading.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, Row, StaticPool, create_engine, delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError

from services.partner_gateway.domain import Candidate, Target
from services.partner_gateway.records.copied import Correction, Listed, Position, Withdrawal
from services.partner_gateway.records.index_tables import (
    IndexBase,
    ListedRow,
    PositionRow,
    WithdrawnRow,
)
from shared.errors import Unavailable
from shared.identifiers import Kind, TruncatedId

log = structlog.get_logger()
FORMAT = 1  # raised when the tables change: an older file is built again
BATCH = 5_000
Change = Withdrawal | Correction


class IndexMissing(Unavailable):
    """Nothing is known of the register yet, so that not even `no_listing` would be true."""

    code = "index_missing"


class Index:
    """What the gateway knows of the register; it survives a restart without the platform."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._engine: Engine | None = None
        self._position: Position | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            self._reopen()

    @property
    def position(self) -> Position | None:
        """Which edition this is and how far it was read; None before the first reading."""
        return self._position

    def known(self) -> Position:
        """The position; IndexMissing before the first reading."""
        if self._position is None:
            raise IndexMissing("The gateway has not read the register yet; ask again later.")
        return self._position

    def candidates(
        self, kind: Kind, name: str, mask: TruncatedId, targets: Sequence[Target]
    ) -> list[Candidate]:
        """Listings on these lists whose name and mask are exactly these, expired ones too."""
        wanted = {(target.issuer, target.list) for target in targets}
        matching = select(ListedRow.__table__).where(
            ListedRow.name == name, ListedRow.truncated_id == mask, ListedRow.kind == kind.value
        )
        with self._using() as connection:
            rows = connection.execute(matching.order_by(ListedRow.listed_on, ListedRow.ref)).all()
        return [_candidate(row) for row in rows if (row.issuer, row.list) in wanted]

    def holds(self, issuer: str, ref: str) -> bool:
        """Whether this listing is there: not withdrawn, as far as was read."""
        own = select(ListedRow.ref).where(ListedRow.issuer == issuer, ListedRow.ref == ref)
        with self._using() as connection:
            return connection.scalar(own) is not None

    def apply(self, changes: Sequence[Change], cursor: int) -> None:
        """Apply part of the feed and move the cursor, both in one transaction."""
        with self._using() as connection:
            for change in changes:
                if isinstance(change, Withdrawal):
                    _withdraw(connection, change)
                else:
                    _correct(connection, change)
            self._move(connection, cursor=cursor)

    def mark_read(self, at: datetime) -> None:
        """Remember when the platform was last read to its end, in real time."""
        with self._using() as connection:
            self._move(connection, read_at=at)

    def withdrawn_after(self, seq: int, limit: int) -> list[Withdrawal]:
        """Withdrawals in the feed's order, to make recalls from."""
        later = select(WithdrawnRow).where(WithdrawnRow.seq > seq).order_by(WithdrawnRow.seq)
        with self._using() as connection:
            rows = connection.execute(later.limit(limit)).all()
        return [
            Withdrawal(row.seq, row.issuer, row.ref, row.cause, row.withdrawn_at) for row in rows
        ]

    def install(self, rows: Iterable[Listed], position: Position) -> int:
        """Build another edition beside this one and put it in its place; how many it holds."""
        beside = self._path.with_name(self._path.name + ".new")
        beside.unlink(missing_ok=True)
        engine = _open(beside)
        try:
            with engine.begin() as connection:
                count = _write_all(connection, self._withdrawn(), rows, position)
        finally:
            engine.dispose()
        self._swap(beside)
        log.info("edition_loaded", edition=position.edition, count=count)
        return count

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
        self._engine = None

    def _swap(self, beside: Path) -> None:
        """Put the new file in the old one's place; the folder is synced, so that it stays there."""
        _sync(beside)
        with self._lock:
            self._close()
            os.replace(beside, self._path)
            _sync(self._path.parent)
            self._reopen()

    def _reopen(self) -> None:
        """Open the file; one that is damaged or of another format counts as none."""
        engine = _open(self._path)
        try:
            with engine.connect() as connection:
                if connection.exec_driver_sql("PRAGMA user_version").scalar() == FORMAT:
                    self._position = _position(connection)
                    self._engine = engine
        except DBAPIError as error:
            log.error("index_unreadable", kind=type(error).__name__)
        if self._engine is None:
            engine.dispose()

    def _move(self, connection: Connection, **to: Any) -> None:
        connection.execute(update(PositionRow).values(**to))
        self._position = replace(self.known(), **to)

    def _withdrawn(self) -> list[dict[str, Any]]:
        if self._position is None:
            return []
        with self._using() as connection:
            rows = connection.execute(select(WithdrawnRow.__table__))
            return [dict(row) for row in rows.mappings()]

    @contextmanager
    def _using(self) -> Iterator[Connection]:
        """The one connection, in a transaction of its own."""
        with self._lock:
            self.known()
            assert self._engine is not None  # noqa: S101 - opened where the position was read
            with self._engine.begin() as connection:
                yield connection


def _open(path: Path) -> Engine:
    """One connection; no write-ahead log, whose own files would not follow a swap."""
    return create_engine(
        f"sqlite:///{path}",
        hide_parameters=True,
        poolclass=StaticPool,
        connect_args={"check_same_thread": False},
    )


def _write_all(
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


def _withdraw(connection: Connection, ended: Withdrawal) -> None:
    own = (ListedRow.issuer == ended.issuer, ListedRow.ref == ended.ref)
    connection.execute(delete(ListedRow).where(*own))
    connection.execute(insert(WithdrawnRow).values(**ended.values()).on_conflict_do_nothing())


def _correct(connection: Connection, right: Correction) -> None:
    own = (ListedRow.issuer == right.issuer, ListedRow.ref == right.ref)
    connection.execute(
        update(ListedRow)
        .where(*own, ListedRow.version < right.version)
        .values(name=right.name, truncated_id=right.truncated_id, version=right.version)
    )


def _position(connection: Connection) -> Position:
    row = connection.execute(select(PositionRow.__table__)).one()
    return Position(row.edition, row.sha256, row.cursor, row.read_at)


def _candidate(row: Row[Any]) -> Candidate:
    return Candidate(
        issuer=row.issuer,
        ref=row.ref,
        list=row.list,
        reason=row.reason,
        listed_on=row.listed_on,
        stands_until=row.stands_until,
    )


def _sync(path: Path) -> None:
    """Return when the disk has it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
