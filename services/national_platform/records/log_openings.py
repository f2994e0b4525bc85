"""The salts: made with an act, gone with its listing.

A leaf of the log can be opened while its salt is here. The next act about a listing takes the
place of the one before; a withdrawal does so too, with a salt of its own that opens an act without
a party in it; the end of a listing leaves nothing.
"""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services.national_platform.domain.commitments import Heard, Terms, content_heard, terms_of
from services.national_platform.records import log
from services.national_platform.records.log_tables import OpeningRow
from services.national_platform.records.tables import ListingRow
from shared.contract import Act
from shared.proving.acts import SALT_BYTES, leaf_of
from shared.proving.canonical import plain_bytes

TABLE = cast(Table, OpeningRow.__table__)
KEY = ("ref", "issuer")


def commit(session: Session, heard: Sequence[Heard]) -> None:
    """Put each act into the log, in the order in which they were believed.

    The salt of an act that cannot be opened is forgotten here and now.
    """
    if not heard:
        return
    salts = _salts(len(heard))
    leaves = [
        leaf_of(salt, plain_bytes(content_heard(one)))
        for one, salt in zip(heard, salts, strict=True)
    ]
    first = log.append(session, leaves)
    rows = {
        one.word.key: _row(one, first + number, salts[number])
        for number, one in enumerate(heard)
        if one.can_be_opened
    }
    if rows:
        session.execute(_replacing(session), list(rows.values()))


def _salts(count: int) -> list[bytes]:
    """All from one draw: each costs a call to the system otherwise."""
    drawn = secrets.token_bytes(count * SALT_BYTES)
    return [drawn[at : at + SALT_BYTES] for at in range(0, len(drawn), SALT_BYTES)]


def _row(heard: Heard, index: int, salt: bytes) -> dict[str, Any]:
    terms = terms_of(heard.word)
    return {
        "ref": heard.after.ref,
        "issuer": heard.after.issuer,
        "version": terms.version,
        "act": terms.act,
        "at": terms.at,
        "reason": terms.reason,
        "listed_on": terms.listed_on,
        "stands_until": terms.stands_until,
        "log_index": index,
        "salt": salt,
    }


def _replacing(session: Session) -> Any:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = sqlite.insert(TABLE) if is_sqlite else postgresql.insert(TABLE)
    new = statement.excluded
    values = {column.name: new[column.name] for column in TABLE.c if column.name not in KEY}
    return statement.on_conflict_do_update(index_elements=KEY, set_=values)


def opening(session: Session, issuer: str, ref: str) -> OpeningRow | None:
    """What opens the one leaf of this listing that can be opened, if any can."""
    return session.scalar(select(OpeningRow).where(OpeningRow.ref == ref).filter_by(issuer=issuer))


def terms_kept(row: OpeningRow) -> Terms:
    """What the opened act said beside name and mask."""
    return Terms(
        act=Act(row.act),
        version=row.version,
        at=row.at,
        reason=row.reason,
        listed_on=row.listed_on,
        stands_until=row.stands_until,
    )


def forget_ended(session: Session, today: date) -> None:
    """Delete the salts of listings whose last day has passed, before their names are emptied."""
    ended = select(ListingRow.ref, ListingRow.issuer).where(
        ListingRow.stands_until <= today, ListingRow.name.is_not(None)
    )
    session.execute(delete(TABLE).where(tuple_(TABLE.c.ref, TABLE.c.issuer).in_(ended)))
