"""Circumstances that bar a listing, as officers have noted them."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.court.domain.bars import Circumstance
from services.court.records.base import KEPT, PARTY, CourtBase
from shared.database import Instant
from shared.inventory import held, table
from shared.origin import ours, rule


class CircumstanceRow(CourtBase):
    """One circumstance of one judgment."""

    __tablename__ = "circumstances"
    __table_args__ = table(
        "What bars a listing, and from when until when.",
        kept=KEPT,
        mark=rule("2017 Provisions, Art. 3 and 4; 法发〔2019〕35号."),
    )
    id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("opaque reference", goes_to=PARTY)
    )
    judgment_id: Mapped[str] = mapped_column(
        ForeignKey("judgments.id"), index=True, info=held("of which judgment", goes_to=PARTY)
    )
    bar: Mapped[str] = mapped_column(
        String(64), info=held("which circumstance, as the rulebook's code", goes_to=PARTY)
    )
    since_on: Mapped[date] = mapped_column(Date, info=held("its first day", goes_to=PARTY))
    until_on: Mapped[date | None] = mapped_column(Date, info=held("its last day", goes_to=PARTY))
    recorded_by: Mapped[str] = mapped_column(String(64), info=held("which officer noted it"))
    recorded_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    ended_by: Mapped[str | None] = mapped_column(
        String(64), info=held("which officer ended it", mark=ours("Every act has its officer."))
    )


def _to_circumstance(row: CircumstanceRow) -> Circumstance:
    return Circumstance(**{one.key: getattr(row, one.key) for one in row.__table__.columns})


def keep_circumstance(session: Session, circumstance: Circumstance) -> None:
    """Store a circumstance as it now stands."""
    session.merge(CircumstanceRow(**asdict(circumstance)))


def circumstance(session: Session, circumstance_id: str) -> Circumstance | None:
    """The circumstance of that name."""
    row = session.get(CircumstanceRow, circumstance_id)
    return _to_circumstance(row) if row else None


def circumstances_of(session: Session, judgment_id: str) -> list[Circumstance]:
    """All circumstances noted on a judgment, oldest first."""
    return [one for _, one in circumstances_of_any(session, [judgment_id])]


def circumstances_of_any(
    session: Session, judgment_ids: Collection[str]
) -> list[tuple[str, Circumstance]]:
    """The same for many: each judgment with a circumstance noted on it, oldest first."""
    of = select(CircumstanceRow).where(CircumstanceRow.judgment_id.in_(judgment_ids))
    ordered = of.order_by(CircumstanceRow.recorded_at, CircumstanceRow.id)
    return [(row.judgment_id, _to_circumstance(row)) for row in session.scalars(ordered)]


def judgments_with_circumstances(session: Session) -> list[str]:
    """Every judgment on which some circumstance is noted."""
    noted = select(CircumstanceRow.judgment_id).distinct().order_by(CircumstanceRow.judgment_id)
    return list(session.scalars(noted))
