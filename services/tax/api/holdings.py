"""What this authority holds of its own about a party, for the party to read in plain words."""

from datetime import date

from pydantic import BaseModel
from sqlalchemy.orm import Session

from services.tax.api.grade_shapes import RatingShown, Reading, effects_of_grade
from services.tax.api.held_words import event_told, taxpayer_told, violation_told
from services.tax.api.shapes import TaxpayerShown, ViolationShown
from services.tax.api.words import EARLY_END, LIFT, RECHECK, repair
from services.tax.api.work_shapes import AppealReceipt, EventShown
from services.tax.domain.appeals import Appeal, recheck_until
from services.tax.domain.events import Event
from services.tax.domain.grades import GRADE_COUNTS_FOR, Rating
from services.tax.domain.repair import lifted_until, repair_steps
from services.tax.domain.taxpayers import Taxpayer
from services.tax.domain.violations import MAJOR_VIOLATIONS, Violation, early_end_rule
from services.tax.records import events, ratings, taxpayers
from services.tax.records.appeals import appeals_against
from shared.calendar import legal_day
from shared.procedure.resting import listings_resting_on
from shared.procedure.rules_shown import EffectShown, effects_of
from shared.procedure.shapes import Remedy
from shared.rulebook import Indicator, Rules, Text
from shared.ties.following import Following
from shared.ties.held import PersonHeld, TieHeld, persons_held, ties_held


class RatingHeld(RatingShown):
    """One grade, until when it counts, and what the firm can do against it."""

    counts_until: date
    appeals: list[AppealReceipt]
    remedies: list[Remedy]


class EventHeld(EventShown):
    """One event, and what putting it right gives back."""

    in_plain_words: list[Text]
    remedies: list[Remedy]


class ViolationHeld(ViolationShown):
    """One case, what a listing for it brings about, and how that ends early."""

    in_plain_words: list[Text]
    effects: list[EffectShown]
    remedies: list[Remedy]


class TaxpayerHeld(TaxpayerShown):
    """The registration, told."""

    in_plain_words: list[Text]


class Holdings(BaseModel):
    """Everything held of the tax authority's own; what follows is that of the latest grade."""

    taxpayer: TaxpayerHeld | None = None
    ratings: list[RatingHeld] = []
    effects: list[EffectShown] = []
    events: list[EventHeld] = []
    persons: list[PersonHeld] = []
    violations: list[ViolationHeld] = []
    ties: list[TieHeld] = []


def holdings_of(session: Session, following: Following, id_number: str, today: date) -> Holdings:
    """The registration, grades, events and cases of a taxpayer; the ties of a person."""
    taxpayer, rules = taxpayers.taxpayer_with(session, id_number), following.rules
    tied = ties_held(session, following, id_number, today)
    if taxpayer is None:
        return Holdings(ties=tied)
    given = ratings.ratings_of(session, taxpayer.id)
    found = events.events_of(session, taxpayer.id)
    cases = taxpayers.violations_of(session, taxpayer.id)
    return Holdings(
        taxpayer=_taxpayer(taxpayer),
        ratings=_ratings(session, rules, given, found),
        effects=effects_of_grade(given, rules) if given else [],
        events=[_event(event, rules) for event in found],
        persons=persons_held(session, taxpayer.id),
        violations=[_violation(session, case, rules) for case in cases],
        ties=tied,
    )


def _taxpayer(taxpayer: Taxpayer) -> TaxpayerHeld:
    shown = TaxpayerShown.of(taxpayer).model_dump()
    return TaxpayerHeld(**shown, in_plain_words=taxpayer_told(taxpayer))


def _ratings(
    session: Session, rules: Rules, given: list[Rating], found: list[Event]
) -> list[RatingHeld]:
    """Every grade; a re-check can be asked for that one of a year which counts."""
    reading = Reading(rules, {event.id: event for event in found}, rules.as_of)
    counting = {rating.id for rating in ratings.counting(given).values()}
    held = []
    for rating in given:
        appeals = appeals_against(session, rating.id)
        remedies = [] if appeals or rating.id not in counting else [_recheck(rating, rules)]
        held.append(_rating(rating, reading, appeals, remedies))
    return held


def _rating(
    rating: Rating, reading: Reading, appeals: list[Appeal], remedies: list[Remedy]
) -> RatingHeld:
    return RatingHeld(
        **RatingShown.of(rating, reading).model_dump(),
        counts_until=reading.rules.after(date(rating.year, 12, 31), GRADE_COUNTS_FOR),
        appeals=[AppealReceipt.of(appeal) for appeal in appeals],
        remedies=remedies,
    )


def _recheck(rating: Rating, rules: Rules) -> Remedy:
    until = recheck_until(legal_day(rating.given_at), rules)
    door = f"/v1/evaluations/{rating.id}/recheck-request"
    return Remedy(what=RECHECK, door=door, until=until)


def _event(event: Event, rules: Rules) -> EventHeld:
    shown = EventShown.of(event, rules).model_dump()
    told = event_told(event, rules)
    return EventHeld(**shown, in_plain_words=told, remedies=_repairs(event, rules))


def _repairs(event: Event, rules: Rules) -> list[Remedy]:
    """Each step of what is given back, and the last day of it."""
    row = rules.rows.get(event.indicator)
    is_over = event.struck_at is not None or event.corrected_on is not None
    if row is None or is_over or not isinstance(row.value, Indicator):
        return []
    if row.value.repair == "lifts":
        until = lifted_until(event, rules)
        return [Remedy(what=LIFT, door="/v1/contact", until=until)] if until else []
    if row.value.repair == "none":
        return []
    return [
        Remedy(what=repair(percent), door="/v1/contact", until=until)
        for until, percent in repair_steps(event, rules)
    ]


def _violation(session: Session, case: Violation, rules: Rules) -> ViolationHeld:
    stands = any(listing.withdrawn_on is None for listing in listings_resting_on(session, case.id))
    can_end = stands and early_end_rule(case.ground, rules) is not None
    return ViolationHeld(
        **ViolationShown.of(case).model_dump(),
        in_plain_words=violation_told(case, rules),
        effects=effects_of(rules, MAJOR_VIOLATIONS) if stands else [],
        remedies=[Remedy(what=EARLY_END, door="/v1/contact", until=None)] if can_end else [],
    )
