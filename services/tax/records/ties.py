"""Which firms a D reaches through the persons who stand behind them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from services.tax.domain.grades import Cause, Grade
from services.tax.domain.ties import answers_for_d, is_reached_through, spills
from services.tax.records.tables import RatingRow
from shared.calendar import legal_day
from shared.rulebook import Rules
from shared.ties.records import TieRow, contested_ties

Here, There = aliased(TieRow, name="here"), aliased(TieRow, name="there")


def others_of_same_persons(session: Session, firm: str) -> list[str]:
    """The other firms of everybody who stands or stood behind this one."""
    found = (
        select(There.firm)
        .join(Here, (Here.id_number == There.id_number) & (Here.firm != There.firm))
        .where(Here.firm == firm)
    )
    return sorted(set(session.scalars(found)))


def reached(session: Session, rules: Rules, year: int, after: str, limit: int) -> list[str]:
    """Firms behind which somebody stands who answers for a firm with D for that year; by id."""
    found = (
        _pairs(rules, year)
        .with_only_columns(Here.firm)
        .where(Here.firm > after)
        .distinct()
        .order_by(Here.firm)
        .limit(limit)
    )
    return list(session.scalars(found))


def ties_to_d(
    session: Session, year: int, rules: Rules, firms: Sequence[str]
) -> dict[str, list[str]]:
    """Of each of these firms, the ties through which another firm's D reaches it."""
    pairs = session.execute(_pairs(rules, year).where(Here.firm.in_(firms))).all()
    d_since = _d_since(session, year, {source for *_, source in pairs})
    found: dict[str, list[str]] = {}
    for tie_id, firm, since_on, source in pairs:
        known = found.setdefault(firm, [])
        if tie_id not in known and spills(rules, d_since[source], since_on):
            known.append(tie_id)
    return found


def _pairs(rules: Rules, year: int) -> Select[str, str, date, str]:
    """A tie here, and the firm with D there for which the same person answers."""
    same_person = (Here.id_number == There.id_number) & (Here.firm != There.firm)
    return (
        select(Here.id, Here.firm, Here.since_on, There.firm)
        .select_from(RatingRow)
        .join(There, There.firm == RatingRow.taxpayer_id)
        .join(Here, same_person)
        .where(
            *_is_spreading_d(year),
            Here.role.in_(is_reached_through(rules)),
            There.role.in_(answers_for_d(rules)),
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
