"""The court's rules, as the paper's date has them."""

from datetime import date

import pytest

from services.court.api import CourtCasework
from shared.contract import Effect, Publication
from shared.identifiers import Kind
from shared.origin import Origin
from shared.rulebook import Bar, Confidence, Ground, ListRule, Rules, Unit, load
from shared.rulebook.rules import RuleMissing
from tests.unit.shared.memory import COURT_RULES, court_rules

GROUNDS = (
    "able-but-refuses",
    "obstructs-enforcement",
    "evades-enforcement",
    "breaks-asset-reporting",
    "breaks-consumption-restriction",
    "refuses-settlement",
)
RULES = court_rules()


def test_the_list_is_public_adverse_and_takes_persons_and_bodies() -> None:
    assert RULES.list_rule("judgment-defaulters") == ListRule(
        effect=Effect.ADVERSE,
        publication=Publication.PUBLIC,
        kinds=(Kind.PERSON, Kind.ORGANISATION),
    )


def grounds_of(list_id: str, rules: Rules = RULES) -> tuple[str, ...]:
    """The grounds of a list, in the order of the rulebook."""
    return tuple(key for key, one in rules.all_of(Ground).items() if one.list == list_id)


def test_the_six_grounds_are_all_there_are_and_each_stands_two_years() -> None:
    assert grounds_of("judgment-defaulters") == GROUNDS
    for ground in GROUNDS:
        term = RULES.ground(ground, "judgment-defaulters").term
        assert RULES.after(date(2019, 2, 14), term) == date(2021, 2, 14)


def test_only_the_first_grounds_term_is_ours() -> None:
    terms = {ground: RULES.ground(ground, "judgment-defaulters").term for ground in GROUNDS}
    ours = [ground for ground, term in terms.items() if RULES.row(term).origin is Origin.OURS]
    assert ours == ["able-but-refuses"]
    assert RULES.row(terms["able-but-refuses"]).floor is True


def test_the_list_of_restricted_consumers_is_shared_and_its_term_is_ours() -> None:
    assert RULES.list_rule("consumption-restrictions") == ListRule(
        effect=Effect.ADVERSE,
        publication=Publication.SHARED,
        kinds=(Kind.PERSON, Kind.ORGANISATION),
    )
    assert grounds_of("consumption-restrictions") == ("unpaid-after-notice", "listed-as-defaulter")
    assert RULES.row("restriction-term").floor is True


@pytest.mark.parametrize(
    ("rule", "value", "unit", "confidence"),
    [
        ("fixed-term", 2, Unit.YEARS, Confidence.CONFIRMED),
        ("youngest-age", 18, Unit.YEARS, Confidence.FIRM),
        ("objection-decision-term", 15, Unit.DAYS, Confidence.FIRM),
        ("review-window", 10, Unit.DAYS, Confidence.FIRM),
        ("withdrawal-term", 3, Unit.WORKING_DAYS, Confidence.FIRM),
        ("error-withdrawal-term", 3, Unit.WORKING_DAYS, Confidence.FIRM),
        ("correction-term", 3, Unit.WORKING_DAYS, Confidence.FIRM),
        ("application-decision-term", 15, Unit.DAYS, Confidence.FIRM),
        ("review-decision-term", 15, Unit.DAYS, Confidence.FIRM),
        ("relisting-bar", 6, Unit.MONTHS, Confidence.FIRM),
        ("least-added-term", 1, Unit.YEARS, Confidence.FIRM),
        ("most-added-term", 3, Unit.YEARS, Confidence.FIRM),
        ("notice-period", 10, Unit.DAYS, Confidence.UNCONFIRMED),
        ("objection-window", 5, Unit.WORKING_DAYS, Confidence.DERIVED),
    ],
)
def test_each_number_has_its_unit_and_how_sure_it_is(
    rule: str, value: int, unit: Unit, confidence: Confidence
) -> None:
    row = RULES.row(rule)
    assert (row.value, row.unit, row.confidence) == (value, unit, confidence)


