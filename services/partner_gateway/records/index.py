"""The index file: one edition of the register, less what was withdrawn since.

A new edition is built in a file beside it and takes its place at once. One connection behind one
lock serves all: nobody ever sees half an edition, and a swap waits for whoever is reading.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.exc import DBAPIError

from services.partner_gateway.domain import Candidate, Target
from services.partner_gateway.records.copied import Correction, Listed, Position, Withdrawal
from services.partner_gateway.records.index_file import (
    candidate,
    correct,
    has_format,
    open_file,
    position_in,
    sync,
    withdraw,
    withdrawal,
    write_all,
)
from services.partner_gateway.records.index_tables import (
    ListedRow,
    PositionRow,
    WithdrawnRow,
)
from shared.errors import Unavailable
from shared.identifiers import Kind, TruncatedId

log = structlog.get_logger()
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
    def folder(self) -> Path:
        """Where the index lies, and an edition while it is read."""
        return self._path.parent

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
        return [candidate(row) for row in rows if (row.issuer, row.list) in wanted]

    def holds(self, issuer: str, ref: str) -> bool:
        """Whether this listing is there: not withdrawn, as far as was read."""
        own = select(ListedRow.ref).where(ListedRow.issuer == issuer, ListedRow.ref == ref)
        with self._using() as connection:
            return connection.scalar(own) is not None

    def apply(self, changes: Sequence[Change], cursor: int) -> None:
        """Apply part of the feed and move the cursor, both in one transaction."""
        with self._moving(cursor=cursor) as connection:
            for change in changes:
                if isinstance(change, Withdrawal):
                    withdraw(connection, change)
                else:
                    correct(connection, change)

    def mark_read(self, at: datetime) -> None:
        """Remember when the platform was last read to its end, in real time."""
        with self._moving(read_at=at):
            pass

    def close_gap(self) -> None:
        """Recalls were made for all that was missing."""
        with self._moving(has_gap=False):
            pass

    def withdrawn_after(self, place: int, limit: int) -> list[tuple[int, Withdrawal]]:
        """Withdrawals in the order in which they came here, to make recalls from."""
        later = select(WithdrawnRow.__table__).where(WithdrawnRow.place > place)
        with self._using() as connection:
            rows = connection.execute(later.order_by(WithdrawnRow.place).limit(limit)).all()
        return [(row.place, withdrawal(row)) for row in rows]

    def install(self, rows: Iterable[Listed], position: Position) -> int:
        """Build another edition beside this one and put it in its place; how many it holds."""
        beside = self._path.with_name(self._path.name + ".new")
        beside.unlink(missing_ok=True)
        engine = open_file(beside)
        try:
            with engine.begin() as connection:
                count = write_all(connection, self._withdrawn(), rows, position)
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
        sync(beside)
        with self._lock:
            self._close()
            os.replace(beside, self._path)
            sync(self._path.parent)
            self._reopen()

    def _reopen(self) -> None:
        """Open the file; one that is damaged or of another format counts as none."""
        engine = open_file(self._path)
        try:
            with engine.connect() as connection:
                if has_format(connection):
                    self._position = position_in(connection)
                    self._engine = engine
        except DBAPIError as error:
            log.error("index_unreadable", kind=type(error).__name__)
        if self._engine is None:
            engine.dispose()

    def _withdrawn(self) -> list[dict[str, Any]]:
        if self._position is None:
            return []
        with self._using() as connection:
            rows = connection.execute(select(WithdrawnRow.__table__))
            return [dict(row) for row in rows.mappings()]

    @contextmanager
    def _using(self) -> Iterator[Connection]:
        """The one connection, in a transaction of its own."""
        with self._lock, self._opened().begin() as connection:
            yield connection

    @contextmanager
    def _moving(self, **to: Any) -> Iterator[Connection]:
        """The same, and the position moves with it; what we remember follows the commit."""
        with self._lock:
            position = replace(self.known(), **to)
            with self._opened().begin() as connection:
                yield connection
                connection.execute(update(PositionRow).values(**to))
            self._position = position

    def _opened(self) -> Engine:
        self.known()
        assert self._engine is not None  # noqa: S101 - opened where the position was read
        return self._engine
