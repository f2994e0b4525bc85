"""What judgments demand, for many at once."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, select, union_all
from sqlalchemy.orm import Session

from services.court.records.judgments import JudgmentRow
from services.court.records.restrictions import RestrictionRow


def duties_under(session: Session, bases: Collection[str]) -> Sequence[Row[str, str, int | None]]:
    """For each judgment, and each order under one: itself, the duty, the amount if it is money."""
    judged = select(JudgmentRow.id, JudgmentRow.duty, JudgmentRow.amount_yuan)
    ordered = select(RestrictionRow.id, JudgmentRow.duty, JudgmentRow.amount_yuan).join(
        JudgmentRow, JudgmentRow.id == RestrictionRow.judgment_id
    )
    both = union_all(
        judged.where(JudgmentRow.id.in_(bases)), ordered.where(RestrictionRow.id.in_(bases))
    )
    return session.execute(both).all()
