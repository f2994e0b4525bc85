"""Counting up the log, a slice at a time, so that an auditor's question never reads all of it.

Each slice is read without a lock; only the few sums are written under it, if nobody else has
counted meanwhile. What is not counted up yet is added whenever somebody asks.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.partner_gateway.domain import Outcome
from services.partner_gateway.records.counted_tables import CountedUpTo, DailyCount, PartyHour
from services.partner_gateway.records.tables import Decision, Refused
from shared.calendar import legal_day
from shared.database import Database

SLICE = 5_000
HOUR = timedelta(hours=1)
LISTED = [one.value for one in Outcome if one.may_be_acted_on]
Key = tuple[date, str, str, str]
LogRow = Row[int, datetime, str, str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """A part of the log, what is counted of it, and which column remembers how far."""

    kind: str
    log: type[Decision] | type[Refused]
    outcome: InstrumentedAttribute[str]
    place: InstrumentedAttribute[int]

    def after(self, session: Session, place: int, limit: int | None = None) -> list[LogRow]:
        """The rows after a place, in their order; found by their key."""
        log = self.log
        rows = select(log.seq, log.at, log.partner, log.measure, self.outcome)
        later = rows.where(log.seq > place).order_by(log.seq).limit(limit)
        return list(session.execute(later))


QUESTIONS = Source("question", Decision, Decision.outcome, CountedUpTo.decision_seq)
REFUSALS = Source("refusal", Refused, Refused.code, CountedUpTo.refusal_seq)


def count_up(database: Database, least: int = 1) -> None:
    """Count what the log has gained, where that is at least so much."""
    for source in (QUESTIONS, REFUSALS):
        while _count_slice(database, source, least):
            pass


def tally(rows: Iterable[LogRow]) -> Counter[Key]:
    """How often each legal day, partner, measure and outcome occurs."""
    return Counter(
        (legal_day(at), partner, measure, outcome) for _, at, partner, measure, outcome in rows
    )


def place_of(session: Session, source: Source) -> int:
    """How far this part of the log was counted."""
    return session.scalar(select(source.place)) or 0


def step_back(session: Session) -> None:
    """After rows were forgotten: SQLite may give the numbers of the last ones again."""
    held = session.get(CountedUpTo, 1)
    if held is not None:
        last_asked = session.scalar(select(func.max(Decision.seq))) or 0
        last_refused = session.scalar(select(func.max(Refused.seq))) or 0
        held.decision_seq = min(held.decision_seq, last_asked)
        held.hour_seq = min(held.hour_seq, last_asked)
        held.refusal_seq = min(held.refusal_seq, last_refused)


def close_hours(database: Database, now: datetime) -> None:
    """Count the distinct parties of each hour that is over, once and for all."""
    while _close_hour(database, now):
        pass


def _count_slice(database: Database, source: Source, least: int) -> bool:
    """Count one slice; whether there may be another."""
    with database.read() as session:
        before = place_of(session, source)
        rows = source.after(session, before, SLICE)
    if len(rows) < least:
        return False
    counted = tally(rows)
    with database.write() as session:
        if place_of(session, source) == before:
            for key, count in counted.items():
                _add(session, source.kind, key, count)
            setattr(_held(session), source.place.key, rows[-1][0])
    return len(rows) == SLICE


def _add(session: Session, kind: str, key: Key, count: int) -> None:
    day, partner, measure, outcome = key
    found = session.get(DailyCount, (day, kind, partner, measure, outcome))
    if found is None:
        row = DailyCount(
            day=day, kind=kind, partner=partner, measure=measure, outcome=outcome, count=count
        )
        session.add(row)
    else:
        found.count += count


def _held(session: Session) -> CountedUpTo:
    found = session.get(CountedUpTo, 1)
    if found is None:
        found = CountedUpTo(id=1, decision_seq=0, refusal_seq=0, hour_seq=0, hours_until=None)
        session.add(found)
    return found


@dataclass(frozen=True, slots=True)
class _Hour:
    """An hour that is over, and the part of the log that lies in it."""

    began_at: datetime
    after: int
    last: int


def _close_hour(database: Database, now: datetime) -> bool:
    """Close one hour; whether there may be another."""
    with database.read() as session:
        hour = _next_hour(session, now)
        if hour is None:
            return False
        rows = _parties(session, hour)
    with database.write() as session:
        counted = _held(session)
        if counted.hour_seq == hour.after:
            session.add_all(rows)
            counted.hour_seq, counted.hours_until = hour.last, hour.began_at + HOUR
    return True


def _next_hour(session: Session, now: datetime) -> _Hour | None:
    """The first hour that is not counted yet, if it is over.

    Whoever was answered while an hour was being closed counts to the next one.
    """
    counted = session.get(CountedUpTo, 1)
    after = counted.hour_seq if counted else 0
    later = select(Decision.seq, Decision.at).where(Decision.seq > after).order_by(Decision.seq)
    first = session.execute(later.limit(1)).first()
    if first is None:
        return None
    began_at = first.at.replace(minute=0, second=0, microsecond=0)
    if counted and counted.hours_until:
        began_at = max(began_at, counted.hours_until)
    if now < began_at + HOUR:
        return None
    beyond = session.scalar(later.where(Decision.at >= began_at + HOUR).limit(1))
    last = beyond - 1 if beyond else session.scalar(select(func.max(Decision.seq))) or after
    return _Hour(began_at, after, last)


def _parties(session: Session, hour: _Hour) -> list[PartyHour]:
    """Distinct parties of each partner; the only sum that single rows do not add up to."""
    met = case((Decision.outcome.in_(LISTED), Decision.party_hash))
    found = (
        select(
            Decision.partner,
            func.count(Decision.party_hash.distinct()),
            func.count(met.distinct()),
        )
        .where(Decision.seq > hour.after, Decision.seq <= hour.last)
        .group_by(Decision.partner)
    )
    return [
        PartyHour(began_at=hour.began_at, partner=partner, parties=parties, listed=listed)
        for partner, parties, listed in session.execute(found)
    ]
