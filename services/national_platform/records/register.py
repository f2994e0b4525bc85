"""The register's queries: taking notices in, and finding what may be shown."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services.national_platform.domain.register import Held
from services.national_platform.records import search_keys
from services.national_platform.records.tables import InboxRow, ListingRow
from shared.contract import Cause, Effect, Publication
from shared.identifiers import Kind

Key = tuple[str, str]  # issuer, reference
Once = tuple[str, str, int]  # issuer, reference, version

FIELDS = [field.name for field in fields(Held)]
COLUMNS = [getattr(ListingRow, name) for name in FIELDS]
TABLE = cast(Table, ListingRow.__table__)  # whole batches go past the ORM's bookkeeping
KEY = ("issuer", "ref")
# What a listing is for as long as it is one: a notice that says otherwise is refused.
FOR_GOOD = (*KEY, "list", "kind", "effect", "publication")
CHANGING = [name for name in FIELDS if name not in FOR_GOOD]
# Which fields are words of ours, and those words by what stands in the tables.
WORDS: list[tuple[int, dict[str | None, Any]]] = [
    (FIELDS.index(name), {None: None, **{word.value: word for word in kind}})
    for name, kind in (
        ("kind", Kind),
        ("effect", Effect),
        ("publication", Publication),
        ("cause", Cause),
    )
]
CHANGE = (
    update(TABLE)
    .where(TABLE.c.issuer == bindparam("its_issuer"), TABLE.c.ref == bindparam("its_ref"))
    .values({name: bindparam(name) for name in CHANGING})
)


def insert_new(session: Session, table: Any) -> Any:
    """An insert that leaves rows alone that are there already."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = sqlite.insert(table) if is_sqlite else postgresql.insert(table)
    return statement.on_conflict_do_nothing()


def taken_in(session: Session, refs: Collection[str]) -> set[Once]:
    """Which notices about these references were taken in before."""
    known = select(InboxRow.issuer, InboxRow.ref, InboxRow.version)
    return {(*row,) for row in session.execute(known.where(InboxRow.ref.in_(refs)))}


def take_in(session: Session, once: Iterable[Once]) -> None:
    """Remember that these notices were taken in."""
    rows = [{"issuer": issuer, "ref": ref, "version": version} for issuer, ref, version in once]
    if rows:
        session.execute(insert_new(session, InboxRow.__table__), rows)


def held(session: Session, refs: Collection[str]) -> dict[Key, Held]:
    """What the register holds under these references."""
    found = session.execute(select(*COLUMNS).where(ListingRow.ref.in_(refs)))
    return {(row.issuer, row.ref): _held(row) for row in found}


def add(session: Session, listings: Iterable[Held]) -> None:
    """Put listings into the register that it did not know."""
    rows = [_row(listing) for listing in listings]
    if rows:
        session.execute(insert(TABLE), rows)


def change(session: Session, listings: Sequence[Held]) -> None:
    """Store what became of listings that it knew."""
    rows = [
        {name: getattr(one, name) for name in CHANGING}
        | {"its_issuer": one.issuer, "its_ref": one.ref}
        for one in listings
    ]
    if rows:
        session.execute(CHANGE, rows)
        search_keys.follow(session, listings)


def _row(listing: Held) -> dict[str, Any]:
    return {name: getattr(listing, name) for name in FIELDS}


def _held(row: Row[Any]) -> Held:
    values = list(row)
    for place, words in WORDS:
        values[place] = words[values[place]]
    return Held(*values)


def is_shown(today: date) -> ColumnElement[bool]:
    """An edition has carried it, nobody has withdrawn it, and its last day has not passed."""
    return and_(ListingRow.withdrawn_at.is_(None), ListingRow.shown_until > today)


def listing(session: Session, issuer: str, ref: str) -> Held | None:
    """What the register holds under one reference."""
    return held(session, [ref]).get((issuer, ref))


def search(
    session: Session, wanted: dict[str, str], today: date, after: Key, limit: int
) -> Sequence[Held]:
    """Shown listings of public lists with exactly this name, mask or both, in order of key."""
    asked = _public(today).filter_by(**wanted)
    beyond = tuple_(ListingRow.issuer, ListingRow.ref) > after
    ordered = asked.where(beyond).order_by(ListingRow.issuer, ListingRow.ref)
    return read_rows(session.execute(ordered.limit(limit)))


def read_rows(rows: Iterable[Row[Any]]) -> list[Held]:
    """Rows of all columns as listings."""
    return [_held(row) for row in rows]


def count_found(session: Session, wanted: dict[str, str], today: date) -> int:
    """How many shown listings of public lists have exactly this name, mask or both."""
    asked = _public(today).filter_by(**wanted).subquery()
    return session.scalar(select(func.count()).select_from(asked)) or 0


def _public(today: date) -> Select[Any]:
    public = ListingRow.publication == Publication.PUBLIC
    return select(*COLUMNS).where(is_shown(today), public)


def standing(session: Session, issuer: str, day: date) -> Iterable[tuple[str, int]]:
    """Reference and version of all that an issuer's own word makes stand on a day."""
    stands = select(ListingRow.ref, ListingRow.version).where(
        ListingRow.issuer == issuer,
        ListingRow.withdrawn_at.is_(None),
        ListingRow.stands_until > day,
    )
    return ((ref, version) for ref, version in session.execute(stands))


def issuers_standing(session: Session, today: date) -> set[str]:
    """Who has any listing that stands."""
    stands = (ListingRow.withdrawn_at.is_(None), ListingRow.stands_until > today)
    return set(session.scalars(select(ListingRow.issuer).where(*stands).distinct()))
