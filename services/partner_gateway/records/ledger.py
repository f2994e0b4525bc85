"""What the gateway can count of consequences: parties who were met by a measure, never who.

A party is counted once for each measure, agreement and month, by its keyed hash; who it is, the
gateway does not know. The whole log is read for it, once a month and not at a door.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from services.partner_gateway.domain import Outcome
from services.partner_gateway.records.tables import Decision, Told
from shared.calendar import add_months, legal_day, start_of
from shared.statistics import months_over

MET = Decision.outcome.in_([one.value for one in Outcome if one.may_be_acted_on])
Applied = tuple[str, str]  # a measure, and the agreement that decided


@dataclass(frozen=True, slots=True)
class Reached:
    """How many distinct parties each measure met in each month, and how long listings stand."""

    by_month: dict[tuple[str, str, date], int] = field(default_factory=dict)
    lengths: dict[Applied, Counter[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of the months that are over, and in which month that was done."""

    counted_in: date | None = None
    months: tuple[date, ...] = ()
    found: Reached = field(default_factory=Reached)


def count_over(session: Session, kept_since: date, today: date) -> Counted:
    """All months that are over; one that began before the log does is left out."""
    first = first_asked_on(session)
    began = max(first.replace(day=1), kept_since) if first else today
    months = months_over(began, today)
    return Counted(today.replace(day=1), months, reached(session, months))


def first_asked_on(session: Session) -> date | None:
    """The legal day of the first decision that is still kept; found by its number, not by all."""
    first = session.scalar(select(Decision.at).order_by(Decision.seq).limit(1))
    return legal_day(first) if first else None


def reached(session: Session, months: Sequence[date]) -> Reached:
    """Distinct parties in these months, given by their first days, one after another."""
    if not months:
        return Reached()
    begins, ends = start_of(months[0]), start_of(add_months(months[-1], 1))
    within = (MET, Decision.at >= begins, Decision.at < ends)
    return Reached(_by_month(session, months, within), _lengths(session, within))


Within = tuple[ColumnElement[bool], ...]


def _by_month(
    session: Session, months: Sequence[date], within: Within
) -> dict[tuple[str, str, date], int]:
    place = case(*[(Decision.at < _end(one), at) for at, one in enumerate(months)])
    counts = (
        select(Decision.measure, Decision.mou, place, func.count(Decision.party_hash.distinct()))
        .where(*within)
        .group_by(Decision.measure, Decision.mou, place)
    )
    rows = session.execute(counts).all()
    return {(measure, mou, months[at]): parties for measure, mou, at, parties in rows}


def _lengths(session: Session, within: Within) -> dict[Applied, Counter[int]]:
    """How many days the listings that were told stand, as they were told; each counts once."""
    told = (
        select(Decision.measure, Decision.mou, Told.issuer, Told.ref, Told.listed_on)
        .add_columns(func.max(Told.stands_until))
        .join(Told, Told.decision_id == Decision.id)
        .where(*within)
        .group_by(Decision.measure, Decision.mou, Told.issuer, Told.ref, Told.listed_on)
    )
    found: defaultdict[Applied, Counter[int]] = defaultdict(Counter)
    for measure, mou, _, _, listed_on, until in session.execute(told):
        found[measure, mou][(until - listed_on).days] += 1
    return dict(found)


def _end(month: date) -> datetime:
    return start_of(add_months(month, 1))
