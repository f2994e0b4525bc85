"""When editions come out, in both rhythms, and what they are called."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.national_platform.domain.cadence import (
    Cadence,
    Latest,
    Rhythm,
    live_due_at,
    month_turns_at,
    monthly_due_at,
)
from shared.calendar import start_of
from tests.fakes import noon

GAP = timedelta(minutes=15)
MONTHLY, LIVE = Cadence(Rhythm.MONTHLY, GAP), Cadence(Rhythm.LIVE, GAP)
BEGAN = start_of(date(2019, 1, 1))


def out(cadence: Cadence, at: datetime) -> Latest:
    """An edition that came out then."""
    return Latest(cadence.edition_id(at), at)


def test_an_edition_is_named_after_the_month_that_has_begun_in_beijing() -> None:
    assert MONTHLY.edition_id(start_of(date(2019, 7, 1))) == "2019-07"
    assert month_turns_at(noon(date(2019, 12, 31))) == start_of(date(2020, 1, 1))
    assert month_turns_at(start_of(date(2019, 7, 1))) == start_of(date(2019, 8, 1))


def test_a_live_edition_is_named_after_the_minute_in_beijing() -> None:
    assert LIVE.edition_id(noon(date(2019, 7, 15))) == "2019-07-15T1200"


def test_the_month_in_which_the_register_begins_has_no_edition() -> None:
    assert monthly_due_at(BEGAN, None) == start_of(date(2019, 2, 1))


def test_the_next_one_is_due_when_the_month_of_the_latest_has_ended() -> None:
    for cadence in (MONTHLY, LIVE):
        latest = out(cadence, noon(date(2019, 12, 5)))
        assert monthly_due_at(BEGAN, latest) == start_of(date(2020, 1, 1))


def test_what_waits_comes_out_at_once_but_never_within_the_gap() -> None:
    waits_from = noon(date(2019, 7, 15))
    assert live_due_at(waits_from, None, GAP) == waits_from
    long_ago = out(LIVE, noon(date(2019, 7, 1)))
    assert live_due_at(waits_from, long_ago, GAP) == waits_from
    just_now = out(LIVE, waits_from - timedelta(minutes=1))
    assert live_due_at(waits_from, just_now, GAP) == waits_from + timedelta(minutes=14)


MOMENTS = st.integers(0, 5_000_000).map(lambda minutes: BEGAN + timedelta(minutes=minutes))


@given(MOMENTS, st.integers(15, 10**6), st.sampled_from([MONTHLY, LIVE]), st.sampled_from([LIVE]))
def test_editions_are_in_order_of_name_whatever_the_rhythm_was(
    first: datetime, minutes: int, one: Cadence, other: Cadence
) -> None:
    then = first + timedelta(minutes=minutes)
    assert one.edition_id(first) < other.edition_id(then)


@given(MOMENTS, st.sampled_from([MONTHLY, LIVE]))
def test_after_a_live_edition_a_monthly_one_waits_for_the_month_to_turn(
    at: datetime, cadence: Cadence
) -> None:
    latest = out(cadence, at)
    due = monthly_due_at(BEGAN, latest)
    assert due == month_turns_at(at)
    assert MONTHLY.edition_id(due) > latest.id
