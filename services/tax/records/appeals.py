"""Re-checks and contests."""

from dataclasses import asdict

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.tax.domain.appeals import Against, Appeal
from services.tax.records.work_tables import AppealRow


def _to_appeal(row: AppealRow) -> Appeal:
    columns = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    return Appeal(**{**columns, "against": Against(row.against)})


def keep_appeal(session: Session, appeal: Appeal) -> None:
    """Store an appeal as it now stands."""
    session.merge(AppealRow(**asdict(appeal)))
    session.flush()


def appeals_against(session: Session, against: Against, against_id: str) -> list[Appeal]:
    """All appeals against one thing, oldest first."""
    about = select(AppealRow).where(
        AppealRow.against == against, AppealRow.against_id == against_id
    )
    return [_to_appeal(row) for row in session.scalars(about.order_by(AppealRow.raised_at))]


def open_appeal(session: Session, against: Against, against_id: str) -> Appeal | None:
    """The appeal against this that still waits for its decision."""
    found = appeals_against(session, against, against_id)
    return next((appeal for appeal in found if appeal.is_open), None)


def open_appeals(session: Session) -> list[Appeal]:
    """All that wait for a decision, by their last day."""
    waiting = select(AppealRow).where(AppealRow.decided_at.is_(None))
    return [_to_appeal(row) for row in session.scalars(waiting.order_by(AppealRow.decide_by))]


def contested_ties() -> Select[str]:
    """The ties under an open contest."""
    return select(AppealRow.against_id).where(
        AppealRow.against == Against.TIE, AppealRow.decided_at.is_(None)
    )
