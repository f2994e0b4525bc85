"""Forgetting, in the right order and a slice at a time: nobody waits long for the writer's lock.

A decision goes when its term is over, unless a partner still owes the answer to a recall of it;
a recall goes when its own term is over and the decisions that it takes back are gone. Before a
decision goes, what must outlive it is kept: that the partner was told of a listing which stands.
"""

import time
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Table,
    and_,
    delete,
    exists,
    func,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from services.partner_gateway.records.counted_tables import DailyCount, PartyHour
from services.partner_gateway.records.counting import step_back
from services.partner_gateway.records.recall_tables import Recall, Telling
from services.partner_gateway.records.recalls import same_listing, told_in
from services.partner_gateway.records.tables import (
    Decision,
    NumberAsked,
    Refused,
    Told,
)
from shared.calendar import start_of
from shared.database import Database

SLICE = 200
FOUND_AT_ONCE = 50_000
# As long as a slice takes, about: a question that waits for the lock gets it in between.
REST_SECONDS = 0.02
Kept = type[Decision] | type[Refused] | type[Recall] | type[Telling] | type[NumberAsked]


@dataclass(frozen=True, slots=True)
class Terms:
    """What is older than these instants and days has been kept for its term."""

    today: date
    decisions: datetime
    recalls: datetime
    numbers: datetime
    counts: date


def forget(database: Database, terms: Terms) -> None:
    """Forget all whose term is over; safe to repeat, and to be cut off anywhere."""
    _forget(database, Decision, _is_over(terms), terms.today)
    _forget(database, Recall, _recall_is_over(terms))
    _forget(database, Refused, Refused.at < terms.decisions)
    _forget(database, Telling, Telling.stands_until <= terms.today)
    _forget(database, NumberAsked, NumberAsked.asked_at <= terms.numbers)
    with database.write() as session:
        session.execute(delete(DailyCount).where(DailyCount.day < terms.counts))
        session.execute(delete(PartyHour).where(PartyHour.began_at < start_of(terms.counts)))


def _is_over(terms: Terms) -> ColumnElement[bool]:
    """Old enough, and no partner still owes an answer about it within the recall's own term."""
    unanswered = exists().where(
        same_listing(),
        Recall.partner == Decision.partner,
        Recall.done.is_(None),
        Recall.withdrawn_at >= terms.recalls,
    )
    # One within the other, so that every database begins with the few listings of the decision.
    told = exists().where(Told.decision_id == Decision.id, unanswered.correlate(Told, Decision))
    owed = told.correlate(Decision)
    return and_(Decision.at < terms.decisions, ~owed)


def _recall_is_over(terms: Terms) -> ColumnElement[bool]:
    """Old enough, and the party no longer finds the question that led to it."""
    found = exists().where(same_listing(), told_in())
    return and_(Recall.withdrawn_at < terms.recalls, ~found)


def _forget(
    database: Database, kept: Kept, is_over: ColumnElement[bool], today: date | None = None
) -> None:
    """Look for what is over without a lock, then delete it in slices, each looked at again."""
    columns = list(cast(Table, kept.__table__).primary_key)
    key, over = tuple_(*columns), select(*columns).where(is_over).limit(FOUND_AT_ONCE)
    found: list[tuple[Any, ...]] = [()] * FOUND_AT_ONCE
    while len(found) == FOUND_AT_ONCE:
        with database.read() as session:
            found = [tuple(row) for row in session.execute(over)]
        for start in range(0, len(found), SLICE):
            if start:
                time.sleep(REST_SECONDS)
            these = and_(key.in_(found[start : start + SLICE]), is_over)
            with database.write() as session:
                if today is not None:
                    _keep_tellings(session, these, today)
                session.execute(delete(kept).where(these))
                step_back(session)


def _keep_tellings(session: Session, going: ColumnElement[bool], today: date) -> None:
    """Whoever was told of a listing that stands hears of its withdrawal after the decision too."""
    recalled = exists().where(same_listing(), Recall.partner == Decision.partner)
    standing = (
        select(Decision.partner, Told.issuer, Told.ref, func.max(Told.stands_until))
        .join(Told, Told.decision_id == Decision.id)
        .where(going, Told.stands_until > today, ~recalled)
        .group_by(Decision.partner, Told.issuer, Told.ref)
    )
    for partner, issuer, ref, until in session.execute(standing).all():
        _keep_telling(session, Telling(partner=partner, issuer=issuer, ref=ref, stands_until=until))


def _keep_telling(session: Session, telling: Telling) -> None:
    known = session.scalar(
        select(Telling).where(
            Telling.issuer == telling.issuer,
            Telling.ref == telling.ref,
            Telling.partner == telling.partner,
        )
    )
    if known is None:
        session.add(telling)
    else:
        known.stands_until = max(known.stands_until, telling.stands_until)
