"""The court's rules, as the paper's date has them."""

from datetime import date

import pytest

from shared.contract import Effect, Publication
from shared.identifiers import Kind
from shared.origin import Origin
from shared.rulebook import Confidence, GroundUnknown, ListRule, Unit
from shared.rulebook.rows import Ground
from tests.unit.shared.memory import court_rules

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


def test_the_six_grounds_are_all_there_are_and_each_stands_two_years() -> None:
    found = [row.id for row in RULES.rows.values() if isinstance(row.value, Ground)]
    assert tuple(found) == GROUNDS
    for ground in GROUNDS:
        term = RULES.ground(ground, "judgment-defaulters").term
        assert RULES.after(date(2019, 2, 14), term) == date(2021, 2, 14)


def test_only_the_first_grounds_term_is_ours() -> None:
    terms = {ground: RULES.ground(ground, "judgment-defaulters").term for ground in GROUNDS}
    ours = [ground for ground, term in terms.items() if RULES.row(term).origin is Origin.OURS]
    assert ours == ["able-but-refuses"]
    assert RULES.row(terms["able-but-refuses"]).floor is True


@pytest.mark.parametrize(
    ("rule", "value", "unit", "confidence"),
    [
        ("fixed-term", 2, Unit.YEARS, Confidence.CONFIRMED),
        ("youngest-age", 18, Unit.YEARS, Confidence.FIRM),
        ("objection-decision-term", 15, Unit.DAYS, Confidence.FIRM),
        ("review-window", 10, Unit.DAYS, Confidence.FIRM),
        ("withdrawal-term", 3, Unit.WORKING_DAYS, Confidence.FIRM),
        ("correction-term", 3, Unit.WORKING_DAYS, Confidence.FIRM),
        ("notice-period", 10, Unit.DAYS, Confidence.UNCONFIRMED),
        ("objection-window", 5, Unit.WORKING_DAYS, Confidence.DERIVED),
    ],
)
def test_each_number_has_its_unit_and_how_sure_it_is(
    rule: str, value: int, unit: Unit, confidence: Confidence
) -> None:
    row = RULES.row(rule)
    assert (row.value, row.unit, row.confidence) == (value, unit, confidence)


def test_before_the_amendment_of_2017_none_of_its_grounds_was_in_force() -> None:
    before, after = court_rules(date(2017, 4, 30)), court_rules(date(2017, 5, 1))
    for ground in GROUNDS:
        after.ground(ground, "judgment-defaulters")
        with pytest.raises(GroundUnknown):
            before.ground(ground, "judgment-defaulters")


def test_what_is_recalled_and_not_read_again_is_called_firm() -> None:
    recalled = [row for row in RULES.rows.values() if row.source.startswith("recalled")]
    assert recalled
    assert all(row.confidence is Confidence.FIRM for row in recalled)


def test_every_departure_of_ours_says_that_the_rule_has_none() -> None:
    ours = [row for row in RULES.rows.values() if row.origin is Origin.OURS]
    assert {row.id for row in ours} == {
        "able-but-refuses-term",
        "notice-period",
        "objection-window",
    }
    assert all("none" in row.legal_basis for row in ours)