def test_before_the_amendment_of_2017_every_ground_asked_for_ability_and_none_had_a_term() -> None:
    before, after = court_rules(date(2017, 4, 30)), court_rules(date(2017, 5, 1))
    for ground in GROUNDS:
        assert before.ground(ground, "judgment-defaulters").term == "undated-term"
        assert before.row(ground).legal_basis == "2013 Provisions, Art. 1"
    assert before.row("undated-term").origin is Origin.OURS
    unable = {rules.as_of: rules.all_of(Bar)["unable-to-perform"] for rules in (before, after)}
    assert unable[date(2017, 4, 30)].grounds == GROUNDS
    assert unable[date(2017, 5, 1)].grounds == ("able-but-refuses",)
    assert "youngest-age" not in before.rows
    assert "undated-term" not in after.rows


@pytest.mark.parametrize(
    ("day", "lists"),
    [
        (date(2010, 9, 30), []),
        (date(2010, 10, 1), ["consumption-restrictions"]),
        (date(2013, 10, 1), ["judgment-defaulters", "consumption-restrictions"]),
        (date(2026, 1, 1), ["judgment-defaulters", "consumption-restrictions"]),
    ],
)
def test_each_list_begins_with_its_rule(day: date, lists: list[str]) -> None:
    assert list(court_rules(day).all_of(ListRule)) == lists


def test_the_amendment_of_2015_brought_fast_trains_controllers_and_the_second_ground() -> None:
    before, after = court_rules(date(2015, 7, 21)), court_rules(date(2015, 7, 22))
    brought = set(after.rows) - set(before.rows)
    assert brought == {
        "high-speed-trains",
        "actual-controller",
        "listed-as-defaulter",
        "no-longer-listed",
    }


def test_what_came_in_december_2019_was_not_in_force_at_the_papers_date() -> None:
    before, after = court_rules(date(2019, 12, 15)), court_rules(date(2019, 12, 16))
    assert set(after.rows) - set(RULES.rows) == {
        "least-grace",
        "most-grace",
        "student-campus-loan",
        "representative-of-listed-firm",
        "temporary-lift",
        "temporary-lift-longest",
    }
    assert set(before.rows) == set(RULES.rows)
    assert after.row("high-fee-schools").legal_basis != before.row("high-fee-schools").legal_basis


@pytest.mark.parametrize(
    "day", ["2010-10-01", "2015-01-01", "2015-08-01", "2017-05-01", "2026-01-01"]
)
def test_the_courts_code_finds_every_row_it_needs(day: str) -> None:
    CourtCasework(court_rules(date.fromisoformat(day)))


def test_a_bar_or_an_ending_names_grounds_effects_and_lists_that_there_are() -> None:
    rows = load(COURT_RULES).rows
    ids = {row.id for row in rows}
    named = [
        name
        for row in rows
        for name in (
            *getattr(row.value, "grounds", ()),
            *getattr(row.value, "effects", ()),
            *([row.value.of] if hasattr(row.value, "of") else []),
        )
    ]
    assert named
    assert set(named) <= ids


def test_a_rulebook_without_a_row_that_code_needs_stops_the_service() -> None:
    rows = {key: row for key, row in RULES.rows.items() if key != "review-ahead"}
    with pytest.raises(RuleMissing, match="review-ahead"):
        CourtCasework(Rules("court", RULES.as_of, rows))


def test_an_ending_for_no_ground_in_force_stops_the_service() -> None:
    rows = {key: row for key, row in RULES.rows.items() if key != "able-but-refuses"}
    with pytest.raises(RuleMissing, match="no ground in force for creditor-asks"):
        CourtCasework(Rules("court", RULES.as_of, rows))


def test_what_is_recalled_and_not_read_again_is_called_firm() -> None:
    recalled = [row for row in RULES.rows.values() if row.source.startswith("recalled")]
    assert recalled
    assert all(row.confidence is Confidence.FIRM for row in recalled)


def test_every_departure_of_ours_says_that_the_rule_has_none() -> None:
    ours = [row for row in RULES.rows.values() if row.origin is Origin.OURS]
    assert {row.id for row in ours} == {
        "able-but-refuses-term",
        "restriction-term",
        "review-ahead",
        "youngest-restricted-age",
        "notice-period",
        "objection-window",
        "necessary-spending-longest",
        "no-longer-listed",
        "lifting-term",
    }
    assert all("none" in row.legal_basis for row in ours)
