"""Points, bands and bars of a year, edition by edition."""

from datetime import UTC, date, datetime

import pytest

from services.tax.domain.evaluation import Firm, Past, evaluate
from services.tax.domain.events import Event
from services.tax.domain.grades import Cause, Grade
from services.tax.domain.lines import Why
from tests.unit.tax.years import (
    EDITIONS,
    IN_2017,
    IN_2019,
    IN_2021,
    IN_2026,
    d_of,
    event,
    graded,
    made,
)

AUDIT = event("audit-without-finding", "2018-06-01", 90)


def late(count: int, *, year: int = 2018) -> list[Event]:
    """So many late payments, one in each month."""
    days = (f"{year}-{month:02}-16" for month in range(1, count + 1))
    return [event("late-payment", day, number) for number, day in enumerate(days)]


def test_a_firm_nobody_looked_at_starts_from_ninety_in_2018_and_is_still_an_a() -> None:
    assert graded() == (Grade.A, 90.0)
    assert graded(AUDIT) == (Grade.A, 100.0)


def test_who_was_not_audited_falls_from_a_by_one_late_payment_and_who_was_does_not() -> None:
    assert graded(event("late-payment", "2018-03-16")) == (Grade.B, 85.0)
    assert graded(event("late-payment", "2018-03-16"), AUDIT) == (Grade.A, 95.0)


def test_the_oddity_of_the_rule_an_audit_with_a_small_fault_is_better_than_no_audit() -> None:
    fault = event("conduct-fine", "2018-06-01", amount_yuan=500)
    assert graded(fault, event("late-payment", "2018-03-16", 2)) == (Grade.A, 94.0)
    assert graded(event("late-payment", "2018-03-16", 2)) == (Grade.B, 85.0)


@pytest.mark.parametrize(
    ("count", "grade", "points"),
    [(4, "B", 70.0), (5, "C", 65.0), (10, "C", 40.0), (11, "D", 35.0)],
)
def test_the_bands_begin_at_seventy_and_forty(count: int, grade: str, points: float) -> None:
    assert graded(*late(count)) == (Grade(grade), points)


def test_points_do_not_fall_below_zero_and_the_lines_say_so() -> None:
    found = made(*late(12), *[event("late-return", "2018-05-05", 40 + n) for n in range(12)])
    assert (found.points, found.cause) == (0, Cause.POINTS)
    assert [line.points for line in found.lines if line.why is Why.TO_ZERO] == [3000]


def test_in_2025_the_base_is_ninety_three_or_ninety_without_data_on_fees() -> None:
    assert graded(year=2025, scale=IN_2026) == (Grade.A, 93.0)
    gap = event("fee-data-missing", "2025-12-31")
    assert graded(gap, year=2025, scale=IN_2026) == (Grade.A, 90.0)


def test_an_audit_is_remembered_for_one_year_until_2020_and_for_three_since() -> None:
    audit = event("audit-without-finding", "2019-06-01")
    assert graded(audit, year=2020) == (Grade.A, 90.0)
    assert graded(audit, year=2021, scale=IN_2021) == (Grade.A, 100.0)
    assert graded(audit, year=2022, scale=IN_2021) == (Grade.A, 90.0)


def test_in_2025_lateness_counts_by_the_month_and_before_by_the_tax() -> None:
    twice = [event("late-return", "2025-05-16", 1), event("late-return", "2025-05-20", 2)]
    before = [event("late-return", "2018-05-16", 1), event("late-return", "2018-05-20", 2)]
    assert graded(*before) == (Grade.B, 80.0)
    found = made(*twice, year=2025, scale=IN_2026)
    assert found.points == 8_800
    assert Why.COUNTED_BEFORE in [line.why for line in found.lines]


@pytest.mark.parametrize(
    ("amount_yuan", "year_tax_yuan", "points"),
    [
        (9_999, 10_000_000, 99.0),
        (9_999, 500_000, 97.01),
        (10_000, 10_000_000, 97.0),
        (50_000, 500_000, 87.0),
        (10_000, 0, 0.0),
    ],
)
def test_under_reporting_takes_off_by_amount_and_by_its_share_of_the_years_tax(
    amount_yuan: int, year_tax_yuan: int, points: float
) -> None:
    found = event(
        "under-reporting", "2018-09-03", amount_yuan=amount_yuan, year_tax_yuan=year_tax_yuan
    )
    assert graded(found)[1] == points


def test_a_new_firm_is_m_and_before_that_grade_was_known_it_had_none() -> None:
    found = made(began_on=date(2018, 7, 1))
    assert (found.grade, found.cause) == (Grade.M, Cause.NEW)
    assert evaluate(2016, Firm(date(2016, 7, 1)), IN_2017) is None
    assert evaluate(2018, Firm(date(2019, 1, 1)), IN_2019) is None


