"""What was told of a month, kept as it was told: rounded counts, and nobody in them."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.database import Instant
from shared.inventory import held, table
from shared.ledger.acts import LedgerBase
from shared.origin import ours

EVERYBODY = "everybody; about nobody"


class Part(StrEnum):
    """Which part of a month's account; `begun` marks the month from which first looks are known."""

    LISTED = "listed"
    ENDED = "ended"
    ASKED = "asked"
    BEGUN = "begun"


class ToldRow(LedgerBase):
    """One part of one month of the ledger of consequences."""

    __tablename__ = "consequences_told"
    __table_args__ = table(
        "Rounded counts by month, as they were told; nothing under ten is in them.",
        kept="for good: they are about nobody",
        mark=ours("A month once told stays, so that no difference points at somebody.", floor=True),
    )
    month: Mapped[date] = mapped_column(
        Date, primary_key=True, info=held("its first day", goes_to=EVERYBODY)
    )
    part: Mapped[str] = mapped_column(
        String(16), primary_key=True, info=held("what was counted", goes_to=EVERYBODY)
    )
    told: Mapped[dict[str, Any]] = mapped_column(
        JSON, info=held("the counts, rounded to five, by list", goes_to=EVERYBODY)
    )
    counted_at: Mapped[datetime] = mapped_column(Instant, info=held("when it was counted"))


Told = Mapping[tuple[date, Part], Mapping[str, Any]]


def told(session: Session) -> Told:
    """All that was told, by month and part, the oldest first."""
    rows = session.scalars(select(ToldRow).order_by(ToldRow.month))
    return {(row.month, Part(row.part)): row.told for row in rows}


def keep_told(session: Session, row: ToldRow) -> None:
    """Keep what is told of a month; what was told of it before stays."""
    if session.get(ToldRow, (row.month, row.part)) is None:
        session.add(row)
