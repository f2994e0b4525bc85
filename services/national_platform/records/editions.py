"""Editions: which listings one carries, and the manifests of all there ever were."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from services.national_platform.records import search_keys
from services.national_platform.records.register import is_shown
from services.national_platform.records.tables import EditionRow, ListingRow

LINE = ("issuer", "ref", "version", "list", "kind", "effect", "publication", "reason", "name",
        "truncated_id", "listed_on", "shown_until")  # fmt: skip
ROWS_AT_ONCE = 1000


def latest(session: Session) -> EditionRow | None:
    """The current edition, if one has come out."""
    return session.scalar(select(EditionRow).order_by(EditionRow.id.desc()).limit(1))


def named(session: Session, edition_id: str) -> EditionRow | None:
    """The manifest of one edition, however old."""
    return session.get(EditionRow, edition_id)


def recent(session: Session, limit: int) -> Sequence[EditionRow]:
    """The latest editions, newest first."""
    return session.scalars(select(EditionRow).order_by(EditionRow.id.desc()).limit(limit)).all()


def bring_out(session: Session, edition_id: str, today: date) -> None:
    """Let the edition carry all that stands today, with the dates it has by now."""
    stands = (
        ListingRow.withdrawn_at.is_(None),
        ListingRow.listed_on <= today,
        ListingRow.stands_until > today,
        or_(ListingRow.in_edition.is_(None), ListingRow.shown_until != ListingRow.stands_until),
    )
    session.execute(
        update(ListingRow)
        .where(*stands)
        .values(
            in_edition=func.coalesce(ListingRow.in_edition, edition_id),
            shown_until=ListingRow.stands_until,
        )
        .execution_options(synchronize_session=False)
    )
    search_keys.file_shown(session)


def forget_ended(session: Session, today: date) -> None:
    """Empty name, mask and reason of listings whose last day has passed."""
    ended = (ListingRow.stands_until <= today, ListingRow.name.is_not(None))
    search_keys.forget(session, select(ListingRow.ref, ListingRow.issuer).where(*ended))
    session.execute(
        update(ListingRow)
        .where(*ended)
        .values(name=None, truncated_id=None, reason=None)
        .execution_options(synchronize_session=False)
    )


def lines(session: Session, today: date) -> Iterator[dict[str, Any]]:
    """What the edition says, listing by listing, in order of issuer and reference."""
    columns = [getattr(ListingRow, name) for name in LINE]
    shown = select(*columns).where(is_shown(today)).order_by(ListingRow.issuer, ListingRow.ref)
    for row in session.execute(shown.execution_options(yield_per=ROWS_AT_ONCE)):
        line = dict(zip(LINE, row, strict=True))
        yield line | {"stands_until": line.pop("shown_until")}
