"""The gateway's copy of the register: a mapped file, and beside it the journal of what came since.

Both can be built again at any time, from the platform's edition and feed.
"""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Integer, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import Instant
from shared.inventory import held, table
from shared.origin import ours, paper

SECTION = "Public shaming on a national publication platform"
PAPER = paper(SECTION)


class IndexBase(DeclarativeBase):
    """Tables of the index."""


class _Listing:
    """The columns of a listing."""

    issuer: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("who listed", mark=PAPER)
    )
    ref: Mapped[str] = mapped_column(String(64), primary_key=True, info=held("opaque reference"))
    list: Mapped[str] = mapped_column(String(64), info=held("on which list"))
    kind: Mapped[str] = mapped_column(String(16), info=held("person or organisation"))
    effect: Mapped[str] = mapped_column(String(16), info=held("adverse or favourable"))
    publication: Mapped[str] = mapped_column(String(16), info=held("shared or public"))
    version: Mapped[int] = mapped_column(Integer, info=held("number of its last act"))
    listed_on: Mapped[date] = mapped_column(Date, info=held("since when"))
    stands_until: Mapped[date] = mapped_column(
        Date, info=held("first day on which it no longer stands")
    )
    name: Mapped[str] = mapped_column(
        String(100), info=held("the party's name", personal=True, mark=PAPER)
    )
    truncated_id: Mapped[str] = mapped_column(
        String(18), info=held("the masked number; no whole one ever comes here", personal=True)
    )
    reason: Mapped[str] = mapped_column(
        String(64), info=held("ground, as a code", goes_to="the partner, if confirmed", mark=PAPER)
    )


class ListedRow(_Listing, IndexBase):
    """One listing of the latest edition, less what was withdrawn since.

    No table of the journal: these are the records of the mapped file, told here for the inventory.
    """

    __tablename__ = "index_listings"
    __table_args__ = table(
        "The latest edition, to find which listings may be about a party; a mapped file.",
        kept="until the next edition, or its withdrawal",
        mark=ours("The paper names no gateway; partners would each keep a copy."),
    )


class CorrectedRow(_Listing, IndexBase):
    """A listing whose name or mask was put right after the edition; it goes before the file's."""

    __tablename__ = "index_corrected"
    __table_args__ = table(
        "Listings that were put right since the edition came out.",
        kept="until an edition carries the correction, or its withdrawal",
        mark=ours("A correction takes effect at once.", floor=True),
    )


class WithdrawnRow(IndexBase):
    """A withdrawn reference; a later edition cannot bring it back."""

    __tablename__ = "index_withdrawn"
    __table_args__ = (
        UniqueConstraint("issuer", "ref"),
        table(
            "References that were withdrawn, so that no edition brings one back.",
            kept="for ever; it names nobody",
            mark=ours("A withdrawal never waits and is final.", floor=True),
        ),
    )
    place: Mapped[int] = mapped_column(primary_key=True, info=held("order in which it came here"))
    issuer: Mapped[str] = mapped_column(String(64), info=held("who had listed"))
    ref: Mapped[str] = mapped_column(String(64), info=held("which listing"))
    cause: Mapped[str] = mapped_column(
        String(32), info=held("why", goes_to="partners that were told of the listing")
    )
    withdrawn_at: Mapped[datetime] = mapped_column(
        Instant, info=held("when", goes_to="partners that were told of the listing")
    )


class PositionRow(IndexBase):
    """Which edition this is, and up to where the withdrawals have been read."""

    __tablename__ = "index_position"
    __table_args__ = table(
        "Which edition this is, and up to where the feed was read.",
        kept="for ever",
        mark=ours("Operation of the model: how old the answers are."),
    )
    id: Mapped[int] = mapped_column(primary_key=True, info=held("always 1"))
    edition: Mapped[str | None] = mapped_column(
        String(64), info=held("the edition's name; empty before the first one came out")
    )
    sha256: Mapped[str | None] = mapped_column(
        String(64), info=held("what the manifest says of its file")
    )
    cursor: Mapped[int] = mapped_column(info=held("the last withdrawal or correction read"))
    read_at: Mapped[datetime] = mapped_column(
        Instant, info=held("real time at which the platform was last read to its end")
    )
    has_gap: Mapped[bool] = mapped_column(
        Boolean, info=held("whether a part of the feed was never read")
    )
    file: Mapped[str] = mapped_column(String(64), info=held("which mapped file it is"))
    listings: Mapped[int] = mapped_column(info=held("how many listings are held"))


class WipingRow(IndexBase):
    """A record of the mapped file that must be wiped, so that a crash before it costs nothing."""

    __tablename__ = "index_wiping"
    __table_args__ = table(
        "Places in the mapped file that are about to be wiped; the next start does what is left.",
        kept="until the disk has it",
        mark=ours("Forgetting is more than not showing.", floor=True),
    )
    place: Mapped[int] = mapped_column(primary_key=True, info=held("where the record begins"))


class HeadRow(IndexBase):
    """The latest head of the platform's log that was proved here; no earlier one is believed."""

    __tablename__ = "index_head"
    __table_args__ = table(
        "Where the platform's log stood at the latest edition that was signed.",
        kept="until the next edition",
        mark=ours("Who has read a signed edition can tell whether a later one hides something."),
    )
    id: Mapped[int] = mapped_column(primary_key=True, info=held("always 1"))
    edition: Mapped[str] = mapped_column(String(64), info=held("the edition's name"))
    as_of: Mapped[str] = mapped_column(String(32), info=held("the instant it is true at"))
    size: Mapped[int] = mapped_column(info=held("how many acts the log held"))
    root: Mapped[str] = mapped_column(String(64), info=held("the root of the log's tree"))
    manifest_sha256: Mapped[str] = mapped_column(String(64), info=held("the manifest's hash"))


# What the journal holds; listings of the edition are in the mapped file.
JOURNAL = [
    IndexBase.metadata.tables[one.__tablename__]
    for one in (WithdrawnRow, PositionRow, CorrectedRow, WipingRow, HeadRow)
]
