"""When an authority publishes: the day after the window, or once a month; the rule says which."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import first_working_day, is_working_day
from shared.procedure.desk import Desk
from shared.procedure.publication import PUBLICATION_DAY, publication_day, publishes_on
from shared.rulebook import Rules, Unit
from shared.rulebook.rules import RuleMissing
from tests.unit.shared.memory import OpenCasework, court_rules

DAYS = st.dates(date(2005, 1, 1), date(2030, 12, 31))


def publishing(word: str | None) -> Rules:
    """The court's rules, with a day of publication or without one."""
    rules = court_rules()
    if word is None:
        return rules
    words = {"id": PUBLICATION_DAY, "unit": Unit.CADENCE, "value": word}
    row = rules.row("objection-window").model_copy(update=words)
    return replace(rules, rows={**rules.rows, PUBLICATION_DAY: row})


MONTHLY = publishing("first-working-day-of-month")


@pytest.mark.parametrize(
    ("earliest", "published_on"),
    [
        (date(2019, 9, 28), date(2019, 10, 8)),  # 1 to 7 October are National Day
        (date(2019, 10, 1), date(2019, 10, 8)),
        (date(2019, 10, 8), date(2019, 10, 8)),
        (date(2019, 10, 9), date(2019, 11, 1)),
        (date(2019, 12, 3), date(2020, 1, 2)),
        (date(2020, 1, 3), date(2020, 2, 3)),  # the holiday of 2020 was made longer until then
    ],
)
def test_once_a_month_on_the_first_working_day(earliest: date, published_on: date) -> None:
    assert publishes_on(MONTHLY, earliest) == published_on


@given(DAYS)
def test_the_monthly_day_is_never_too_early_and_always_the_first_worked(earliest: date) -> None:
    day = publishes_on(MONTHLY, earliest)
    assert day >= earliest
    assert is_working_day(day)
    before = (day - timedelta(days=gap) for gap in range(1, day.day))
    assert not any(map(is_working_day, before))
    assert day - earliest <= timedelta(days=45)


@given(DAYS)
def test_without_a_rule_or_by_the_plain_one_nothing_is_waited_for(earliest: date) -> None:
    for word in (None, "next-day"):
        assert publishes_on(publishing(word), earliest) == earliest


def test_a_word_that_nobody_knows_stops_the_service() -> None:
    with pytest.raises(RuleMissing, match="publication-day says weekly, not next-day or first"):
        publication_day(publishing("weekly"))
    with pytest.raises(RuleMissing):
        Desk("court", publishing("weekly"), OpenCasework()).must_have_rules()


def test_the_first_working_day_of_a_month_may_be_late() -> None:
    assert first_working_day(date(2019, 2, 20)) == date(2019, 2, 1)
    assert first_working_day(date(2019, 10, 31)) == date(2019, 10, 8)
