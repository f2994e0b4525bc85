"""How long a listing stands, how much longer in grave cases, and the grace before it."""

from datetime import date

import pytest

from services.court.domain import Aggravation, LongerTerm
from services.court.domain.refusals import (
    NoSuchRelief,
    NotAggravated,
    NothingToRenew,
    TermOutOfBounds,
)
from services.court.domain.terms import (
    grace_until,
    has_fixed_term,
    must_be_aggravated,
    must_be_renewable,
    prolonged,
)
from shared.calendar import start_of
from tests.unit.shared.memory import court_rules

PAPER, LATER, EARLIER = (
    court_rules(),
    court_rules(date(2019, 12, 16)),
    court_rules(date(2015, 1, 1)),
)
DEFAULTERS, REFUSES, VIOLENT = "judgment-defaulters", "able-but-refuses", "obstructs-enforcement"


def longer(years: int = 1, because: Aggravation = Aggravation.SERIOUS_VIOLENCE) -> LongerTerm:
    """Decided on 1 February 2019."""
    at = start_of(date(2019, 2, 1))
    return LongerTerm("p-qhzxkvbnwertyuiopasd", because, years, "An axe.", "clerk-one", at)


@pytest.mark.parametrize("years", [1, 2, 3])
def test_serious_violence_adds_one_to_three_years(years: int) -> None:
    must_be_aggravated(longer(years), VIOLENT, [], PAPER)
    two_years = date(2021, 2, 14)
    assert prolonged(two_years, longer(years)) == date(2021 + years, 2, 14)
    assert prolonged(two_years, None) == two_years


@pytest.mark.parametrize("years", [0, 4])
def test_no_other_number_of_years_is_added(years: int) -> None:
    with pytest.raises(TermOutOfBounds):
        must_be_aggravated(longer(years), VIOLENT, [], PAPER)


def test_a_leap_day_becomes_the_last_of_february() -> None:
    assert prolonged(date(2022, 2, 28), longer(2)) == date(2024, 2, 28)
    assert prolonged(date(2024, 2, 29), longer(1)) == date(2025, 2, 28)


def test_violence_is_a_matter_of_its_own_ground() -> None:
    with pytest.raises(NotAggravated):
        must_be_aggravated(longer(), "refuses-settlement", [], PAPER)


def test_several_grounds_are_more_than_the_one() -> None:
    several = longer(because=Aggravation.SEVERAL_GROUNDS)
    must_be_aggravated(several, "refuses-settlement", ["refuses-settlement", REFUSES], PAPER)
    with pytest.raises(NotAggravated):
        must_be_aggravated(several, "refuses-settlement", ["refuses-settlement"], PAPER)


def test_before_2017_no_term_was_longer_than_another() -> None:
    with pytest.raises(NoSuchRelief):
        must_be_aggravated(longer(), VIOLENT, [], EARLIER)


def test_what_a_rule_has_fixed_ends_and_only_a_term_of_our_own_is_renewed() -> None:
    must_be_renewable(REFUSES, DEFAULTERS, PAPER)
    must_be_renewable("unpaid-after-notice", "consumption-restrictions", PAPER)
    for ground in (VIOLENT, "refuses-settlement"):
        assert has_fixed_term(ground, DEFAULTERS, PAPER)
        with pytest.raises(NothingToRenew):
            must_be_renewable(ground, DEFAULTERS, PAPER)
        must_be_renewable(ground, DEFAULTERS, EARLIER)


@pytest.mark.parametrize(
    ("months", "last_day"),
    [(1, date(2020, 2, 29)), (2, date(2020, 3, 31)), (3, date(2020, 4, 30))],
)
def test_a_grace_is_one_to_three_months(months: int, last_day: date) -> None:
    assert grace_until(months, LATER, date(2020, 1, 31)) == last_day


@pytest.mark.parametrize("months", [0, 4])
def test_no_other_grace_is_given(months: int) -> None:
    with pytest.raises(TermOutOfBounds):
        grace_until(months, LATER, date(2020, 1, 31))


def test_at_the_papers_date_there_was_no_grace() -> None:
    for rules in (PAPER, EARLIER, court_rules(date(2019, 12, 15))):
        with pytest.raises(NoSuchRelief):
            grace_until(1, rules, date(2019, 11, 1))
