"""One database per service: SQLite in one file, or PostgreSQL, behind the same sessions.

Parameters never show in errors or logs. On SQLite every transaction that may write takes the write
lock at its start, so that two requests never fail halfway for want of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, TypeDecorator, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

# What is deleted or emptied is overwritten in the file: forgetting is more than not showing.
# A commit waits for the disk. The log is folded into the file at 32 MiB instead of 4, so that not
# every large batch waits for it twice.
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "wal_autocheckpoint=8000",
    "foreign_keys=ON",
    "secure_delete=ON",
    "busy_timeout=30000",
)
WRITER = 1  # the number of the advisory lock; each service has a database of its own


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept and returned in UTC on either database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time: it is a bug waiting for a time zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a naive time cannot be kept")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; it was UTC."""
        if value is None:
            return None
        aware: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC)


def open_database(url: str) -> Engine:
    """An engine with durable commits and no parameters in its errors."""
    if url.startswith("sqlite"):
        return _open_sqlite(url)
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=20)
    event.listen(engine, "begin", _take_advisory_lock)
    return engine


def _open_sqlite(url: str) -> Engine:
    path = url.removeprefix("sqlite:///")
    if path and path != url:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": 30, "check_same_thread": False}
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _take_write_lock)
    return engine


def _set_up_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _take_write_lock(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN" if _only_reads(connection) else "BEGIN IMMEDIATE")


def _take_advisory_lock(connection: Any) -> None:
    """PostgreSQL's way to what BEGIN IMMEDIATE is on SQLite: held until commit or rollback."""
    if not _only_reads(connection):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")


def _only_reads(connection: Any) -> bool:
    return bool(connection.get_execution_options().get("reads_only"))


class Database:
    """The one way to this service's tables: a transaction to write in, one to read in."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writers = sessionmaker(engine, expire_on_commit=False)
        self._readers = sessionmaker(
            engine.execution_options(reads_only=True), expire_on_commit=False
        )

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction, committed at the end, rolled back on any error.

        One writer at a time on either database, so that what a transaction read stays true until
        it commits and a sequence never shows a later number before an earlier one.
        """
        with self._writers.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view that blocks no writer."""
        with self._readers() as session:
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
