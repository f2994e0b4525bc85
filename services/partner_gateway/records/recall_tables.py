"""Recalls and what became of them, and who must still hear of a withdrawal one day."""

from datetime import date, datetime

from sqlalchemy import Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.partner_gateway.records.tables import RECALLS, GatewayBase
from shared.database import Instant
from shared.house import BIG_KEY
from shared.inventory import held, table


class Recall(GatewayBase):
    """A partner that was told of a listing is told of its withdrawal, and answers what it did."""

    __tablename__ = "recalls"
    __table_args__ = (
        UniqueConstraint("partner", "issuer", "ref"),
        # Who has not answered yet, and since when; how fast the others did; what is old.
        Index("recalls_unanswered", "acknowledged_at", "partner", "withdrawn_at"),
        Index("recalls_lag", "partner", "lag_seconds"),
        Index("recalls_age", "withdrawn_at"),
        table(
            "Withdrawals of listings a partner was told of, and what it did about them.",
            kept="two years; longer only while a decision that it takes back is kept",
            mark=RECALLS,
        )
        # A partner reads on from a number: it must not come again when all before is forgotten.
        | {"sqlite_autoincrement": True},
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order", goes_to="the partner")
    )
    partner: Mapped[str] = mapped_column(
        String(64), index=True, info=held("who was told", goes_to="the party; auditor")
    )
    issuer: Mapped[str] = mapped_column(
        String(64), info=held("who had listed", goes_to="the partner; the party")
    )
    ref: Mapped[str] = mapped_column(
        String(64), info=held("which listing", goes_to="the partner; the party")
    )
    cause: Mapped[str] = mapped_column(
        String(32), info=held("why it was withdrawn", goes_to="the partner; the party")
    )
    withdrawn_at: Mapped[datetime] = mapped_column(
        Instant, info=held("when it was withdrawn", goes_to="the partner; the party")
    )
    acknowledged_at: Mapped[datetime | None] = mapped_column(
        Instant, info=held("when the partner answered", goes_to="the partner; the party")
    )
    done: Mapped[str | None] = mapped_column(
        String(32), info=held("what it did, one of three words", goes_to="the partner; the party")
    )
    lag_seconds: Mapped[int | None] = mapped_column(
        info=held("from the withdrawal to the answer, for the median", goes_to="auditor")
    )


class RecallsMade(GatewayBase):
    """Up to which withdrawal the recalls have been made."""

    __tablename__ = "recalls_made"
    __table_args__ = table(
        "Up to which withdrawal the recalls have been made.", kept="for ever", mark=RECALLS
    )
    id: Mapped[int] = mapped_column(
        primary_key=True, info=held("of which index: each replica has one of its own")
    )
    place: Mapped[int] = mapped_column(BIG_KEY, info=held("its place among those that came here"))


class Telling(GatewayBase):
    """A partner was once told of a listing that may still stand; by whom it was asked is gone."""

    __tablename__ = "tellings"
    __table_args__ = (
        UniqueConstraint("issuer", "ref", "partner"),
        table(
            "Who was told of a listing in a decision that is forgotten, to recall it all the same.",
            kept="until the listing is recalled, or its last day as it was told",
            mark=RECALLS,
        ),
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    partner: Mapped[str] = mapped_column(String(64), info=held("who was told"))
    issuer: Mapped[str] = mapped_column(
        String(64), info=held("who listed", goes_to="the partner, in the recall")
    )
    ref: Mapped[str] = mapped_column(
        String(64), info=held("which listing", goes_to="the partner, in the recall")
    )
    stands_until: Mapped[date] = mapped_column(
        Date, info=held("first day on which it no longer stands")
    )
