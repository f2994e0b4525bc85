"""Who stands behind which firm, and which firms a D reaches through them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from services.tax.domain.grades import Cause, Grade
from services.tax.domain.ties import ANSWERS_FOR, RUNS, Role, Tie, spills
from services.tax.records.appeals import contested_ties
from services.tax.records.tables import RatingRow
from services.tax.records.work_tables import TieRow
from shared.calendar import legal_day
from shared.identifiers import Kind, Party
from shared.rulebook import Rules

Here, There = aliased(TieRow, name="here"), aliased(TieRow, name="there")


def _to_tie(row: TieRow) -> Tie:
    return Tie(
        id=row.id,
        taxpayer_id=row.taxpayer_id,
        person=Party(kind=Kind.PERSON, name=row.name, id_number=row.id_number),
        role=Role(row.role),
        since_on=row.since_on,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        until_on=row.until_on,
        cut_at=row.cut_at,
        cut_because=row.cut_because,
    )


def keep_tie(session: Session, tie: Tie) -> None:
    """Store a tie as it now stands."""
    session.merge(
        TieRow(
            id=tie.id,
            taxpayer_id=tie.taxpayer_id,
            name=tie.person.name,
            id_number=tie.person.id_number,
            role=tie.role,
            since_on=tie.since_on,
            until_on=tie.until_on,
            recorded_by=tie.recorded_by,
            recorded_at=tie.recorded_at,
            cut_at=tie.cut_at,
            cut_because=tie.cut_because,
        )
    )
    session.flush()


def tie(session: Session, tie_id: str) -> Tie | None:
    """The tie called `tie_id`, if there is one."""
    row = session.get(TieRow, tie_id)
    return _to_tie(row) if row else None


def ties_of_firm(session: Session, taxpayer_id: str) -> list[Tie]:
    """Everybody who stands or stood behind a firm."""
    about = select(TieRow).where(TieRow.taxpayer_id == taxpayer_id)
    return [_to_tie(row) for row in session.scalars(about.order_by(TieRow.since_on, TieRow.id))]


def ties_of_person(session: Session, id_number: str) -> list[Tie]:
    """All firms that a person stands or stood behind."""
    about = select(TieRow).where(TieRow.id_number == id_number)
    return [_to_tie(row) for row in session.scalars(about.order_by(TieRow.since_on, TieRow.id))]


def others_of_same_persons(session: Session, taxpayer_id: str) -> list[str]:
    """The other firms of everybody who stands or stood behind this one."""
    found = (
        select(There.taxpayer_id)
        .join(Here, (Here.id_number == There.id_number) & (Here.taxpayer_id != There.taxpayer_id))
        .where(Here.taxpayer_id == taxpayer_id)
    )
    return sorted(set(session.scalars(found)))


def reached(session: Session, year: int, after: str, limit: int) -> list[str]:
    """Firms behind which somebody stands who answers for a firm with D for that year; by id."""
    found = (
        _pairs(year)
        .with_only_columns(Here.taxpayer_id)
        .where(Here.taxpayer_id > after)
        .distinct()
        .order_by(Here.taxpayer_id)
        .limit(limit)
    )
    return list(session.scalars(found))


def ties_to_d(
    session: Session, year: int, rules: Rules, firms: Sequence[str]
) -> dict[str, list[str]]:
    """Of each of these firms, the ties through which another firm's D reaches it."""
    pairs = session.execute(_pairs(year).where(Here.taxpayer_id.in_(firms))).all()
    d_since = _d_since(session, year, {source for *_, source in pairs})
    found: dict[str, list[str]] = {}
    for tie_id, firm, since_on, source in pairs:
        known = found.setdefault(firm, [])
        if tie_id not in known and spills(rules, d_since[source], since_on):
            known.append(tie_id)
    return found


def _pairs(year: int) -> Select[str, str, date, str]:
    """A tie here, and the firm with D there for which the same person answers."""
    same_person = (Here.id_number == There.id_number) & (Here.taxpayer_id != There.taxpayer_id)
    return (
        select(Here.id, Here.taxpayer_id, Here.since_on, There.taxpayer_id)
        .select_from(RatingRow)
        .join(There, There.taxpayer_id == RatingRow.taxpayer_id)
        .join(Here, same_person)
        .where(
            *_is_spreading_d(year),
            Here.role.in_(RUNS),
            There.role.in_(ANSWERS_FOR),
            _stood_in(Here, year),
            _stood_in(There, year),
        )
    )


def _is_spreading_d(year: int) -> tuple[ColumnElement[bool], ...]:
    """The grade that counts for a year is a D which did not itself follow from another firm's."""
    later = aliased(RatingRow)
    overtaken = exists().where(
        later.taxpayer_id == RatingRow.taxpayer_id,
        later.year == RatingRow.year,
        later.seq > RatingRow.seq,
    )
    own = or_(RatingRow.cause.is_(None), RatingRow.cause != Cause.SPILLED)
    return RatingRow.year == year, RatingRow.grade == Grade.D, own, ~overtaken


def _stood_in(tie_row: Any, year: int) -> ColumnElement[bool]:
    """Whether a tie stood in a year: not cut, not contested, and not over before."""
    return and_(
        tie_row.cut_at.is_(None),
        tie_row.id.not_in(contested_ties()),
        tie_row.since_on <= date(year, 12, 31),
        or_(tie_row.until_on.is_(None), tie_row.until_on >= date(year, 1, 1)),
    )


def _d_since(session: Session, year: int, firms: Iterable[str]) -> dict[str, date]:
    """Since when each of these firms has been D without a break, in that year or the one before."""
    given = (
        select(RatingRow.taxpayer_id, RatingRow.year, RatingRow.grade, RatingRow.given_at)
        .where(RatingRow.taxpayer_id.in_(list(firms)), RatingRow.year.in_([year - 1, year]))
        .order_by(RatingRow.seq)
    )
    began: dict[tuple[str, int], datetime] = {}
    for firm, in_year, grade, at in session.execute(given):
        if grade != Grade.D:  # a D that was taken back before does not count
            began.pop((firm, in_year), None)
        else:
            began.setdefault((firm, in_year), at)
    since: dict[str, date] = {}
    for (firm, _), at in sorted(began.items(), key=lambda known: known[1]):
        since.setdefault(firm, legal_day(at))
    return since
