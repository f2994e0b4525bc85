"""Editions: which listings one carries, and the manifests of all there ever were."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

import pyarrow as pa
from sqlalchemy import ColumnElement, Row, String, cast, func, or_, select, update
from sqlalchemy.orm import Session

from services.national_platform.domain.cadence import MONTH_LETTERS
from services.national_platform.records import log_openings, search_keys
from services.national_platform.records.edition_formats import BLOCK, COLUMNS, DATES
from services.national_platform.records.register import is_shown
from services.national_platform.records.tables import EditionRow, ListingRow
from shared.contract import Publication

ROWS_AT_ONCE = 1_000  # more of them at once and the garbage collector takes over
ROWS_IN_A_BLOCK = 50_000


def latest(session: Session) -> EditionRow | None:
    """The current edition, if one has come out."""
    return session.scalar(select(EditionRow).order_by(EditionRow.id.desc()).limit(1))


def named(session: Session, edition_id: str) -> EditionRow | None:
    """The manifest of one edition, however old."""
    return session.get(EditionRow, edition_id)


def recent(session: Session, limit: int) -> Sequence[EditionRow]:
    """The latest editions, newest first."""
    return session.scalars(select(EditionRow).order_by(EditionRow.id.desc()).limit(limit)).all()


def counted(session: Session, limit: int) -> Sequence[EditionRow]:
    """The first edition of each month, newest first: with these the register is counted.

    Live editions come out by the quarter of an hour; who compared their numbers would see single
    people come and go.
    """
    month = func.substr(EditionRow.id, 1, MONTH_LETTERS)
    first = EditionRow.id.in_(select(func.min(EditionRow.id)).group_by(month))
    newest_first = select(EditionRow).where(first).order_by(EditionRow.id.desc())
    return session.scalars(newest_first.limit(limit)).all()


def bring_out(session: Session, edition_id: str, today: date) -> None:
    """Let the edition carry all that stands today, with the dates it has by now."""
    session.execute(
        update(ListingRow)
        .where(*_waiting(today), ListingRow.listed_on <= today)
        .values(
            in_edition=func.coalesce(ListingRow.in_edition, edition_id),
            shown_until=ListingRow.stands_until,
        )
        .execution_options(synchronize_session=False)
    )
    search_keys.file_brought_out(session, edition_id)


def waits_from(session: Session, today: date) -> date | None:
    """The first day of whatever no edition carries yet, or not with its longer term."""
    return session.scalar(select(func.min(ListingRow.listed_on)).where(*_waiting(today)))


def _waiting(today: date) -> tuple[ColumnElement[bool], ...]:
    """Listings that stand, today or later, otherwise than readers know."""
    return (
        ListingRow.withdrawn_at.is_(None),
        ListingRow.stands_until > today,
        or_(ListingRow.in_edition.is_(None), ListingRow.shown_until != ListingRow.stands_until),
    )


def forget_ended(session: Session, today: date) -> None:
    """Empty name, mask and reason of listings whose last day has passed, and drop their salts."""
    log_openings.forget_ended(session, today)
    ended = (ListingRow.stands_until <= today, ListingRow.name.is_not(None))
    search_keys.forget(session, select(ListingRow.ref, ListingRow.issuer).where(*ended))
    session.execute(
        update(ListingRow)
        .where(*ended)
        .values(name=None, truncated_id=None, reason=None, log_index=None)
        .execution_options(synchronize_session=False)
    )


def blocks(session: Session, today: date, publication: Publication) -> Iterator[pa.RecordBatch]:
    """What the edition says of public or of shared lists, in order of issuer and reference."""
    shown = select(*_said()).where(
        is_shown(today), ListingRow.publication == publication, ListingRow.name.is_not(None)
    )
    ordered = shown.order_by(*_by_bytes(session, ListingRow.issuer, ListingRow.ref))
    rows = session.connection().execute(ordered.execution_options(yield_per=ROWS_AT_ONCE))
    parts = map(_block, rows.partitions())
    while block := list(islice(parts, ROWS_IN_A_BLOCK // ROWS_AT_ONCE)):
        yield pa.concat_batches(block)


def _block(rows: Sequence[Row[Any]]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    arrays = [pa.array(said, one.type) for said, one in zip(columns, BLOCK, strict=True)]
    return pa.record_batch(arrays, BLOCK)


def _said() -> Iterator[Any]:
    """The columns of a line; dates as text, which is what is written of them."""
    for name in COLUMNS:
        column = ListingRow.shown_until if name == "stands_until" else getattr(ListingRow, name)
        yield cast(column, String) if name in DATES else column


def _by_bytes(session: Session, *columns: Any) -> list[Any]:
    """The same order on every database, whatever language PostgreSQL was set up in."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return [column if is_sqlite else column.collate("C") for column in columns]
