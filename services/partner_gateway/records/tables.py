"""The log of decisions, the count of distinct numbers, stopped partners."""

from datetime import date, datetime

from sqlalchemy import Date, Float, ForeignKey, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from shared.database import Instant
from shared.house import BIG_KEY
from shared.inventory import held, table
from shared.origin import ours, paper

SECTION = "Joint punishment as coercive arm"
LOG = ours("Every question is shown to whom it was about.", floor=True)
GUESSES = ours("Nobody may turn a mask into a number by asking.", floor=True)
RECALLS = ours("The paper found copies that circulate beyond any update.", floor=True)
TWO_YEARS = "two years"
HASH = 32  # hex digits of a keyed hash: 128 bits, half of what HMAC-SHA256 gives
LOG_KEPT = "two years, or for the two years of a recall that the partner does not answer"


class GatewayBase(DeclarativeBase):
    """The gateway's own tables."""


class Decision(GatewayBase):
    """One answered question. No name, no number: the party is a keyed hash."""

    __tablename__ = "decisions"
    __table_args__ = table("Who asked what, and what was answered.", kept=LOG_KEPT, mark=LOG)
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    id: Mapped[str] = mapped_column(
        String(64), unique=True, info=held("opaque reference", goes_to="the partner; the party")
    )
    at: Mapped[datetime] = mapped_column(
        Instant, info=held("when it was answered", goes_to="the partner; the party")
    )
    partner: Mapped[str] = mapped_column(
        String(64), index=True, info=held("who asked", goes_to="the party", mark=paper(SECTION))
    )
    measure: Mapped[str] = mapped_column(
        String(64), info=held("under which measure", goes_to="the party", mark=paper(SECTION))
    )
    mou: Mapped[str] = mapped_column(
        String(64), info=held("of which agreement", goes_to="the party", mark=paper(SECTION))
    )
    purpose: Mapped[str] = mapped_column(
        String(200), info=held("what for, in the partner's words", goes_to="the party")
    )
    outcome: Mapped[str] = mapped_column(
        String(16), info=held("what was answered", goes_to="the partner; the party")
    )
    edition: Mapped[str | None] = mapped_column(
        String(64), info=held("from which edition", goes_to="the partner; the party")
    )
    index_age_seconds: Mapped[int] = mapped_column(
        info=held("how long ago the platform was last read", goes_to="the partner")
    )
    namesakes_low: Mapped[float] = mapped_column(
        Float, info=held("expected namesakes, at least", goes_to="the partner")
    )
    namesakes_high: Mapped[float] = mapped_column(
        Float, info=held("expected namesakes, at most", goes_to="the partner")
    )
    valid_until: Mapped[datetime] = mapped_column(
        Instant, info=held("how long it may be relied on", goes_to="the partner")
    )
    party_hash: Mapped[str] = mapped_column(
        String(64),
        index=True,
        info=held("keyed hash of the number, so that the party finds its own", personal=True),
    )
    told: Mapped[list["Told"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Told.ref"
    )


class Told(GatewayBase):
    """A listing that a decision named: whoever was told of it hears when it is withdrawn."""

    __tablename__ = "decision_listings"
    __table_args__ = table(
        "Which listings a partner was told of, so that it hears of their withdrawal.",
        kept=LOG_KEPT,
        mark=RECALLS,
    )
    decision_id: Mapped[str] = mapped_column(
        ForeignKey("decisions.id", ondelete="CASCADE"),
        primary_key=True,
        info=held("which decision"),
    )
    issuer: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("who listed", goes_to="the partner")
    )
    ref: Mapped[str] = mapped_column(
        String(64), primary_key=True, index=True, info=held("which listing", goes_to="the partner")
    )
    list: Mapped[str] = mapped_column(
        String(64), info=held("on which list", goes_to="the partner", mark=paper(SECTION))
    )
    reason: Mapped[str] = mapped_column(
        String(64), info=held("ground, as a code", goes_to="the partner", mark=paper(SECTION))
    )
    listed_on: Mapped[date] = mapped_column(Date, info=held("since when", goes_to="the partner"))
    stands_until: Mapped[date] = mapped_column(
        Date, info=held("first day on which it no longer stands")
    )


class Refused(GatewayBase):
    """A question that was not answered. What it was about is not kept."""

    __tablename__ = "refusals"
    __table_args__ = table(
        "Which partner was refused, and why; nothing about any party.", kept=TWO_YEARS, mark=LOG
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    at: Mapped[datetime] = mapped_column(Instant, info=held("when"))
    partner: Mapped[str] = mapped_column(String(64), info=held("who asked"))
    measure: Mapped[str] = mapped_column(
        String(64), info=held("under which measure; empty if there is no such measure")
    )
    code: Mapped[str] = mapped_column(String(64), info=held("code of the refusal"))


class NumberAsked(GatewayBase):
    """A number that a partner asked about for one name and mask; all of it as keyed hashes."""

    __tablename__ = "numbers_asked"
    __table_args__ = (
        {
            **table(
                "How many distinct numbers a partner tried behind one name and mask.",
                kept="30 days",
                mark=GUESSES,
            ),
            "sqlite_with_rowid": False,  # the key is nearly all there is
        },
    )
    about_hash: Mapped[str] = mapped_column(
        String(HASH), primary_key=True, info=held("keyed hash of name and mask", personal=True)
    )
    partner: Mapped[str] = mapped_column(String(64), primary_key=True, info=held("who asked"))
    number_hash: Mapped[str] = mapped_column(
        String(HASH), primary_key=True, info=held("keyed hash of the number", personal=True)
    )
    asked_at: Mapped[datetime] = mapped_column(Instant, info=held("when it was last asked about"))


class Alert(GatewayBase):
    """Something an auditor must see: a partner was stopped, until an operator releases it."""

    __tablename__ = "alerts"
    __table_args__ = table("Partners that were stopped, and why.", kept="for ever", mark=GUESSES)
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order", goes_to="auditor")
    )
    partner: Mapped[str] = mapped_column(
        String(64), index=True, info=held("which partner", goes_to="auditor")
    )
    code: Mapped[str] = mapped_column(String(64), info=held("what it did", goes_to="auditor"))
    raised_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to="auditor"))
    released_at: Mapped[datetime | None] = mapped_column(
        Instant, info=held("when it was let in again", goes_to="auditor")
    )
    released_by: Mapped[str | None] = mapped_column(
        String(64), info=held("by which operator", goes_to="auditor")
    )
    reasons: Mapped[str | None] = mapped_column(
        Text, info=held("why it was let in again", goes_to="auditor")
    )
