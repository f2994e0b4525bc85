"""Penalties held against one act, as the locality keeps them."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.locality.domain.penalties import Penalty
from services.locality.records.tables import PARTY, LocalityBase
from shared.database import Instant
from shared.inventory import held, table
from shared.origin import ours, paper

STACKED = paper("Introduction: several penalties for one act, and a list on top of them")


class PenaltyRow(LocalityBase):
    """One penalty that another body imposed for an act."""

    __tablename__ = "penalties"
    __table_args__ = (
        UniqueConstraint("event_id", "imposed_by", "reference"),
        table(
            "Penalties that other bodies imposed for the same act, held to be counted; no points.",
            kept="as long as the event",
            mark=STACKED,
        ),
    )
    id: Mapped[str] = mapped_column(
        String(64),
        primary_key=True,
        info=held(
            "opaque reference", goes_to=PARTY, mark=ours("A name that says nothing about anybody.")
        ),
    )
    event_id: Mapped[str] = mapped_column(
        ForeignKey("events.id"), index=True, info=held("for which act", goes_to=PARTY)
    )
    imposed_by: Mapped[str] = mapped_column(
        String(200), info=held("which body imposed it", goes_to=PARTY, personal=True)
    )
    penalty: Mapped[str] = mapped_column(
        String(200), info=held("what it imposed", goes_to=PARTY, personal=True)
    )
    imposed_on: Mapped[date] = mapped_column(
        Date, info=held("when it was imposed", goes_to=PARTY, personal=True)
    )
    reference: Mapped[str] = mapped_column(
        String(200), info=held("that body's own reference", goes_to=PARTY, personal=True)
    )
    noted_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    noted_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))


def add_penalty(session: Session, new: Penalty) -> None:
    """Hold a penalty."""
    session.add(PenaltyRow(**new.as_row()))


def penalties_for(session: Session, event_id: str) -> list[Penalty]:
    """All that was imposed for one act, in its order."""
    found = select(PenaltyRow).where(PenaltyRow.event_id == event_id)
    rows = session.scalars(found.order_by(PenaltyRow.imposed_on, PenaltyRow.id))
    columns = [column.key for column in PenaltyRow.__table__.columns]
    return [Penalty(**{name: getattr(row, name) for name in columns}) for row in rows]


def counts(session: Session) -> list[int]:
    """For each act with any: how many penalties are held against it."""
    each = select(func.count()).select_from(PenaltyRow).group_by(PenaltyRow.event_id)
    return list(session.scalars(each))


def move(session: Session, wrong_id: str, right_id: str) -> None:
    """An act whose event was corrected is still one act."""
    found = update(PenaltyRow).where(PenaltyRow.event_id == wrong_id)
    session.execute(found.values(event_id=right_id))


def forget(session: Session, event_ids: Iterable[str]) -> None:
    """Delete what is held against these acts, which are deleted too."""
    session.execute(delete(PenaltyRow).where(PenaltyRow.event_id.in_(list(event_ids))))
