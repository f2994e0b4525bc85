"""The salts: made with an act, gone with its listing.

A leaf of the log can be opened while its salt is here. The next act about a listing takes the
place of the one before; a withdrawal does so too, with a salt of its own that opens an act without
a party in it; the end of a listing leaves nothing.
"""

import secrets
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import cast

from sqlalchemy import Dialect, Table, delete, select
from sqlalchemy.orm import Session

from services.national_platform.domain.commitments import Heard, Terms, content, terms_of
from services.national_platform.records import log
from services.national_platform.records.log_tables import OpeningRow
from services.national_platform.records.tables import ListingRow
from shared.proving.acts import SALT_BYTES, leaf_of
from shared.proving.canonical import in_order

TABLE = cast(Table, OpeningRow.__table__)
Key = tuple[str, str]  # issuer, reference
Row = tuple[int | str | bytes | None, ...]


def commit(session: Session, heard: Sequence[Heard]) -> dict[Key, int]:
    """Put each act into the log, in the order in which they were believed.

    Says where in the log the act of each listing stands that can be opened now; the salt of any
    other is forgotten here and at once.
    """
    if not heard:
        return {}
    said = [terms_of(one.word) for one in heard]
    salts = _salts(len(heard))
    leaves = [_leaf(*parts) for parts in zip(heard, said, salts, strict=True)]
    first = log.append(session, leaves)
    last = {one.word.key: number for number, one in enumerate(heard) if one.can_be_opened}
    _forget_replaced(session, heard)
    _keep(session, [_row(first + at, heard[at], said[at], salts[at]) for at in last.values()])
    return {key: first + at for key, at in last.items()}


def _salts(count: int) -> list[bytes]:
    """All from one draw: each costs a call to the system otherwise."""
    drawn = secrets.token_bytes(count * SALT_BYTES)
    return [drawn[at : at + SALT_BYTES] for at in range(0, len(drawn), SALT_BYTES)]


def _leaf(heard: Heard, terms: Terms, salt: bytes) -> bytes:
    notice = heard.word.notice
    return leaf_of(salt, in_order(content(terms, heard.after, notice.name, notice.truncated_id)))


def _row(place: int, heard: Heard, terms: Terms, salt: bytes) -> Row:
    """A row in the order of the table's columns."""
    return (place, heard.after.ref, heard.after.issuer, *terms, salt)


def _keep(session: Session, rows: Sequence[Row]) -> None:
    """Straight to the driver: every value is one already that both databases take as it is."""
    if rows:
        connection = session.connection()
        connection.exec_driver_sql(_insertion(connection.dialect), list(rows))


@cache
def _insertion(dialect: Dialect) -> str:
    """The statement with parameters by place, as the driver reads it."""
    names, mark = TABLE.c.keys(), "?" if dialect.positional else "%s"
    return (
        f"INSERT INTO {TABLE.name} ({', '.join(names)})"  # noqa: S608 - our own names
        f" VALUES ({', '.join([mark] * len(names))})"
    )


def _forget_replaced(session: Session, heard: Sequence[Heard]) -> None:
    """What opened these listings until now opens nothing any more."""
    befores = (one.before for one in heard if one.can_be_opened)
    old = {one.log_index for one in befores if one is not None and one.log_index is not None}
    if old:
        session.execute(delete(TABLE).where(TABLE.c.log_index.in_(old)))


def opening(session: Session, log_index: int | None) -> OpeningRow | None:
    """What opens the leaf at this place, if it can be opened."""
    return session.get(OpeningRow, log_index) if log_index is not None else None


def terms_kept(row: OpeningRow) -> Terms:
    """What the opened act said beside name and mask."""
    return Terms(row.version, row.act, row.at, row.reason, row.listed_on, row.stands_until)


def forget_ended(session: Session, today: date) -> None:
    """Delete the salts of listings whose last day has passed; called before they are emptied."""
    ended = select(ListingRow.log_index).where(
        ListingRow.stands_until <= today,
        ListingRow.name.is_not(None),
        ListingRow.log_index.is_not(None),
    )
    session.execute(delete(TABLE).where(TABLE.c.log_index.in_(ended)))
