"""What waits for an officer of the court: what is owed by a day, and what is to be looked at."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from services.court import records
from services.court.domain import Judgment, Restriction, Situation
from services.court.domain.bars import withdrawal_for
from services.court.domain.endings import due_endings
from services.court.domain.fitness import (
    CORRECTION_TERM,
    ERROR_TERM,
    LIFTING_TERM,
    REVIEW_AHEAD,
    WITHDRAWAL_TERM,
)
from services.court.domain.restrictions import DEFAULTERS, LISTED
from services.court.domain.terms import has_fixed_term
from shared.calendar import legal_day, start_of
from shared.contract import Cause
from shared.ledger import acts
from shared.ledger.listing import Listing
from shared.procedure.casework import Waiting
from shared.rulebook import GroundUnknown, Rules

DECIDE_APPLICATION = "decide on the creditor's application"
LONGER_TERM = "look at the longer term with the proposal"
WITHDRAW_PERFORMED = "withdraw: the duty was performed"
EARLY_DELETION = "consider early deletion: something was performed"
WITHDRAW_ERROR = "withdraw: listed in error"
WITHDRAW_BARRED = "withdraw: a circumstance bars it"
CORRECT = "correct the entry"
REVIEW = "review: renew it with reasons, or let it end"
RESTRICT = "restrict consumption: the debtor is listed"
LIFT = "lift the order"
DECIDE_EXEMPTION = "decide on the exemption"


def tasks_on(session: Session, rules: Rules, today: date) -> list[Waiting]:
    """Everything of the court's own that waits on that day, the most urgent first."""
    found = [
        *_decisions(session),
        *_performed(session, rules, today),
        *_barred(session, rules, today),
        *_wrong(session, rules, today),
        *_orders(session, rules, today),
        *_to_restrict(session, rules, today),
        *_reviews(session, rules, today),
    ]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.since))


def _decisions(session: Session) -> Iterator[Waiting]:
    """Somebody has asked, and waits for an answer."""
    for one in records.decisions.applications_waiting(session):
        since = start_of(one.applied_on)
        yield Waiting(DECIDE_APPLICATION, one.id, since, one.decide_by, DEFAULTERS, one.ground)
    for asked in records.restrictions.exemptions_waiting(session):
        yield Waiting(DECIDE_EXEMPTION, asked.id, asked.asked_at, asked.from_on)
    for longer in records.decisions.longer_terms_asked(session):
        yield Waiting(LONGER_TERM, longer.proposal_id, longer.decided_at, None)


def _performed(session: Session, rules: Rules, today: date) -> Iterator[Waiting]:
    """Owed where the rules let the listing end with the duty; elsewhere only to be considered."""
    for judgment, listing in records.standing.performed_but_listed(session, today):
        ground, situation = listing.reason, Situation(judgment)
        last = judgment.performances[-1].performed_on
        if judgment.performed_on and due_endings(ground, situation, rules, must=True):
            due_on = rules.after(judgment.performed_on, WITHDRAWAL_TERM)
            yield _about(listing, WITHDRAW_PERFORMED, judgment.performed_on, due_on)
        elif due_endings(ground, situation, rules, must=False):
            yield _about(listing, EARLY_DELETION, last, None)


def _barred(session: Session, rules: Rules, today: date) -> Iterator[Waiting]:
    for judgment_id in records.bars.judgments_with_circumstances(session):
        noted = records.bars.circumstances_of(session, judgment_id)
        for listing in records.standing.standing_about(session, judgment_id, today):
            found = withdrawal_for(noted, listing, rules, today)
            if found is not None:
                circumstance, cause = found
                is_error = cause is Cause.LISTED_IN_ERROR
                since = legal_day(circumstance.recorded_at)
                due_on = rules.after(since, ERROR_TERM if is_error else WITHDRAWAL_TERM)
                yield _about(
                    listing, WITHDRAW_ERROR if is_error else WITHDRAW_BARRED, since, due_on
                )


def _wrong(session: Session, rules: Rules, today: date) -> Iterator[Waiting]:
    for found in records.decisions.inaccuracies_waiting(session):
        listing = acts.listing(session, found.ref)
        if listing is not None and listing.stands_on(today):
            since = legal_day(found.found_at)
            yield _about(listing, CORRECT, since, rules.after(since, CORRECTION_TERM))


def _orders(session: Session, rules: Rules, today: date) -> Iterator[Waiting]:
    """Orders whose ground is gone."""
    for order in records.restrictions.restrictions_in_force(session):
        judgment = records.judgment(session, order.judgment_id)
        if judgment is None or not records.standing.standing_under(session, order.id, today):
            continue
        situation = situation_of(session, judgment, today)
        if due_endings(order.ground, situation, rules, must=True):
            since = _gone_since(session, order, judgment, today)
            due_on = rules.after(since, LIFTING_TERM)
            yield Waiting(LIFT, order.id, start_of(since), due_on, ground=order.ground)


def _gone_since(session: Session, order: Restriction, judgment: Judgment, today: date) -> date:
    """The day of performance, or the day on which the debtor's last listing ended."""
    if judgment.performed_on is not None:
        return judgment.performed_on
    ended = records.standing.last_end_under(session, judgment.id)
    return min(ended, today) if ended else legal_day(order.ordered_at)


def _to_restrict(session: Session, rules: Rules, today: date) -> Iterator[Waiting]:
    """A listed defaulter must be restricted too; that this is a burden needs two officers."""
    if LISTED not in rules.rows:
        return
    for basis, day, ground in records.standing.unrestricted_defaulters(session, today):
        yield Waiting(RESTRICT, basis, start_of(day), None, DEFAULTERS, ground)


def _reviews(session: Session, rules: Rules, today: date) -> Iterator[Waiting]:
    """Terms that are ours and end soon; what a rule has fixed ends without a review."""
    ahead = rules.number(REVIEW_AHEAD)
    last = today + timedelta(days=ahead)
    for listing in records.standing.ending_before(session, last, today):
        if not _is_fixed(listing, rules):
            since = listing.stands_until - timedelta(days=ahead)
            yield _about(listing, REVIEW, since, listing.stands_until - timedelta(days=1))


def _is_fixed(listing: Listing, rules: Rules) -> bool:
    """A ground that is no longer in the rules is reviewed by nobody."""
    try:
        return has_fixed_term(listing.reason, listing.list, rules)
    except GroundUnknown:
        return True


def situation_of(session: Session, judgment: Judgment, today: date) -> Situation:
    """What an end under this judgment is measured by."""
    is_listed = records.standing.is_listed_as_defaulter(session, judgment.id, today)
    return Situation(judgment, is_listed_as_defaulter=is_listed)


def _about(listing: Listing, what: str, since: date, due_on: date | None) -> Waiting:
    since_at = start_of(since)
    return Waiting(what, listing.ref, since_at, due_on, listing.list, listing.reason)
