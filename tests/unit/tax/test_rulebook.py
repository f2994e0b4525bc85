"""The tax authority's rulebook."""

from datetime import date

import pytest

from services.tax.api.casework import NEEDED_RULES
from services.tax.domain.calendar import evaluation_day
from services.tax.domain.scale import Scale
from shared.contract import Effect
from shared.identifiers import Kind
from shared.procedure.desk import NEEDED_RULES as NEEDED_BY_THE_PROCEDURE
from shared.rulebook import Consequence, Ground, GroundUnknown
from shared.rulebook.rows import Confidence, LegalForce
from tests.unit.tax.test_domain import IN_2019, IN_2022, RULEBOOK


@pytest.mark.parametrize(
    "day",
    [date(2019, 1, 1), date(2019, 11, 1), date(2022, 1, 31), date(2022, 2, 1), date(2026, 1, 1)],
)
def test_on_any_day_that_can_be_asked_for_the_rules_are_whole(day: date) -> None:
    rules = RULEBOOK.as_of(day)
    rules.require((*NEEDED_RULES, *NEEDED_BY_THE_PROCEDURE, "reviewing-body"))
    grounds = [row.value for row in rules.rows.values() if isinstance(row.value, Ground)]
    assert len(grounds) == (10 if day < date(2022, 2, 1) else 11)
    for ground in grounds:
        rules.list_rule(ground.list)
        assert rules.after(day, ground.term) > day
    assert evaluation_day(2019, rules) == date(2019, 4, 1)
    assert len(Scale.of(rules).indicators) > 25


@pytest.mark.parametrize("day", [date(2019, 11, 1), date(2021, 6, 1), date(2026, 1, 1)])
def test_thresholds_and_effects_belong_to_something_that_is_in_force(day: date) -> None:
    rules = RULEBOOK.as_of(day)
    for rule_id in rules.rows:
        for ending in ("-amount", "-share", "-points", "-repair-term"):
            owner = rule_id.removesuffix(ending)
            is_own = rule_id != owner and "repair" not in owner
            assert not is_own or owner in rules.rows, rule_id
    followed = {row.value.of for row in rules.rows.values() if isinstance(row.value, Consequence)}
    assert followed == {
        "grade-a",
        "grade-m",
        "grade-d",
        "major-violations",
    }


def test_the_editions_stand_side_by_side() -> None:
    points = {
        day: RULEBOOK.as_of(date.fromisoformat(day)).number("base-without-audit")
        for day in ("2019-11-01", "2025-06-30", "2025-07-01")
    }
    assert points == {"2019-11-01": 90, "2025-06-30": 90, "2025-07-01": 93}
    assert "points-d-kept" in IN_2019.rows
    assert "after-points-d" not in IN_2019.rows
    in_2021 = RULEBOOK.as_of(date(2021, 6, 1))
    assert "points-d-kept" not in in_2021.rows
    assert in_2021.number("after-points-d") == 11


def test_the_adverse_list_takes_everybody_and_the_favourable_one_only_organisations() -> None:
    adverse = IN_2019.list_rule("major-violations")
    favourable = IN_2019.list_rule("a-taxpayers")
    assert (adverse.effect, set(adverse.kinds)) == (Effect.ADVERSE, set(Kind))
    assert (favourable.effect, favourable.kinds) == (Effect.FAVOURABLE, (Kind.ORGANISATION,))


def test_a_case_of_2019_is_published_for_three_years_and_a_place_among_the_a_for_one() -> None:
    assert IN_2019.after(date(2019, 3, 1), "major-violation-term") == date(2022, 3, 1)
    assert IN_2019.after(date(2019, 3, 1), "a-taxpayer-term") == date(2020, 3, 1)


def test_until_2018_a_case_was_published_for_two_years() -> None:
    in_2018 = RULEBOOK.as_of(date(2018, 12, 31))
    assert in_2018.after(date(2018, 3, 1), "major-violation-term") == date(2020, 3, 1)


def test_rules_of_other_dates_are_never_mixed_in() -> None:
    assert IN_2019.number("evading-arrears-amount") == 100_000
    assert IN_2022.number("evading-arrears-amount") == 1_000_000
    assert IN_2019.row("tax-evasion").legal_force is LegalForce.POLICY
    assert IN_2022.row("tax-evasion").legal_force is LegalForce.REGULATION


def test_before_2019_the_rulebook_has_no_ground_to_list_anybody() -> None:
    with pytest.raises(GroundUnknown):
        RULEBOOK.as_of(date(2018, 6, 1)).ground("tax-evasion", "major-violations")


def test_what_rests_on_memory_says_so() -> None:
    weak = {row.id for row in RULEBOOK.rows if row.confidence is Confidence.FIRM}
    assert weak == {
        "a-needs-years",
        "early-end-wait",
        "evading-arrears-early-end-wait",
        "listed-as-major",
        "major-violation-term",
        "no-a-after-d",
        "objection-window",
        "recheck-until",
        "repair-until",
        "tax-evasion-early-end-wait",
    }
