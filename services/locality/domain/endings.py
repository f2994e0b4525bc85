"""What a department can do about what it notified itself: take it back, or put it right."""

from dataclasses import dataclass, replace
from datetime import date

from services.locality.domain.events import (
    Ending,
    Event,
    EventUnknown,
    InTheFuture,
    Notification,
    OutOfOrder,
    take_in,
)
from services.locality.domain.scheme import Scheme
from shared.errors import BadInput
from shared.procedure.steps import NotNow
from shared.rulebook import Rules
from shared.signature import Signature

REPORT_TERM, DELETION_TERM = "revocation-report-term", "revocation-deletion-term"
REPAIR_TERM = "repair-deletion-term"


class DayMissing(BadInput):
    """What was revoked or repaired was so on some day; a mistake has none."""

    code = "day_needed"


class NotADeduction(BadInput):
    """Only what costs points can be put right."""

    code = "not_a_deduction"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why a department takes an event back, and since when that is so."""

    how: Ending
    since_on: date | None
    reasons: str


def own_event(event: Event | None, department: str) -> Event:
    """The event, if this department notified it; nobody learns of another's."""
    if event is None or event.collected_by != department:
        raise EventUnknown("Your department has notified no such event.")
    return event


def take_back(
    scheme: Scheme, rules: Rules, event: Event, told: Withdrawal, signed: Signature
) -> Event:
    """The event, struck at once, with the day until which the local law would have left it."""
    _must_stand(event)
    _check_day(event, told, signed.today)
    item = scheme.item(event.kind)
    if told.how is Ending.REPAIRED and item is not None and not item.is_deduction:
        raise NotADeduction("Only a deduction can be put right.")
    struck = event.strike(signed.at, told.reasons, told.how)
    return replace(struck, law_gave_until=law_gives_until(rules, told, signed.today))


def _must_stand(event: Event) -> None:
    if not event.stands:
        raise NotNow("This event counts for nothing already.")


def _check_day(event: Event, told: Withdrawal, today: date) -> None:
    if (told.how is Ending.MISTAKEN) != (told.since_on is None):
        raise DayMissing("What was revoked or repaired was so on a day; a mistake has none.")
    if told.since_on is None:
        return
    if told.since_on > today:
        raise InTheFuture("What is still to come is no reason yet.")
    if told.since_on < event.happened_on:
        raise OutOfOrder("Nothing is revoked or repaired before it has happened.")


def law_gives_until(rules: Rules, told: Withdrawal, today: date) -> date | None:
    """The last day that the local law gives, if it gives one.

    Shandong counts from the revocation to the department's report (2020, Art. 40); Shanghai and
    Henan from the report to the deletion (2017, Art. 37 and 38; 2019, Art. 42 and 43).
    """
    if told.how is Ending.REVOKED and REPORT_TERM in rules.rows and told.since_on is not None:
        return rules.after(told.since_on, REPORT_TERM)
    term = {Ending.REVOKED: DELETION_TERM, Ending.REPAIRED: REPAIR_TERM}.get(told.how)
    return rules.after(today, term) if term is not None and term in rules.rows else None


def put_right(
    scheme: Scheme, rules: Rules, wrong: Event, told: Notification, signed: Signature
) -> tuple[Event, Event]:
    """The wrong event, struck, and the right one in its place, open to objection anew.

    A correction does not start the clock of deletion again: what the department does not say anew
    was found when it first notified.
    """
    _must_stand(wrong)
    found_on = told.found_on or wrong.found_on or Signature(signed.by, wrong.notified_at).today
    told = replace(told, found_on=max(found_on, told.happened_on))
    right = replace(take_in(scheme, rules, told, signed), corrects=wrong.id)
    struck = wrong.strike(signed.at, f"Corrected by {signed.by}.", Ending.CORRECTED)
    return struck, right
