"""Legal dates: holidays and make-up days of 2019, far years, and the model's clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import (
    ClockMovesBack,
    ModelClock,
    RealClock,
    add_months,
    add_working_days,
    is_working_day,
    legal_day,
    start_of,
)
from shared.calendar.clock import ClockIsReal
from shared.calendar.working_days import is_derived

any_day = st.dates(date(1950, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2019, 1, 1), False),  # New Year
        (date(2019, 2, 1), True),
        (date(2019, 2, 2), True),  # a Saturday that makes up for the Spring Festival
        (date(2019, 2, 3), True),  # a Sunday that does
        (date(2019, 2, 4), False),
        (date(2019, 2, 10), False),
        (date(2019, 2, 11), True),
        (date(2019, 4, 28), True),  # a Sunday that makes up for Labour Day
        (date(2019, 5, 1), False),
        (date(2019, 5, 3), False),
        (date(2019, 5, 5), True),  # another
        (date(2019, 9, 28), False),
        (date(2019, 9, 29), True),  # a Sunday that makes up for National Day
        (date(2019, 10, 1), False),
        (date(2019, 10, 7), False),
        (date(2019, 10, 12), True),  # a Saturday that does
        (date(2019, 10, 13), False),
    ],
)
def test_public_offices_work_on_the_days_of_the_notices_for_2019(
    day: date, is_working: bool
) -> None:
    assert is_working_day(day) is is_working
    assert not is_derived(day)


def test_five_working_days_across_the_spring_festival_of_2019_end_on_its_other_side() -> None:
    assert add_working_days(date(2019, 1, 30), 4) == date(2019, 2, 3)
    assert add_working_days(date(2019, 1, 30), 5) == date(2019, 2, 11)
    assert add_working_days(date(2019, 2, 4), 1) == date(2019, 2, 11)


def test_ten_working_days_across_national_day_of_2019_count_the_make_up_weekends() -> None:
    # 27, 29 and 30 September; 8 to 12 October; 14 and 15 October
    assert add_working_days(date(2019, 9, 26), 10) == date(2019, 10, 15)


def test_a_term_of_no_days_ends_where_it_starts() -> None:
    assert add_working_days(date(2019, 10, 1), 0) == date(2019, 10, 1)


def test_a_year_without_a_notice_is_derived_and_crashes_nothing() -> None:
    labour_day, new_year, a_monday = date(2150, 5, 1), date(2150, 1, 1), date(2150, 5, 4)
    assert all(map(is_derived, (labour_day, new_year, a_monday, date(1999, 6, 1))))
    assert not is_working_day(labour_day)
    assert not is_working_day(new_year)
    assert is_working_day(a_monday)
    assert not is_working_day(date(2150, 5, 3))  # a Sunday
    assert is_working_day(date(1999, 6, 1))


def test_a_term_can_begin_in_a_known_year_and_end_in_a_derived_one() -> None:
    last_known = next(
        date(year, 12, 31) for year in range(2019, 2100) if is_derived(date(year + 1, 1, 1))
    )
    end = add_working_days(last_known, 5)
    assert is_derived(end)
    assert last_known < end < last_known + timedelta(days=12)


@given(any_day, st.integers(min_value=1, max_value=60))
def test_a_term_ends_on_a_working_day_after_that_many_of_them(day: date, count: int) -> None:
    end = add_working_days(day, count)
    between = (day + timedelta(days=passed) for passed in range(1, (end - day).days + 1))
    assert is_working_day(end)
    assert sum(map(is_working_day, between)) == count


@pytest.mark.parametrize(
    ("day", "count", "end"),
    [
        (date(2019, 1, 31), 1, date(2019, 2, 28)),
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2019, 11, 30), 3, date(2020, 2, 29)),
        (date(2019, 12, 31), 24, date(2021, 12, 31)),
        (date(2018, 12, 31), 16, date(2020, 4, 30)),
        (date(2019, 5, 6), 0, date(2019, 5, 6)),
    ],
)
def test_a_term_of_months_ends_on_the_same_day_or_the_last_of_a_shorter_month(
    day: date, count: int, end: date
) -> None:
    assert add_months(day, count) == end


def test_a_legal_day_begins_at_midnight_in_beijing() -> None:
    new_year = date(2019, 1, 1)
    assert start_of(new_year) == datetime(2018, 12, 31, 16, tzinfo=UTC)
    assert legal_day(datetime(2018, 12, 31, 16, tzinfo=UTC)) == new_year
    assert legal_day(datetime(2018, 12, 31, 15, 59, 59, tzinfo=UTC)) == date(2018, 12, 31)


@given(any_day)
def test_every_legal_day_begins_on_itself(day: date) -> None:
    assert legal_day(start_of(day)) == day
    assert legal_day(start_of(day) - timedelta(microseconds=1)) == day - timedelta(days=1)


NOON = datetime(2019, 3, 1, 4, tzinfo=UTC)


def test_the_models_clock_stands_still_until_it_is_told() -> None:
    kept: list[datetime] = []
    clock = ModelClock(NOON, keep=kept.append)
    assert clock.now() == clock.now() == NOON
    clock.move(NOON + timedelta(days=30))
    assert clock.now() == NOON + timedelta(days=30)
    assert kept == [clock.now()]


def test_the_models_clock_never_moves_backwards() -> None:
    kept: list[datetime] = []
    clock = ModelClock(NOON, keep=kept.append)
    with pytest.raises(ClockMovesBack):
        clock.move(NOON - timedelta(microseconds=1))
    assert (clock.now(), kept) == (NOON, [])
    clock.move(NOON)
    assert clock.now() == NOON


def test_an_instant_of_another_zone_is_the_same_instant() -> None:
    clock = ModelClock(NOON)
    clock.move(datetime.fromisoformat("2019-03-01T12:00:01+08:00"))
    assert clock.now() == NOON + timedelta(seconds=1)
    assert clock.now().tzinfo is UTC
    with pytest.raises(ClockMovesBack):
        clock.move(datetime.fromisoformat("2019-03-01T04:00:02+09:00"))


class Unkept(Exception):
    """The disk is full."""


def test_a_move_that_could_not_be_kept_does_not_count() -> None:
    def refuse(_: datetime) -> None:
        raise Unkept

    clock = ModelClock(NOON, keep=refuse)
    with pytest.raises(Unkept):
        clock.move(NOON + timedelta(days=1))
    assert clock.now() == NOON


def test_nobody_moves_the_walls_clock() -> None:
    clock = RealClock()
    with pytest.raises(ClockIsReal):
        clock.move(datetime(2200, 1, 1, tzinfo=UTC))
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
