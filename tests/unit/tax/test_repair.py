"""What is given back for conduct that was put right, edition by edition."""

from datetime import date

import pytest

from services.tax.domain.events import CorrectedBefore
from services.tax.domain.grades import Grade
from services.tax.domain.lines import Why
from services.tax.domain.repair import NoRepair, must_be_repairable, repair_steps
from services.tax.domain.scale import Scale
from services.tax.domain.taxpayers import DateInFuture
from tests.unit.tax.years import IN_2019, IN_2021, IN_2023, IN_2026, event, graded, made

LATE = "late-payment"


def left(
    scale: Scale, happened_on: str, corrected_on: str, amount_yuan: int | None = None
) -> float:
    """The points that one late payment leaves of an unaudited firm's base, put right on a day."""
    day = date.fromisoformat(corrected_on)
    late = event(LATE, happened_on, corrected_on=day, amount_yuan=amount_yuan)
    return graded(late, year=int(happened_on[:4]), scale=scale)[1]


def test_in_2019_nothing_is_given_back() -> None:
    assert left(IN_2019, "2018-05-16", "2018-05-17") == 85.0
    with pytest.raises(NoRepair):
        must_be_repairable(event(LATE, "2018-05-16"), IN_2019.indicators[LATE], IN_2019.rules)


@pytest.mark.parametrize(
    ("corrected_on", "points"),
    [
        ("2020-06-15", 89.0),
        ("2020-06-16", 87.0),
        ("2020-08-14", 87.0),
        ("2020-08-15", 86.0),
        ("2021-12-31", 86.0),
        ("2022-01-01", 85.0),
    ],
)
def test_in_2020_eighty_forty_or_twenty_percent_come_back(corrected_on: str, points: float) -> None:
    assert left(IN_2021, "2020-05-16", corrected_on) == points


@pytest.mark.parametrize(
    ("corrected_on", "points"),
    [("2022-06-15", 89.0), ("2022-12-31", 87.0), ("2023-01-01", 86.0), ("2024-01-01", 85.0)],
)
def test_since_2022_the_second_step_lasts_until_the_end_of_the_year(
    corrected_on: str, points: float
) -> None:
    assert left(IN_2023, "2022-05-16", corrected_on) == points


@pytest.mark.parametrize(
    ("corrected_on", "points"),
    [("2025-08-19", 93.0), ("2025-08-20", 92.0), ("2025-11-14", 91.0), ("2025-11-15", 90.0)],
)
def test_in_2025_all_comes_back_within_three_days_and_then_step_by_step_less(
    corrected_on: str, points: float
) -> None:
    assert left(IN_2026, "2025-08-16", corrected_on) == points


def test_for_small_taxes_all_comes_back_within_thirty_days() -> None:
    assert left(IN_2023, "2022-05-16", "2022-06-15", amount_yuan=1_000) == 90.0
    assert left(IN_2023, "2022-05-16", "2022-06-15", amount_yuan=1_001) == 89.0
    assert left(IN_2026, "2025-08-16", "2025-09-15", amount_yuan=2_000) == 93.0


def test_a_late_statement_gives_back_broken_points() -> None:
    late = event("late-financial-statements", "2022-05-16", corrected_on=date(2022, 6, 1))
    assert graded(late, year=2022, scale=IN_2023) == (Grade.B, 89.4)


def test_the_steps_are_told_with_their_last_days() -> None:
    late = event(LATE, "2020-05-16")
    assert repair_steps(late, IN_2019.rules) == []
    assert repair_steps(late, IN_2021.rules) == [
        (date(2020, 6, 15), 80),
        (date(2020, 8, 14), 40),
        (date(2021, 12, 31), 20),
    ]


def test_every_step_told_is_what_is_given_on_its_last_day() -> None:
    for scale in (IN_2021, IN_2023, IN_2026):
        late = event(LATE, "2025-08-16")
        for until, percent in repair_steps(late, scale.rules):
            found = made(event(LATE, "2025-08-16", corrected_on=until), year=2025, scale=scale)
            back = sum(line.points for line in found.lines if line.why is Why.GIVEN_BACK)
            assert back == 5 * percent


def test_tax_paid_within_sixty_days_lifts_a_direct_d_but_leaves_no_a() -> None:
    for corrected_on, grade in ((date(2020, 7, 15), Grade.B), (date(2020, 7, 16), Grade.D)):
        unpaid = event("tax-unpaid-after-audit", "2020-05-16", corrected_on=corrected_on)
        found = made(unpaid, year=2020, scale=IN_2021)
        assert found.grade is grade
    assert made(unpaid, year=2020, scale=IN_2019).grade is Grade.D


def test_false_invoices_are_not_repaired() -> None:
    found = event("false-invoices", "2020-05-16")
    with pytest.raises(NoRepair):
        must_be_repairable(found, IN_2021.indicators["false-invoices"], IN_2021.rules)


def test_nothing_is_put_right_before_it_happened_or_on_a_day_to_come() -> None:
    late, today = event(LATE, "2020-05-16"), date(2020, 6, 1)
    with pytest.raises(CorrectedBefore):
        late.correct(date(2020, 5, 15), today)
    with pytest.raises(DateInFuture):
        late.correct(date(2020, 6, 2), today)
    again = late.correct(date(2020, 5, 20), today).correct(date(2020, 5, 30), today)
    assert again.corrected_on == date(2020, 5, 20)
