"""The feed of withdrawals and corrections, numbered by one writer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.orm import Session

from services.national_platform.domain.register import Telling
from services.national_platform.records.state import state
from services.national_platform.records.tables import EditionRow, FeedRow, ListingRow
from shared.contract import Act, Cause, Publication

TABLE = cast(Table, FeedRow.__table__)  # whole batches go past the ORM's bookkeeping


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the feed, with name and mask as the register holds them now."""

    seq: int
    act: Act
    issuer: str
    ref: str
    version: int
    at: datetime
    cause: Cause | None
    publication: Publication
    name: str | None
    truncated_id: str | None


def append(session: Session, tellings: Sequence[Telling], now: datetime) -> int:
    """Number and keep what readers must be told; the feed's last number.

    The numbers are given in the transaction that makes the change, and one transaction writes at a
    time, so a reader never sees a number before a lower one.
    """
    where = state(session)
    rows = [
        {"seq": seq, "kept_at": now, **_row(telling)}
        for seq, telling in enumerate(tellings, where.last_seq + 1)
    ]
    if rows:
        session.execute(insert(TABLE), rows)
        where.last_seq += len(rows)
    return where.last_seq


def _row(telling: Telling) -> dict[str, object]:
    listing = telling.held
    return {
        "act": telling.act,
        "ref": listing.ref,
        "issuer": listing.issuer,
        "version": listing.version,
        "at": telling.at,
        "cause": listing.cause if telling.act is Act.WITHDRAWN else None,
    }


def after(session: Session, seq: int, limit: int) -> list[Told]:
    """Lines after a number, in order.

    A correction of a listing that was withdrawn since has no name any more.
    """
    lines = (
        select(FeedRow, ListingRow.publication, ListingRow.name, ListingRow.truncated_id)
        .join(ListingRow, (ListingRow.ref == FeedRow.ref) & (ListingRow.issuer == FeedRow.issuer))
        .where(FeedRow.seq > seq)
        .order_by(FeedRow.seq)
        .limit(limit)
    )
    return [_told(*row) for row in session.execute(lines)]


def _told(row: FeedRow, publication: str, name: str | None, truncated_id: str | None) -> Told:
    is_correction = row.act == Act.CORRECTED
    return Told(
        seq=row.seq,
        act=Act(row.act),
        issuer=row.issuer,
        ref=row.ref,
        version=row.version,
        at=row.at,
        cause=Cause(row.cause) if row.cause else None,
        publication=Publication(publication),
        name=name if is_correction else None,
        truncated_id=truncated_id if is_correction else None,
    )


def reaches(session: Session, seq: int) -> bool:
    """Whether a reader who has read up to this number can go on without missing anything.

    Numbers follow one another but for the gap that a restore leaves. A place inside it was given
    by a register that is lost, whose lines the reader must not take for ours.
    """
    where = state(session)
    if seq in (where.pruned_through, where.last_seq):
        return True
    if not where.pruned_through < seq < where.last_seq:
        return False
    is_edition = select(EditionRow.id).where(EditionRow.feed_seq == seq).exists()
    is_line = select(FeedRow.seq).where(FeedRow.seq == seq).exists()
    return bool(session.scalar(select(is_line | is_edition)))


def prune(session: Session, before: datetime) -> None:
    """Forget lines that came before an instant, and remember how far that went."""
    old = FeedRow.kept_at < before
    last = session.scalar(select(func.max(FeedRow.seq)).where(old))
    if last is not None:
        session.execute(delete(FeedRow).where(FeedRow.seq <= last))
        state(session).pruned_through = last
