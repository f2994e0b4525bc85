"""The platform's tables: the register, what was heard, what readers are told."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import Instant
from shared.house import BIG_KEY
from shared.inventory import held, table
from shared.origin import ours, paper

SECTION = "Public shaming on a national publication platform"
MASKED = ours("Truncated before it leaves the issuer, not only for public view.", floor=True)
PROVES = ours("One signature covers the head of the log and the manifest, so both can be checked.")
READERS = "everybody for public lists, the gateway for all, localities for organisations of theirs"


class PlatformBase(DeclarativeBase):
    """Tables of the platform alone."""


class ListingRow(PlatformBase):
    """One listing of the register, or the tombstone of one that was withdrawn."""

    __tablename__ = "listings"
    __table_args__ = table(
        "The register: what issuers say of a party, in four fields.",
        kept="while it stands; of a withdrawn one only reference, dates and cause",
        mark=paper(SECTION),
    )
    # The reference stands first in the key: a batch asks for many of them at once.
    ref: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("the issuer's opaque reference", goes_to=READERS)
    )
    issuer: Mapped[str] = mapped_column(
        String(32), primary_key=True, info=held("who lists", goes_to=READERS)
    )
    list: Mapped[str] = mapped_column(String(64), info=held("on which list", goes_to=READERS))
    kind: Mapped[str] = mapped_column(
        String(16), info=held("person or organisation", goes_to=READERS)
    )
    effect: Mapped[str] = mapped_column(
        String(16), info=held("adverse or favourable", goes_to=READERS)
    )
    publication: Mapped[str] = mapped_column(
        String(16), info=held("shared or public: who may read it")
    )
    reason: Mapped[str | None] = mapped_column(
        String(64), info=held("ground, as a code of the issuer's rulebook", goes_to=READERS)
    )
    name: Mapped[str | None] = mapped_column(
        String(100),
        index=True,
        info=held("the party's name; emptied at withdrawal", goes_to=READERS, personal=True),
    )
    truncated_id: Mapped[str | None] = mapped_column(
        String(18),
        index=True,
        info=held(
            "the masked number; emptied at withdrawal", goes_to=READERS, personal=True, mark=MASKED
        ),
    )
    listed_on: Mapped[date] = mapped_column(Date, info=held("first day", goes_to=READERS))
    stands_until: Mapped[date] = mapped_column(
        Date, info=held("first day on which it no longer stands, by its issuer's last word")
    )
    version: Mapped[int] = mapped_column(info=held("number of the last act heard"))
    terms_version: Mapped[int] = mapped_column(info=held("number of the act that set its dates"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(
        Instant, info=held("when its issuer withdrew it", goes_to=READERS)
    )
    cause: Mapped[str | None] = mapped_column(
        String(32), info=held("why it was withdrawn", goes_to=READERS)
    )
    in_edition: Mapped[str | None] = mapped_column(
        String(16), info=held("the edition that showed it first", goes_to=READERS)
    )
    shown_until: Mapped[date | None] = mapped_column(
        Date, info=held("first day on which it is no longer shown", goes_to=READERS)
    )
    log_index: Mapped[int | None] = mapped_column(
        BIG_KEY,
        info=held(
            "place in the log of the act that can be opened; none if it is older than the log",
            goes_to="whoever asks for its proof",
            mark=ours("So that the log needs no index of references, and forgets with the row."),
        ),
    )


class InboxRow(PlatformBase):
    """One notice taken in: the same one again changes nothing."""

    __tablename__ = "inbox"
    __table_args__ = {  # noqa: RUF012 - SQLAlchemy reads it once
        **table(
            "Which notices were taken in, so that a repeat does nothing.",
            kept="as long as the listing's row",
            mark=ours("The stream may say a thing twice."),
        ),
        "sqlite_with_rowid": False,  # the key is all there is
    }
    ref: Mapped[str] = mapped_column(String(64), primary_key=True, info=held("which listing"))
    issuer: Mapped[str] = mapped_column(String(32), primary_key=True, info=held("whose"))
    version: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, info=held("the act's number within its listing")
    )


class FeedRow(PlatformBase):
    """One withdrawal or correction; names stand in the register only, which can forget them."""

    __tablename__ = "feed"
    __table_args__ = table(
        "Withdrawals and corrections in the order in which they came.",
        kept="as long as `feed-kept` in the rulebook says",
        mark=ours("A withdrawal never waits for the next edition.", floor=True),
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=False, info=held("order", goes_to=READERS)
    )
    act: Mapped[str] = mapped_column(
        String(16), info=held("withdrawn or corrected", goes_to=READERS)
    )
    ref: Mapped[str] = mapped_column(String(64), info=held("which listing", goes_to=READERS))
    issuer: Mapped[str] = mapped_column(String(32), info=held("whose", goes_to=READERS))
    version: Mapped[int] = mapped_column(info=held("the act's number", goes_to=READERS))
    at: Mapped[datetime] = mapped_column(
        Instant, info=held("when, by the issuer's clock", goes_to=READERS)
    )
    cause: Mapped[str | None] = mapped_column(
        String(32), info=held("why it was withdrawn", goes_to=READERS)
    )
    kept_at: Mapped[datetime] = mapped_column(
        Instant, index=True, info=held("when it came here, for forgetting")
    )


class StateRow(PlatformBase):
    """Where the register stands; one row."""

    __tablename__ = "register_state"
    __table_args__ = table(
        "Where the register stands.",
        kept="for ever",
        mark=ours("Operation of the model: one writer of the sequence."),
    )
    id: Mapped[int] = mapped_column(primary_key=True, info=held("always 1"))
    began_at: Mapped[datetime] = mapped_column(Instant, info=held("when it began to listen"))
    last_seq: Mapped[int] = mapped_column(
        BIG_KEY, info=held("the feed's last number", goes_to=READERS)
    )
    pruned_through: Mapped[int] = mapped_column(
        BIG_KEY, info=held("the last number that the feed has forgotten")
    )
    evaluations_seq: Mapped[int] = mapped_column(
        BIG_KEY,
        server_default="0",
        info=held("the last number of what went down", goes_to="localities"),
    )
    evaluations_pruned_through: Mapped[int] = mapped_column(
        BIG_KEY, server_default="0", info=held("the last end among these that is forgotten")
    )
    search_keys_made_by: Mapped[str | None] = mapped_column(
        String(100), info=held("which rules and libraries made the search keys")
    )
    restored_at_digest: Mapped[int | None] = mapped_column(
        BIG_KEY, info=held("the last comparison before it was put back from a copy, until whole")
    )


class EditionRow(PlatformBase):
    """The manifest of one edition; only the latest one's files exist."""

    __tablename__ = "editions"
    __table_args__ = table(
        "What each edition was: when, how many, and the hashes of its files.",
        kept="for ever",
        mark=paper(SECTION),
    )
    id: Mapped[str] = mapped_column(
        String(16),
        primary_key=True,
        info=held("the month it came out, or the minute of a live one", goes_to="everybody"),
    )
    as_of: Mapped[datetime] = mapped_column(
        Instant, info=held("the instant it is true at", goes_to="everybody")
    )
    made_at: Mapped[datetime] = mapped_column(
        Instant, info=held("when it was written, in real time", goes_to="everybody")
    )
    feed_seq: Mapped[int] = mapped_column(
        BIG_KEY, info=held("the feed's last number that it contains", goes_to="everybody")
    )
    counts: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, info=held("how many listings by issuer and list", goes_to="everybody")
    )
    files: Mapped[dict[str, dict[str, Any]]] = mapped_column(
        JSON,
        info=held("hash of each file; size and lines of the public ones", goes_to="everybody"),
    )
    # Empty for the editions of the time before the log.
    log_size: Mapped[int | None] = mapped_column(
        BIG_KEY, info=held("how many acts the log held", goes_to="everybody", mark=PROVES)
    )
    log_root: Mapped[str | None] = mapped_column(
        String(64), info=held("root of the log's tree", goes_to="everybody", mark=PROVES)
    )
    manifest: Mapped[str | None] = mapped_column(
        Text, info=held("the manifest as it was hashed", goes_to="everybody", mark=PROVES)
    )
    checkpoint: Mapped[str | None] = mapped_column(
        Text, info=held("signed head of the log and manifest", goes_to="everybody", mark=PROVES)
    )
