"""Evaluations of a whole year, and how far each has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.tax.records.work_tables import RunRow
from shared.references import new_reference
from shared.signature import Signature


class Phase(StrEnum):
    """What an evaluation is at."""

    EACH = "each"  # each firm by itself
    SPILL = "spill"  # firms that another's D reaches
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation of everybody for one year."""

    id: str
    year: int
    started_by: str
    started_at: datetime
    phase: Phase
    after: str
    evaluated_count: int
    spilled_count: int
    finished_at: datetime | None

    @property
    def signed(self) -> Signature:
        """Whose grades these are: given as of the instant it began, however long it takes."""
        return Signature(self.started_by, self.started_at)


def _to_run(row: RunRow) -> Run:
    columns = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    return Run(**{**columns, "phase": Phase(row.phase)})


def start_run(session: Session, year: int, signed: Signature) -> Run:
    """Begin an evaluation; whoever has been evaluated for the year already is passed over."""
    row = RunRow(
        id=new_reference("r"),
        year=year,
        started_by=signed.by,
        started_at=signed.at,
        phase=Phase.EACH,
        after="",
        evaluated_count=0,
        spilled_count=0,
    )
    session.add(row)
    session.flush()
    return _to_run(row)


def keep_run(session: Session, run: Run) -> None:
    """Store how far it has come."""
    row = session.get_one(RunRow, run.id)
    row.phase, row.after, row.finished_at = run.phase, run.after, run.finished_at
    row.evaluated_count, row.spilled_count = run.evaluated_count, run.spilled_count


def unfinished_run(session: Session) -> Run | None:
    """The oldest evaluation that is not done."""
    waiting = select(RunRow).where(RunRow.phase != Phase.DONE).order_by(RunRow.year)
    row = session.scalars(waiting.limit(1)).first()
    return _to_run(row) if row else None


def runs(session: Session) -> list[Run]:
    """All evaluations, the latest year first."""
    in_order = select(RunRow).order_by(RunRow.year.desc(), RunRow.started_at.desc())
    return [_to_run(row) for row in session.scalars(in_order)]


def latest_year_run(session: Session) -> int | None:
    """The latest year that was, or is being, evaluated."""
    return session.scalars(select(RunRow.year).order_by(RunRow.year.desc()).limit(1)).first()
