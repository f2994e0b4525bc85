"""The tax authority's rules as pure functions."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import services.tax
from services.tax.domain.grades import Grade, GradeNotA, Rating, first_year_that_counts, must_be_a
from services.tax.domain.taxpayers import (
    IndividualsNotRated,
    PartyIsMinor,
    Taxpayer,
    YearNotOver,
    must_be_of_age,
)
from services.tax.domain.violations import BelowThreshold, Violation, must_be_listable
from shared.errors import Refusal
from shared.identifiers import Party
from shared.rulebook import Rules, load
from tests.builders import make_organisation, make_party

RULEBOOK = load(Path(services.tax.__file__).with_name("rulebook.yaml"))
IN_2019 = RULEBOOK.as_of(date(2019, 11, 1))
IN_2022 = RULEBOOK.as_of(date(2022, 6, 1))
NOON = datetime(2019, 1, 2, 4, tzinfo=UTC)
CASE = Violation(
    id="v-qhzxkvbnwertyuiopasd",
    taxpayer_id="t-qhzxkvbnwertyuiopasd",
    ground="tax-evasion",
    amount_yuan=1_000_000,
    year_tax_yuan=10_000_000,
    invoice_count=None,
    decided_on=date(2018, 11, 20),
    is_final=True,
    recorded_by="clerk-one",
    recorded_at=NOON,
)


def refusal_of(case: Violation, ground: str = "tax-evasion", rules: Rules = IN_2019) -> str | None:
    """The code with which a listing is refused, or None."""
    try:
        must_be_listable(case, ground, rules)
    except Refusal as refusal:
        return refusal.code
    return None


def test_in_2019_evasion_is_major_from_a_million_that_is_a_tenth_of_the_years_tax() -> None:
    assert refusal_of(CASE) is None
    assert refusal_of(replace(CASE, amount_yuan=999_999)) == "below_threshold"
    assert refusal_of(replace(CASE, year_tax_yuan=10_000_001)) == "below_threshold"


def test_an_evasion_whose_share_nobody_knows_is_not_major() -> None:
    with pytest.raises(BelowThreshold):
        must_be_listable(replace(CASE, year_tax_yuan=None), "tax-evasion", IN_2019)


def test_arrears_of_a_hundred_thousand_are_major_in_2019_and_no_longer_in_2022() -> None:
    case = replace(CASE, ground="evading-arrears", amount_yuan=100_000, year_tax_yuan=None)
    assert refusal_of(case, "evading-arrears", IN_2019) is None
    assert refusal_of(case, "evading-arrears", IN_2022) == "below_threshold"
    assert refusal_of(replace(case, amount_yuan=99_999), "evading-arrears") == "below_threshold"


@pytest.mark.parametrize(
    ("invoice_count", "amount_yuan", "refused_in_2019", "refused_in_2022"),
    [
        (100, 0, None, None),
        (99, 399_999, "below_threshold", "below_threshold"),
        (1, 400_000, None, "below_threshold"),
        (None, 4_000_000, None, None),
    ],
)
def test_false_ordinary_invoices_are_major_by_their_number_or_by_their_amount(
    invoice_count: int | None,
    amount_yuan: int,
    refused_in_2019: str | None,
    refused_in_2022: str | None,
) -> None:
    ground = "false-ordinary-invoices"
    case = replace(CASE, ground=ground, amount_yuan=amount_yuan, invoice_count=invoice_count)
    assert refusal_of(case, ground, IN_2019) == refused_in_2019
    assert refusal_of(case, ground, IN_2022) == refused_in_2022


@pytest.mark.parametrize(
    "ground",
    [
        "export-refund-fraud",
        "violent-resistance",
        "false-special-invoices",
        "forged-invoices",
        "absconded",
        "other-grave-case",
    ],
)
def test_some_grounds_are_major_whatever_the_amount(ground: str) -> None:
    assert refusal_of(replace(CASE, ground=ground, amount_yuan=0), ground) is None


def test_a_case_on_one_ground_carries_no_listing_on_another() -> None:
    assert refusal_of(CASE, "evading-arrears") == "basis_of_other_ground"


def test_a_decision_that_can_still_be_challenged_carries_no_listing() -> None:
    open_case = replace(CASE, is_final=False)
    assert refusal_of(open_case) == "decision_not_final"
    assert refusal_of(open_case.become_final()) is None


def test_somebody_comes_of_age_on_the_eighteenth_birthday() -> None:
    young = make_party(born_on=date(2001, 5, 4))
    with pytest.raises(PartyIsMinor):
        must_be_of_age(young, IN_2019, date(2019, 5, 3))
    must_be_of_age(young, IN_2019, date(2019, 5, 4))
    must_be_of_age(make_organisation(), IN_2019, date(2019, 5, 3))


def rated(grade: Grade, year: int) -> Rating:
    """A grade."""
    return Rating(
        id="e-qhzxkvbnwertyuiopasd",
        taxpayer_id=CASE.taxpayer_id,
        year=year,
        grade=grade,
        given_by="clerk-one",
        given_at=NOON,
        reasons="On time.",
    )


def test_an_a_counts_until_the_results_of_the_next_year_are_out_in_april() -> None:
    a_of_2017 = rated(Grade.A, 2017)
    must_be_a(a_of_2017, IN_2019, date(2019, 4, 30))
    with pytest.raises(GradeNotA):
        must_be_a(a_of_2017, IN_2019, date(2019, 5, 1))
    assert first_year_that_counts(IN_2019, date(2019, 4, 30)) == 2017
    assert first_year_that_counts(IN_2019, date(2019, 5, 1)) == 2018


@pytest.mark.parametrize("grade", [Grade.B, Grade.M, Grade.C, Grade.D])
def test_no_other_grade_opens_the_favourable_list(grade: Grade) -> None:
    with pytest.raises(GradeNotA):
        must_be_a(rated(grade, 2018), IN_2019, date(2019, 6, 3))


def test_who_was_never_graded_has_no_a() -> None:
    with pytest.raises(GradeNotA):
        must_be_a(None, IN_2019, date(2019, 6, 3))


def taxpayer(party: Party) -> Taxpayer:
    """A taxpayer registered on 2 January 2019."""
    return Taxpayer(CASE.taxpayer_id, party, "clerk-one", NOON)


def test_individuals_are_outside_the_rating() -> None:
    with pytest.raises(IndividualsNotRated):
        taxpayer(make_party()).may_be_rated(2018, date(2019, 4, 8))


def test_a_year_is_graded_when_it_is_over() -> None:
    firm = taxpayer(make_organisation())
    with pytest.raises(YearNotOver):
        firm.may_be_rated(2019, date(2019, 12, 31))
    firm.may_be_rated(2019, date(2020, 1, 1))
