"""What an authority and the platform compare to find what got lost on the way.

A digest is {date, count, sha256}: the hash runs over the sorted `reference:version` of every
listing that stands on that date. Where the two differ, the authority says everything again.
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from shared.ledger.acts import ActRow, ListingRow, standing_on


class Digest(BaseModel):
    """All that stands at one authority on one date, in one hash."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: date
    count: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def digest(day: date, standing: Iterable[tuple[str, int]]) -> Digest:
    """The digest of (reference, version) pairs that stand on a day."""
    lines = sorted(f"{ref}:{version}" for ref, version in standing)
    whole = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return Digest(date=day, count=len(lines), sha256=whole)


def digest_here(session: Session, day: date) -> Digest:
    """What this authority itself holds to be standing, of what is meant for the stream."""
    standing = (
        select(ListingRow.ref, ListingRow.version).join(ActRow, _last_act()).where(standing_on(day))
    )
    return digest(day, ((ref, version) for ref, version in session.execute(standing)))


def say_again(session: Session, day: date) -> int:
    """Put the last act of every listing not yet past its date back into the outbox.

    Withdrawals are said again too: the platform must not keep what it was never told is over.
    """
    current = select(ActRow).join(ListingRow, _last_act())
    rows = session.scalars(current.where(ListingRow.stands_until > day)).all()
    for row in rows:
        row.published_at = None
    return len(rows)


def _last_act() -> ColumnElement[bool]:
    """A listing and the act that made it what it is; one that never leaves has none."""
    return and_(ActRow.ref == ListingRow.ref, ActRow.version == ListingRow.version)