def test_a_year_without_income_is_m_if_the_points_suffice() -> None:
    idle = event("no-income", "2018-12-31", 99)
    assert made(idle).cause is Cause.NO_INCOME
    assert graded(idle, *late(5)) == (Grade.C, 65.0)


def test_there_is_no_a_before_three_years_of_operation() -> None:
    found = made(began_on=date(2016, 1, 2))
    assert (found.grade, found.points) == (Grade.B, 9_000)
    assert Why.NO_A_YOUNG in [line.why for line in found.lines]
    assert graded(began_on=date(2016, 1, 1)) == (Grade.A, 90.0)


@pytest.mark.parametrize("indicator", ["zero-returns", "books-not-kept"])
def test_some_conduct_bars_from_an_a_whatever_the_points(indicator: str) -> None:
    found = made(event(indicator, "2018-12-31"), AUDIT)
    assert (found.grade, found.points) == (Grade.B, 10_000)
    assert Why.NO_A in [line.why for line in found.lines]


def test_false_invoices_make_a_firm_d_whatever_the_points() -> None:
    found = made(event("false-invoices", "2018-04-09"))
    assert (found.grade, found.cause, found.points) == (Grade.D, Cause.DIRECT, 10_000)


@pytest.mark.parametrize(
    ("amount_yuan", "year_tax_yuan", "grade"),
    [(100_000, 1_000_000, "D"), (99_999, 900_000, "A"), (100_000, 1_000_001, "A")],
)
def test_an_evasion_makes_a_firm_d_from_an_amount_and_a_share_on(
    amount_yuan: int, year_tax_yuan: int, grade: str
) -> None:
    found = event("evasion", "2018-09-03", amount_yuan=amount_yuan, year_tax_yuan=year_tax_yuan)
    assert made(found).grade == grade


def test_until_2020_every_d_was_kept_for_two_years() -> None:
    for cause in (Cause.POINTS, Cause.DIRECT, None):
        found = made(past=d_of(2017, cause))
        assert (found.grade, found.cause) == (Grade.D, Cause.KEPT)


def test_since_2020_a_d_for_points_costs_eleven_points_and_only_a_direct_one_is_kept() -> None:
    assert graded(year=2021, scale=IN_2021, past=d_of(2020)) == (Grade.B, 79.0)
    found = made(year=2021, scale=IN_2021, past=d_of(2020, Cause.DIRECT))
    assert (found.grade, found.cause) == (Grade.D, Cause.KEPT)


def test_a_kept_d_is_not_kept_again_and_bars_from_an_a_in_the_third_year() -> None:
    past = d_of(2017, Cause.DIRECT) | d_of(2018, Cause.KEPT)
    found = made(year=2019, past=past)
    assert (found.grade, found.points) == (Grade.B, 9_000)
    assert Why.NO_A_AFTER_D in [line.why for line in found.lines]
    assert graded(year=2020, past=past | {2019: Past(Grade.B, Cause.POINTS)})[0] is Grade.A


def test_a_d_that_spilled_over_is_neither_kept_nor_worth_eleven_points() -> None:
    for scale in EDITIONS:
        found = made(year=2018, scale=scale, past=d_of(2017, Cause.SPILLED))
        assert found.grade is Grade.B
        assert Why.AFTER_POINTS_D not in [line.why for line in found.lines]


def test_a_tie_to_a_d_makes_a_firm_d_and_the_line_names_the_tie() -> None:
    found = made(ties_to_d=["b-tie"])
    assert (found.grade, found.cause) == (Grade.D, Cause.SPILLED)
    assert found.lines[-1].about == "b-tie"


def test_what_was_struck_counts_nowhere_not_even_as_an_audit() -> None:
    struck_at = datetime(2019, 5, 1, tzinfo=UTC)
    struck = event("late-payment", "2018-03-16", struck_at=struck_at)
    clean = event("audit-without-finding", "2018-06-01", 2, struck_at=struck_at)
    assert graded(struck, clean) == (Grade.A, 90.0)


def test_an_indicator_of_another_edition_does_nothing_and_says_so() -> None:
    found = made(event("invoice-lost", "2025-03-03"), year=2025, scale=IN_2026)
    assert found.points == 9_300
    assert Why.NOT_IN_RULES in [line.why for line in found.lines]


def test_every_grade_says_in_its_last_line_what_decided() -> None:
    assert made().lines[-1].rule == "grade-a-from"
    assert made(began_on=date(2018, 7, 1)).lines[-1].rule == "new-firm-years"
    assert made(event("false-invoices", "2018-04-09")).lines[-1].rule == "false-invoices"
