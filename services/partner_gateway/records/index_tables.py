"""The gateway's copy of the register, in a file of its own that can be built again at any time."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import Instant
from shared.inventory import held, table
from shared.origin import ours, paper

SECTION = "Public shaming on a national publication platform"
PAPER = paper(SECTION)


class IndexBase(DeclarativeBase):
    """Tables of the index file."""


class ListedRow(IndexBase):
    """One listing of the latest edition, less what was withdrawn since."""

    __tablename__ = "index_listings"
    __table_args__ = (
        Index("by_name_and_mask", "name", "truncated_id"),
        table(
            "The latest edition, to find which listings may be about a party.",
            kept="until the next edition, or its withdrawal",
            mark=ours("The paper names no gateway; partners would each keep a copy."),
        ),
    )
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
