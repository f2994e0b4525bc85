"""What holds for every firm, whatever was found about it, under every edition."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as any_of

from services.tax.domain.evaluation import Firm, Past, evaluate
from services.tax.domain.events import Event
from services.tax.domain.grades import BEST_FIRST, Cause, Evaluated, Grade, is_worse
from services.tax.domain.lines import Why
from services.tax.domain.scale import Scale
from tests.unit.tax.years import EDITIONS

YEAR = 2025
NEW_YEAR = date(YEAR, 1, 1)
INDICATORS = sorted({one for scale in EDITIONS for one in scale.indicators})
# No conduct of the firm's: to have no income, or incomplete data, is not worse behaviour.
FACTS = {"no-income", "fee-data-missing"}


@any_of.composite
def events(draw: any_of.DrawFn) -> list[Event]:
    """Some events of the year and the three before it, some of them put right."""
    return [draw(an_event(number)) for number in range(draw(any_of.integers(0, 7)))]


@any_of.composite
def an_event(draw: any_of.DrawFn, number: int) -> Event:
    """One event."""
    day = NEW_YEAR + timedelta(days=draw(any_of.integers(-3 * 365, 364)))
    corrected_after = draw(any_of.none() | any_of.integers(0, 900))
    return Event(
        id=f"i-{number:08}",
        taxpayer_id="t-firm",
        indicator=draw(any_of.sampled_from(INDICATORS)),
        happened_on=day,
        amount_yuan=draw(any_of.integers(0, 300_000)),
        year_tax_yuan=draw(any_of.integers(0, 3_000_000)),
        corrected_on=None if corrected_after is None else day + timedelta(days=corrected_after),
    )


pasts = any_of.dictionaries(
    any_of.integers(YEAR - 4, YEAR - 1),
    any_of.builds(
        Past, any_of.sampled_from(list(Grade)), any_of.none() | any_of.sampled_from(list(Cause))
    ),
)
firms = any_of.builds(
    Firm,
    began_on=any_of.dates(date(2005, 1, 1), date(YEAR, 12, 31)),
    events=events(),
    past=pasts,
    ties_to_d=any_of.lists(any_of.sampled_from(["b-one", "b-two"]), max_size=2, unique=True),
)
scales = any_of.sampled_from(EDITIONS)


def result(firm: Firm, scale: Scale) -> Evaluated:
    """What the rules make of it; every firm here was there in time."""
    found = evaluate(YEAR, firm, scale)
    assert found is not None
    return found


def not_worse(after: Evaluated, before: Evaluated) -> bool:
    """Whether neither the points nor the grade got worse."""
    return after.points >= before.points and not is_worse(after.grade, before.grade)


def without(firm: Firm, gone: Event) -> Firm:
    """The firm if this had never happened."""
    return replace(firm, events=[event for event in firm.events if event is not gone])


@given(firms, scales, any_of.randoms(use_true_random=False))
def test_the_order_in_which_events_were_recorded_changes_nothing(
    firm: Firm, scale: Scale, dice: Random
) -> None:
    shuffled = list(firm.events)
    dice.shuffle(shuffled)
    assert result(replace(firm, events=shuffled), scale) == result(firm, scale)


@given(firms, scales)
def test_points_lie_between_zero_and_the_base_and_are_the_sum_of_the_lines(
    firm: Firm, scale: Scale
) -> None:
    found = result(firm, scale)
    assert found.points == sum(line.points for line in found.lines)
    (base,) = (line.points for line in found.lines if line.why is Why.BASE)
    assert 0 <= found.points <= base


@given(firms, scales)
def test_what_was_not_found_never_makes_a_grade_worse(firm: Firm, scale: Scale) -> None:
    """For conduct of every day; an audit raises the base, so that one is compared below."""
    before = result(firm, scale)
    for gone in firm.events:
        indicator = scale.indicators.get(gone.indicator)
        if indicator is None or (indicator.recurring and gone.indicator not in FACTS):
            assert not_worse(result(without(firm, gone), scale), before)


@given(firms, scales)
def test_an_audit_that_finds_nothing_is_never_worse_than_one_that_finds_something(
    firm: Firm, scale: Scale
) -> None:
    before = result(firm, scale)
    for found in firm.events:
        indicator = scale.indicators.get(found.indicator)
        if indicator is not None and not indicator.recurring:
            clean = replace(found, indicator="audit-without-finding")
            events_now = [clean if event is found else event for event in firm.events]
            assert not_worse(result(replace(firm, events=events_now), scale), before)


@given(firms, scales, any_of.integers(0, 900))
def test_putting_right_and_putting_right_sooner_never_make_a_grade_worse(
    firm: Firm, scale: Scale, days: int
) -> None:
    before = result(firm, scale)
    for late in firm.events:
        day = late.happened_on + timedelta(days=days)
        if late.corrected_on is None or day <= late.corrected_on:
            sooner = replace(late, corrected_on=day)
            events_now = [sooner if event is late else event for event in firm.events]
            assert not_worse(result(replace(firm, events=events_now), scale), before)


@given(firms, scales)
def test_a_smaller_amount_never_makes_a_grade_worse(firm: Firm, scale: Scale) -> None:
    before = result(firm, scale)
    for found in firm.events:
        less = replace(found, amount_yuan=(found.amount_yuan or 0) // 2)
        events_now = [less if event is found else event for event in firm.events]
        assert not_worse(result(replace(firm, events=events_now), scale), before)


@given(firms, scales)
def test_a_better_past_or_no_tie_to_a_d_never_makes_a_grade_worse(firm: Firm, scale: Scale) -> None:
    before = result(firm, scale)
    assert not_worse(result(replace(firm, ties_to_d=()), scale), before)
    assert not_worse(result(replace(firm, past=_better(firm.past)), scale), before)


def _better(past: Mapping[int, Past]) -> dict[int, Past]:
    """The same years with an A wherever there was a D."""
    return {
        year: Past(Grade.A, Cause.POINTS) if one.grade is Grade.D else one
        for year, one in past.items()
    }


@pytest.mark.slow
@given(firms, scales)
@settings(max_examples=50)
def test_every_grade_rests_on_what_its_lines_say(firm: Firm, scale: Scale) -> None:
    found = result(firm, scale)
    reasons: Sequence[Why] = [line.why for line in found.lines]
    assert (Why.DIRECT_D in reasons) <= (found.grade is Grade.D)
    assert (found.cause is Cause.SPILLED) <= (Why.SPILLED_D in reasons)
    assert (found.grade is Grade.A) <= (found.points >= scale.a_from)
    assert found.grade in BEST_FIRST
    assume(found.cause is Cause.POINTS)
    band, _ = scale.band(found.points)
    assert found.grade is band or (band is Grade.A and found.grade is Grade.B)
