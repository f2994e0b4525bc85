"""Counts for the auditor, of questions and refusals: made from the log, and about nobody."""

from datetime import date, datetime

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from services.partner_gateway.records.tables import GatewayBase
from shared.database import Instant
from shared.house import BIG_KEY
from shared.inventory import held, table
from shared.origin import ours

COUNTS = ours("Whoever is admitted sees how much is asked, without seeing anybody.", floor=True)
FIVE_YEARS = "five years"
AUDITOR = "auditor"


class DailyCount(GatewayBase):
    """How many questions, or refusals, of one kind a partner had on one legal day."""

    __tablename__ = "daily_counts"
    __table_args__ = table(
        "Questions and refusals of each day, so that no audit reads the whole log.",
        kept=FIVE_YEARS,
        mark=COUNTS,
    )
    day: Mapped[date] = mapped_column(
        Date, primary_key=True, info=held("which legal day", goes_to=AUDITOR)
    )
    kind: Mapped[str] = mapped_column(
        String(16), primary_key=True, info=held("question or refusal", goes_to=AUDITOR)
    )
    partner: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("who asked", goes_to=AUDITOR)
    )
    measure: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("under which measure", goes_to=AUDITOR)
    )
    outcome: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("outcome, or the refusal's code", goes_to=AUDITOR)
    )
    count: Mapped[int] = mapped_column(BIG_KEY, info=held("how many", goes_to=AUDITOR))


class PartyHour(GatewayBase):
    """About how many distinct parties a partner asked within one hour."""

    __tablename__ = "party_hours"
    __table_args__ = table(
        "How many distinct parties a partner asked about in an hour, and how many were listed.",
        kept=FIVE_YEARS,
        mark=COUNTS,
    )
    began_at: Mapped[datetime] = mapped_column(
        Instant, primary_key=True, info=held("which hour", goes_to=AUDITOR)
    )
    partner: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("who asked", goes_to=AUDITOR)
    )
    parties: Mapped[int] = mapped_column(
        BIG_KEY, info=held("how many distinct parties", goes_to=AUDITOR)
    )
    listed: Mapped[int] = mapped_column(
        BIG_KEY, info=held("how many of them were confirmed as listed", goes_to=AUDITOR)
    )


class CountedUpTo(GatewayBase):
    """Up to which row of the log the counts go."""

    __tablename__ = "counted_up_to"
    __table_args__ = table("Up to where the log was counted.", kept="for ever", mark=COUNTS)
    id: Mapped[int] = mapped_column(primary_key=True, info=held("always 1"))
    decision_seq: Mapped[int] = mapped_column(BIG_KEY, info=held("the last decision counted"))
    refusal_seq: Mapped[int] = mapped_column(BIG_KEY, info=held("the last refusal counted"))
    hour_seq: Mapped[int] = mapped_column(BIG_KEY, info=held("the last decision of a closed hour"))
    hours_until: Mapped[datetime | None] = mapped_column(
        Instant, info=held("when the last closed hour ended", goes_to=AUDITOR)
    )
