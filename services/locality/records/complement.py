"""What came down about organisations, and how far it was read: one transaction for both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from services.locality.domain.complement import Evaluation, Line
from services.locality.records.organisation_tables import ComplementPositionRow, ComplementRow
from shared.contract import Effect, Publication


@dataclass(frozen=True, slots=True)
class Position:
    """How far the platform was read, for which regions, and when (in real time)."""

    cursor: int
    regions: tuple[str, ...]
    edition: str | None
    read_at: datetime
    refused_count: int = 0


def position(session: Session) -> Position | None:
    """Where the last reading ended; None before the first."""
    row = session.get(ComplementPositionRow, 1)
    if row is None:
        return None
    regions = tuple(row.regions.split(",")) if row.regions else ()
    return Position(row.cursor, regions, row.edition, row.read_at, row.refused_count)


def keep_position(session: Session, at: Position) -> None:
    """Remember it together with what was read."""
    session.merge(
        ComplementPositionRow(
            id=1,
            cursor=at.cursor,
            regions=",".join(at.regions),
            edition=at.edition,
            read_at=at.read_at,
            refused_count=at.refused_count,
        )
    )


def apply(session: Session, lines: Iterable[Line]) -> None:
    """Take lines in; one that was taken in before changes nothing."""
    for key, line in _latest(lines).items():
        held = session.get(ComplementRow, key)
        if held is not None and held.seq >= line.seq:
            continue
        if isinstance(line, Evaluation):
            session.merge(ComplementRow(**line.as_row()))
        elif held is not None:
            session.delete(held)


def replace_all(session: Session, lines: Iterable[Line]) -> None:
    """Put what a whole reading brought in the place of everything held."""
    session.execute(delete(ComplementRow))
    found = _latest(lines).values()
    rows = [line.as_row() for line in found if isinstance(line, Evaluation)]
    if rows:
        session.execute(insert(ComplementRow), rows)


def _latest(lines: Iterable[Line]) -> dict[tuple[str, str, str], Line]:
    """The last word on each, by the key of its row."""
    ordered = sorted(lines, key=lambda line: line.seq)
    return {(line.ref, line.issuer, line.region): line for line in ordered}


def evaluations_of(session: Session, code: str) -> list[Evaluation]:
    """All that is held about the organisation with this code, expired or not."""
    about = select(ComplementRow).where(ComplementRow.code == code)
    return [_to_evaluation(row) for row in session.scalars(about)]


def has_expired(session: Session, today: date) -> bool:
    """Whether something is held whose last day has passed."""
    over = select(ComplementRow.ref).where(ComplementRow.stands_until <= today).limit(1)
    return session.scalar(over) is not None


def forget_expired(session: Session, today: date) -> None:
    """Delete what no longer stands."""
    session.execute(delete(ComplementRow).where(ComplementRow.stands_until <= today))


def _to_evaluation(row: ComplementRow) -> Evaluation:
    columns = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    words = {"effect": Effect(row.effect), "publication": Publication(row.publication)}
    return Evaluation(**columns | words)
