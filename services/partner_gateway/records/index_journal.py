"""The journal beside the mapped file: what came after the edition, and where all of it stands.

A step of the feed and the cursor after it are one transaction. Which mapped file counts is a column
of the position, so that one edition takes the place of another with a commit and not in between.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from services.partner_gateway.records.copied import Head, Listed, Position, Withdrawal
from services.partner_gateway.records.index_layout import NotAnIndex
from services.partner_gateway.records.index_mapped import Key
from services.partner_gateway.records.index_since import Step
from services.partner_gateway.records.index_tables import (
    JOURNAL,
    CorrectedRow,
    HeadRow,
    IndexBase,
    PositionRow,
    WipingRow,
    WithdrawnRow,
)
from shared.database import Database, open_database

log = structlog.get_logger()
FORMAT = 2  # raised when the tables change: an older journal is begun again
LARGEST_ID = 2**31 - 1
AT_ONCE = 1_000


class Standing(NamedTuple):
    """The position, the name of the mapped file, and how many listings are held."""

    position: Position
    file: str
    listings: int


class Journal:
    """The file of what came after the edition; of one writer, beside any number of readers."""

    def __init__(self, path: Path, *, is_own: bool = True) -> None:
        """One that is damaged or of another format is begun again, without what it held.

        A reader that it does not belong to leaves it as it is: NotAnIndex.
        """
        self._path = path
        self._database = Database(open_database(f"sqlite:///{path}"))
        if not self._has_format():
            if not is_own:
                raise NotAnIndex("journal")
            self._begin_again()
        self.id = self._pragma("application_id")

    def standing(self) -> Standing | None:
        """Where all stands; None before the first edition was taken in."""
        with self._database.read() as session:
            row = session.get(PositionRow, 1)
        if row is None:
            return None
        position = Position(row.edition, row.sha256, row.cursor, row.read_at, row.has_gap)
        return Standing(position, row.file, row.listings)

    def head(self) -> Head | None:
        """The latest head that was pinned."""
        with self._database.read() as session:
            row = session.get(HeadRow, 1)
        if row is None:
            return None
        return Head(row.edition, row.as_of, row.size, row.root, row.manifest_sha256)

    def forget_head(self) -> None:
        """Whatever is signed next is believed."""
        with self._database.write() as session:
            session.execute(delete(HeadRow))

    def corrected(self) -> list[Listed]:
        """Listings that were put right since the edition."""
        with self._database.read() as session:
            rows = session.execute(select(CorrectedRow.__table__))
            return [Listed(**row) for row in rows.mappings()]

    def to_wipe(self) -> set[int]:
        """Places that a crash may have left unwiped."""
        with self._database.read() as session:
            return set(session.scalars(select(WipingRow.place)))

    def withdrawn_after(self, place: int, limit: int) -> list[tuple[int, Withdrawal]]:
        """Withdrawals in the order in which they came here."""
        later = select(WithdrawnRow.__table__).where(WithdrawnRow.place > place)
        with self._database.read() as session:
            rows = session.execute(later.order_by(WithdrawnRow.place).limit(limit)).all()
        return [(row.place, _withdrawal(row)) for row in rows]

    def latest_place(self) -> int:
        """The place of the last withdrawal that came here."""
        last = select(WithdrawnRow.place).order_by(WithdrawnRow.place.desc()).limit(1)
        with self._database.read() as session:
            return session.scalar(last) or 0

    def gone_between(self, after: int, up_to: int) -> Iterator[Key]:
        """Which listings these withdrawals ended, a thousand at a time."""
        while found := self.withdrawn_after(after, AT_ONCE):
            for after, ended in found:
                if after > up_to:
                    return
                yield ended.key

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction."""
        with self._database.write() as session:
            yield session

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _has_format(self) -> bool:
        """OperationalError, such as a full disk's, is no damage: nothing may be lost for it."""
        try:
            return self._pragma("user_version") == FORMAT
        except OperationalError:
            raise
        except DatabaseError as error:
            log.error("index_unreadable", kind=type(error).__name__)
            return False

    def _begin_again(self) -> None:
        self.close()
        for end in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + end).unlink(missing_ok=True)
        self._database = Database(open_database(f"sqlite:///{self._path}"))
        with self._database.engine.begin() as connection:
            IndexBase.metadata.create_all(connection, tables=JOURNAL)
            own = secrets.randbelow(LARGEST_ID) + 1
            connection.exec_driver_sql(f"PRAGMA application_id = {own}")
            connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")

    def _pragma(self, name: str) -> int:
        with self._database.engine.connect() as connection:
            return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def keep_step(session: Session, step: Step) -> None:
    """A part of the feed; what is to be wiped is noted, so that a crash does not forget it."""
    if step.withdrawn:
        values = [one.values() for one in step.withdrawn]
        session.execute(insert_or(WithdrawnRow).on_conflict_do_nothing(), values)
    for issuer, ref in step.corrected:
        own = (CorrectedRow.issuer == issuer, CorrectedRow.ref == ref)
        session.execute(delete(CorrectedRow).where(*own))
    _put(session, CorrectedRow, (row.values() for row in step.corrected.values() if row))
    _put(session, WipingRow, ({"place": place} for place in step.wiped))


def forget_wiped(session: Session) -> None:
    """The disk no longer has any of what was to be wiped."""
    session.execute(delete(WipingRow))


def keep_position(session: Session, **to: Any) -> None:
    """Move some of the position."""
    session.execute(update(PositionRow).values(**to))


def keep_head(session: Session, head: Head) -> None:
    """Pin a head in place of the one before."""
    session.execute(delete(HeadRow))
    session.execute(insert(HeadRow).values(id=1, **head.values()))


def keep_standing(session: Session, now: Standing, corrected: Sequence[Listed]) -> None:
    """Another mapped file counts from this commit on."""
    for table in (PositionRow, CorrectedRow, WipingRow):
        session.execute(delete(table))
    values = {**now.position.values(), "file": now.file, "listings": now.listings}
    session.execute(insert(PositionRow).values(id=1, **values))
    _put(session, CorrectedRow, (row.values() for row in corrected))


def _put(session: Session, table: type[IndexBase], values: Iterable[dict[str, Any]]) -> None:
    if rows := list(values):
        session.execute(insert(table), rows)


def _withdrawal(row: Row[Any]) -> Withdrawal:
    return Withdrawal(row.issuer, row.ref, row.cause, row.withdrawn_at)
