"""Issuers that say everything again: what each word finds here, and what is left at the end."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services.national_platform.domain.checking import Word
from services.national_platform.domain.reconciling import Found, find
from services.national_platform.domain.register import Held
from services.national_platform.records.finding_tables import (
    DifferenceRow,
    DigestRow,
    RestatementRow,
    SaidAgainRow,
)
from services.national_platform.records.register import Key
from services.national_platform.records.tables import ListingRow
from shared.contract import Act

# Of each kind so many listings are named; the counts are always whole.
NAMED_OF_EACH_KIND = 50


def begin(session: Session, issuer: str, now: datetime) -> None:
    """From now on whatever this issuer says is noted."""
    end(session, issuer)
    session.add(RestatementRow(issuer=issuer, asked_at=now))


def is_open(session: Session, issuer: str) -> bool:
    """Whether this issuer was asked to say everything again and has sent no digest since."""
    return session.get(RestatementRow, issuer) is not None


def end(session: Session, issuer: str) -> None:
    """Forget what was said."""
    for table in (RestatementRow, SaidAgainRow):
        session.execute(delete(table).where(table.issuer == issuer))


def end_all(session: Session) -> None:
    """Forget what anybody was saying: these tables are older than that."""
    for table in (RestatementRow, SaidAgainRow):
        session.execute(delete(table))


def note(session: Session, words: Iterable[Word], before: Mapping[Key, Held]) -> None:
    """Hold what was said against what the register held before; nothing unless somebody was asked.

    Words are noted whether they were believed or not: one that says that a withdrawn listing stands
    is refused, and is what has to be seen. What a listing's first word found counts.
    """
    asked = set(session.scalars(select(RestatementRow.issuer)))
    latest: dict[Key, Word] = {}
    for word in words:
        if word.envelope.issuer in asked and _is_later(latest.get(word.key), word):
            latest[word.key] = word
    if latest:
        rows = [_row(word, before.get(key)) for key, word in latest.items()]
        session.execute(_upsert(session), rows)


def _is_later(known: Word | None, word: Word) -> bool:
    return known is None or known.envelope.version <= word.envelope.version


def _row(word: Word, held: Held | None) -> dict[str, Any]:
    said = word.envelope
    return {
        "issuer": said.issuer,
        "ref": said.ref,
        "version": said.version,
        "until": None if said.act is Act.WITHDRAWN else said.stands_until,
        "found": find(held, word),
        "version_here": held.version if held else None,
    }


def _upsert(session: Session) -> Any:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert: Any = (sqlite.insert if is_sqlite else postgresql.insert)(SaidAgainRow)
    later = {name: insert.excluded[name] for name in ("version", "until")}
    is_later = (
        insert.excluded.version >= SaidAgainRow.version
    )  # the stream may say old things twice
    return insert.on_conflict_do_update(
        index_elements=["issuer", "ref"], set_=later, where=is_later
    )


def said(session: Session, issuer: str, day: date) -> Iterator[tuple[str, int]]:
    """Reference and version of all that the issuer has said to stand on a day."""
    row = SaidAgainRow
    stands = select(row.ref, row.version).where(row.issuer == issuer, row.until > day)
    return ((ref, version) for ref, version in session.execute(stands))


def count_found(session: Session, issuer: str) -> dict[str, int]:
    """How many of the listings that were said again differed here, by kind."""
    row = SaidAgainRow
    differing = select(row.found, func.count()).where(row.issuer == issuer, row.found != Found.SAME)
    return {str(kind): many for kind, many in session.execute(differing.group_by(row.found))}


def count_extra(session: Session, issuer: str, day: date) -> int:
    """How many stand here by the issuer's own word and were not said again."""
    return session.scalar(_extra(issuer, day, func.count())) or 0


def name_some(session: Session, comparison: DigestRow) -> None:
    """Name the first listings of each kind that a comparison has counted."""
    for kind in sorted(comparison.found):
        for row in session.execute(_named(comparison, kind).limit(NAMED_OF_EACH_KIND)):
            named = dict(row._mapping)
            session.add(DifferenceRow(digest_seq=comparison.seq, kind=kind, **named))


def _named(comparison: DigestRow, kind: str) -> Select[Any]:
    if kind == Found.EXTRA:
        here = ListingRow.version.label("version_here")
        of_kind = _extra(comparison.issuer, comparison.day, ListingRow.ref, here)
        return of_kind.order_by(ListingRow.ref)
    row = SaidAgainRow
    wanted: list[Any] = [row.ref, row.version.label("version_there"), row.version_here]
    return (
        select(*wanted).where(row.issuer == comparison.issuer, row.found == kind).order_by(row.ref)
    )


def _extra(issuer: str, day: date, *wanted: Any) -> Select[Any]:
    row = SaidAgainRow
    same = and_(row.issuer == ListingRow.issuer, row.ref == ListingRow.ref)
    stands = (
        ListingRow.issuer == issuer,
        ListingRow.withdrawn_at.is_(None),
        ListingRow.stands_until > day,
        row.ref.is_(None),
    )
    return select(*wanted).select_from(ListingRow).outerjoin(row, same).where(*stands)
