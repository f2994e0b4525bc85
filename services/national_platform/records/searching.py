"""Finding listings of public lists by name and mask, a page at a time, in an order that stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from services.national_platform.domain.asking import NameAsked
from services.national_platform.domain.readings import KeyKind
from services.national_platform.domain.register import Held
from services.national_platform.records.register import COLUMNS, Key, is_shown, read_rows
from services.national_platform.records.search_tables import LONGEST_KEY, SearchKeyRow
from services.national_platform.records.tables import ListingRow
from shared.contract import Publication
from shared.identifiers import Kind

LAST = "\U0010ffff"  # no text goes on with it
FIRST: Key = ("", "")


class PlaceGone(Exception):
    """The listing after which to go on is not among those found any more."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: a name, a mask, or a name among those with a mask."""

    name: NameAsked | None
    mask: str | None
    kind: Kind | None = None


def find(session: Session, wanted: Wanted, today: date, after: Key, limit: int) -> Sequence[Held]:
    """Shown listings of public lists after one of them; PlaceGone if that one is gone."""
    if wanted.name is not None and wanted.mask is None:
        found = _with_name(session, wanted.name, after)
    else:
        found = _with_mask(wanted.mask or "", wanted.name, after)
    if wanted.kind is not None:
        found = found.where(ListingRow.kind == wanted.kind)
    public = ListingRow.publication == Publication.PUBLIC
    return read_rows(session.execute(found.where(is_shown(today), public).limit(limit)))


def _with_mask(mask: str, name: NameAsked | None, after: Key) -> Select[Any]:
    """In order of issuer and reference: few people share a mask."""
    found = select(*COLUMNS).where(ListingRow.truncated_id == mask)
    if name is not None:
        found = found.where(select(SearchKeyRow.ref).where(_own_keys(), _fits(name)).exists())
    place = (ListingRow.issuer, ListingRow.ref)
    return found.where(tuple_(*place) > after).order_by(*place)


def _own_keys() -> ColumnElement[bool]:
    return and_(SearchKeyRow.ref == ListingRow.ref, SearchKeyRow.issuer == ListingRow.issuer)


def _fits(asked: NameAsked, keys: type[SearchKeyRow] = SearchKeyRow) -> ColumnElement[bool]:
    """Keys with this text, or that begin so: a range, which an index has in order."""
    text = asked.text[:LONGEST_KEY]
    same = keys.key == text
    if asked.is_prefix:
        same = and_(keys.key >= text, keys.key < text + LAST)
    return and_(keys.kind == asked.kind, same, _toned(asked, keys))


def _toned(asked: NameAsked, keys: type[SearchKeyRow]) -> ColumnElement[bool]:
    if not asked.tones:
        return true()
    end = "" if asked.is_prefix else " "
    return keys.tones.contains(f" {asked.tones}{end}", autoescape=True)


def _with_name(session: Session, asked: NameAsked, after: Key) -> Select[Any]:
    """In the order of the keys, which an index has: no page sorts what it does not show."""
    found = select(*COLUMNS).join(SearchKeyRow, _own_keys()).where(_fits(asked))
    place = (SearchKeyRow.key, SearchKeyRow.issuer, SearchKeyRow.ref)
    if after != FIRST:
        found = found.where(tuple_(*place) > (_key_of(session, asked, after), *after))
    if asked.is_prefix and asked.kind is KeyKind.SPOKEN:  # it is written in one way only
        found = found.where(_is_first(asked))
    return found.order_by(*place)


def _is_first(asked: NameAsked) -> ColumnElement[bool]:
    """A listing is found once, however many of its readings begin so."""
    other = aliased(SearchKeyRow)
    own = and_(other.ref == SearchKeyRow.ref, other.issuer == SearchKeyRow.issuer)
    return ~select(other.ref).where(own, other.key < SearchKeyRow.key, _fits(asked, other)).exists()


def _key_of(session: Session, asked: NameAsked, after: Key) -> str:
    """Under which key the last one shown was found; PlaceGone if it no longer is."""
    if not asked.is_prefix:
        return asked.text[:LONGEST_KEY]
    issuer, ref = after
    own = and_(SearchKeyRow.ref == ref, SearchKeyRow.issuer == issuer)
    found = session.scalar(select(func.min(SearchKeyRow.key)).where(own, _fits(asked)))
    if found is None:
        raise PlaceGone
    return str(found)
