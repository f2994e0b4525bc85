"""Re-checks of grades."""

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.tax.domain.appeals import Appeal
from services.tax.records.work_tables import AppealRow


def _to_appeal(row: AppealRow) -> Appeal:
    return Appeal(**{column.key: getattr(row, column.key) for column in row.__table__.columns})


def keep_appeal(session: Session, appeal: Appeal) -> None:
    """Store an appeal as it now stands."""
    session.merge(AppealRow(**asdict(appeal)))
    session.flush()


def appeals_against(session: Session, rating_id: str) -> list[Appeal]:
    """All appeals against one grade, oldest first."""
    about = select(AppealRow).where(AppealRow.rating_id == rating_id)
    return [_to_appeal(row) for row in session.scalars(about.order_by(AppealRow.raised_at))]


def open_appeal(session: Session, rating_id: str) -> Appeal | None:
    """The appeal against this grade that still waits for its decision."""
    found = appeals_against(session, rating_id)
    return next((appeal for appeal in found if appeal.is_open), None)


def open_appeals(session: Session) -> list[Appeal]:
    """All that wait for a decision, by their last day."""
    waiting = select(AppealRow).where(AppealRow.decided_at.is_(None))
    return [_to_appeal(row) for row in session.scalars(waiting.order_by(AppealRow.decide_by))]
