"""Listings and the acts that made them: an authority's own truth, and its outbox.

An act and its place in the outbox are one row, written in the transaction that changes the listing:
what was decided will be said, and what was not decided cannot be.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Date, String, and_, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared.contract import Act, Cause, Effect, Envelope, Notice, Publication
from shared.database import Instant
from shared.house import BIG_KEY
from shared.identifiers import IdNumber, Kind, TruncatedId, truncate
from shared.inventory import held, table
from shared.ledger.listing import Listing
from shared.origin import ours, paper

CROSSES = "the national platform, and through it the public or the partners"
OPAQUE = "A name that says nothing about anybody."
SECTION = "Public shaming on a national publication platform"


class LedgerBase(DeclarativeBase):
    """Tables of every authority that lists."""


class ListingRow(LedgerBase):
    """One listing as it stands here, with the whole identifier that never leaves."""

    __tablename__ = "listings"
    __table_args__ = table(
        "Who is listed, on which ground, until when.",
        kept="while it stands; five years after it ended",
        mark=paper(SECTION),
    )
    ref: Mapped[str] = mapped_column(
        String(64),
        primary_key=True,
        info=held("opaque reference", goes_to=CROSSES, mark=ours(OPAQUE)),
    )
    issuer: Mapped[str] = mapped_column(
        String(64), info=held("this authority's short name", goes_to=CROSSES)
    )
    proposal_id: Mapped[str] = mapped_column(
        String(64), index=True, info=held("the proposal it came from")
    )
    list: Mapped[str] = mapped_column(String(64), info=held("which list", goes_to=CROSSES))
    reason: Mapped[str] = mapped_column(String(64), info=held("ground, as a code", goes_to=CROSSES))
    kind: Mapped[str] = mapped_column(
        String(16), info=held("person or organisation", goes_to=CROSSES)
    )
    effect: Mapped[str] = mapped_column(
        String(16), info=held("adverse or favourable", goes_to=CROSSES)
    )
    publication: Mapped[str] = mapped_column(
        String(16), info=held("shared or public", goes_to=CROSSES)
    )
    name: Mapped[str] = mapped_column(
        String(100), info=held("the party's name", goes_to=CROSSES, personal=True)
    )
    id_number: Mapped[str] = mapped_column(
        String(18),
        index=True,
        info=held(
            "the whole identifier; compared with sealed questions, never sent",
            personal=True,
            mark=ours("Only the truncated number leaves.", floor=True),
        ),
    )
    listed_on: Mapped[date] = mapped_column(Date, info=held("first day", goes_to=CROSSES))
    stands_until: Mapped[date] = mapped_column(
        Date,
        index=True,
        info=held(
            "first day on which it no longer stands",
            goes_to=CROSSES,
            mark=ours("Every listing ends on a date.", floor=True),
        ),
    )
    version: Mapped[int] = mapped_column(info=held("number of its last act", goes_to=CROSSES))
    withdrawn_on: Mapped[date | None] = mapped_column(Date, info=held("when it was withdrawn"))
    cause: Mapped[str | None] = mapped_column(
        String(32), info=held("why it was withdrawn", goes_to=CROSSES)
    )
    is_contested: Mapped[bool] = mapped_column(info=held("whether an objection is open"))


class ActRow(LedgerBase):
    """One act in the order it was done; `published_at` is empty while it waits for the stream."""

    __tablename__ = "acts"
    __table_args__ = table(
        "What was done to listings, in order, and whether the bus has it.",
        kept="five years",
        mark=ours("Act and outbox are one row, so nothing is lost between them."),
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    ref: Mapped[str] = mapped_column(String(64), index=True, info=held("which listing"))
    version: Mapped[int] = mapped_column(info=held("the act's number within its listing"))
    act: Mapped[str] = mapped_column(String(16), info=held("listed, corrected or withdrawn"))
    at: Mapped[datetime] = mapped_column(Instant, info=held("when it was done"))
    published_at: Mapped[datetime | None] = mapped_column(
        Instant, index=True, info=held("when the stream confirmed it, in real time")
    )
    stream_seq: Mapped[int | None] = mapped_column(info=held("its place in the stream"))


def _to_listing(row: ListingRow) -> Listing:
    return Listing(
        ref=row.ref,
        issuer=row.issuer,
        proposal_id=row.proposal_id,
        list=row.list,
        reason=row.reason,
        kind=Kind(row.kind),
        effect=Effect(row.effect),
        publication=Publication(row.publication),
        name=row.name,
        id_number=IdNumber(row.id_number),
        listed_on=row.listed_on,
        stands_until=row.stands_until,
        version=row.version,
        withdrawn_on=row.withdrawn_on,
        cause=Cause(row.cause) if row.cause else None,
        is_contested=row.is_contested,
    )


def listing(session: Session, ref: str) -> Listing | None:
    """The listing called `ref`, if this authority has one."""
    row = session.get(ListingRow, ref)
    return _to_listing(row) if row else None


def listings_of(session: Session, id_number: str) -> list[Listing]:
    """All listings about one identifier, oldest first."""
    about = select(ListingRow).where(ListingRow.id_number == id_number)
    return [_to_listing(row) for row in session.scalars(about.order_by(ListingRow.listed_on))]


def listings_called_any(session: Session, refs: Collection[str]) -> list[Listing]:
    """Those of these listings that this authority has."""
    called = select(ListingRow).where(ListingRow.ref.in_(refs))
    return [_to_listing(row) for row in session.scalars(called)]


def listings_of_any(session: Session, id_numbers: Collection[str]) -> list[Listing]:
    """All listings about any of these identifiers, oldest first."""
    about = select(ListingRow).where(ListingRow.id_number.in_(id_numbers))
    return [_to_listing(row) for row in session.scalars(about.order_by(ListingRow.listed_on))]


def keep(session: Session, changed: Listing) -> None:
    """Store a listing that changed without an act, such as becoming contested."""
    session.merge(ListingRow(**changed.as_row()))


def append(session: Session, changed: Listing, act: Act, at: datetime) -> None:
    """Store a listing with the act that changed it; the relay will say it to the bus."""
    keep(session, changed)
    row = ActRow(ref=changed.ref, version=changed.version, act=act, at=at)
    session.add(row)
    session.flush()


def standing_on(day: date) -> ColumnElement[bool]:
    """What `Listing.stands_on` says of one listing, as a condition on the rows of many."""
    return and_(ListingRow.withdrawn_on.is_(None), ListingRow.stands_until > day)


def follow(session: Session, changed: Listing, act: Act, at: datetime) -> None:
    """Store a listing that changed; the act is said only if the listing itself ever was.

    What was never said stands on a list that does not leave: nothing about it waits for the bus.
    """
    if is_said(session, changed.ref):
        append(session, changed, act, at)
    else:
        keep(session, changed)


def is_said(session: Session, ref: str) -> bool:
    """Whether any act on this listing was meant for the bus."""
    said = select(ActRow.seq).where(ActRow.ref == ref).limit(1)
    return session.scalars(said).first() is not None


def unpublished(session: Session, limit: int) -> Sequence[ActRow]:
    """Acts committed here that the stream has not yet confirmed, oldest first."""
    waiting = select(ActRow).where(ActRow.published_at.is_(None)).order_by(ActRow.seq)
    return session.scalars(waiting.limit(limit)).all()


def count_unpublished(session: Session) -> int:
    """How many acts wait for the stream."""
    waiting = select(func.count()).where(ActRow.published_at.is_(None))
    return session.scalar(waiting.select_from(ActRow)) or 0


def mark_published(session: Session, seq: int, stream_seq: int, at: datetime) -> None:
    """Remember that the stream has this act."""
    row = session.get_one(ActRow, seq)
    row.published_at, row.stream_seq = at, stream_seq


def words_of(session: Session, act: ActRow) -> tuple[Envelope, Notice]:
    """What crosses for an act: the frame, and the four fields as the listing has them now."""
    found = _to_listing(session.get_one(ListingRow, act.ref))
    envelope = envelope_of(found, Act(act.act), act.at)
    return replace(envelope, version=act.version), notice_of(found)


def envelope_of(found: Listing, act: Act, at: datetime) -> Envelope:
    """The frame of an act on this listing."""
    return Envelope(
        issuer=found.issuer,
        list=found.list,
        act=act,
        ref=found.ref,
        version=found.version,
        kind=found.kind,
        effect=found.effect,
        publication=found.publication,
        listed_on=found.listed_on,
        stands_until=found.stands_until,
        sent_at=at,
        cause=found.cause if act is Act.WITHDRAWN else None,
    )


def notice_of(found: Listing) -> Notice:
    """The four fields that cross."""
    masked: TruncatedId = truncate(found.kind, found.id_number)
    return Notice(name=found.name, truncated_id=masked, issuer=found.issuer, reason=found.reason)
