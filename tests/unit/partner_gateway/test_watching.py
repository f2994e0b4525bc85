"""What is worth an auditor's look: properties of the rules, whatever the numbers are."""

from hypothesis import given
from hypothesis import strategies as st

from services.partner_gateway.domain import Limits, is_bulk_fishing, is_unusual, usual

LIMITS = Limits(
    fishing_parties=200,
    fishing_listed_percent=1,
    usual_rate_days=28,
    unusual_factor=5,
    unusual_floor=100,
)
counts = st.integers(0, 10**7)
days = st.lists(counts, max_size=40)


def test_a_quiet_partner_that_asks_six_times_as_much_is_unusual() -> None:
    assert is_unusual(601, [120] * 28, LIMITS)
    assert not is_unusual(600, [120] * 28, LIMITS)


def test_a_little_of_little_is_not_unusual() -> None:
    assert not is_unusual(99, [1] * 28, LIMITS)
    assert is_unusual(100, [], LIMITS)


def test_one_loud_day_before_does_not_hide_another() -> None:
    assert is_unusual(5_000, [120] * 27 + [900_000], LIMITS)


def test_screening_every_passenger_every_hour_is_no_burst() -> None:
    assert not is_bulk_fishing(3_000, 10, [2_900, 3_100, 2_800], LIMITS)
    assert is_bulk_fishing(30_000, 10, [2_900, 3_100, 2_800], LIMITS)


def test_a_burst_in_which_many_are_listed_is_no_fishing() -> None:
    assert is_bulk_fishing(200, 2, [], LIMITS)
    assert not is_bulk_fishing(200, 3, [], LIMITS)


@given(counts, counts, days)
def test_more_questions_are_never_less_unusual(few: int, more: int, before: list[int]) -> None:
    few, more = sorted((few, more))
    assert is_unusual(few, before, LIMITS) <= is_unusual(more, before, LIMITS)


@given(counts, counts, counts, days)
def test_more_that_are_listed_are_never_more_like_fishing(
    parties: int, few: int, more: int, before: list[int]
) -> None:
    few, more = sorted((min(few, parties), min(more, parties)))
    assert is_bulk_fishing(parties, more, before, LIMITS) <= is_bulk_fishing(
        parties, few, before, LIMITS
    )


@given(counts, days, st.randoms())
def test_the_order_of_the_days_before_does_not_count(
    asked: int, before: list[int], chance: object
) -> None:
    mixed = sorted(before)
    assert usual(mixed) == usual(before)
    assert is_unusual(asked, mixed, LIMITS) == is_unusual(asked, before, LIMITS)


@given(days)
def test_the_usual_lies_between_the_least_and_the_most(before: list[int]) -> None:
    assert min(before, default=0) <= usual(before) <= max(before, default=0)


@given(counts, st.integers(0, 60))
def test_whoever_asks_as_always_is_never_unusual(asked: int, number: int) -> None:
    before = [asked] * (number + 1)
    assert not is_unusual(asked, before, LIMITS)
    assert not is_bulk_fishing(asked, 0, before, LIMITS)
