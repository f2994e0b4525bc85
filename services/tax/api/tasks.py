"""What waits for a tax officer: appeals, and listings whose ground is gone."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from services.tax.domain.violations import Violation, early_end_from
from services.tax.records import ratings, taxpayers
from services.tax.records.appeals import open_appeals
from shared.calendar import legal_day, start_of
from shared.ledger.listing import Listing
from shared.procedure.casework import Waiting
from shared.procedure.resting import listings_resting_on
from shared.rulebook import Rules
from shared.ties.tasks import tie_tasks

DECIDE = "decide the re-check"
QUASHED = "withdraw: the decision was set aside"
PAID = "end early: all is paid"
NOT_A = "withdraw: the grade is no longer A"


def tasks_on(session: Session, rules: Rules, today: date) -> list[Waiting]:
    """Everything that waits on that day."""
    return [
        *_appeals(session),
        *tie_tasks(session),
        *_quashed(session, rules, today),
        *_paid(session, rules, today),
        *_no_longer_a(session, rules, today),
    ]


def _appeals(session: Session) -> Iterator[Waiting]:
    for appeal in open_appeals(session):
        yield Waiting(DECIDE, appeal.rating_id, appeal.raised_at, appeal.decide_by)


def _quashed(session: Session, rules: Rules, today: date) -> Iterator[Waiting]:
    for case in taxpayers.quashed(session):
        for listing in _standing(session, case, today):
            if case.quashed_at is not None:
                yield _withdrawal(QUASHED, listing, case.quashed_at, rules)


def _paid(session: Session, rules: Rules, today: date) -> Iterator[Waiting]:
    """Publications that may end early from today on, or could before; named by their case."""
    for case in taxpayers.paid(session):
        for listing in _standing(session, case, today):
            first_day = early_end_from(case, listing.listed_on, rules)
            if first_day is not None and first_day <= today:
                due_on = rules.after(first_day, "withdrawal-term")
                since, which = start_of(first_day), (listing.list, listing.reason)
                yield Waiting(PAID, case.id, since, due_on, *which)


def _no_longer_a(session: Session, rules: Rules, today: date) -> Iterator[Waiting]:
    for listing, graded_at in ratings.lost_their_a(session, today):
        yield _withdrawal(NOT_A, listing, graded_at, rules)


def _standing(session: Session, case: Violation, today: date) -> list[Listing]:
    known = listings_resting_on(session, case.id)
    return [listing for listing in known if listing.stands_on(today)]


def _withdrawal(what: str, listing: Listing, since: datetime, rules: Rules) -> Waiting:
    due_on = rules.after(legal_day(since), "withdrawal-term")
    return Waiting(what, listing.ref, since, due_on, listing.list, listing.reason)
