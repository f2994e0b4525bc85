"""Senders whose order, numbers, references or clocks are not what one would wish."""

from datetime import date, timedelta

import pytest

from services.national_platform.receiving import Desk, keep
from services.national_platform.records import feed, findings, register
from shared.contract import Act
from tests.unit.national_platform.saying import SAID_ON, correct, listed, say, withdraw

A = "court-aaaaaaaa"


def known(desk: Desk, issuer: str = "court") -> tuple[int, str | None]:
    """Number of the last act heard, and the name."""
    with desk.database.read() as session:
        held = register.listing(session, issuer, A)
    assert held is not None
    return held.version, held.name


def set_aside(desk: Desk) -> list[str]:
    with desk.database.read() as session:
        return [row.reason for row in findings.quarantine(session, None, 100)]


def test_numbers_that_are_skipped_are_waited_for_by_nobody(desk: Desk) -> None:
    keep(desk, [say(listed(A)), say(listed(A, version=7, stands_until=date(2022, 1, 1)))])
    keep(desk, [correct(listed(A, version=3), "王秀颖")])
    assert known(desk) == (7, listed(A).name)
    assert keep(desk, [say(listed(A, version=7))]).new_count == 0
    assert set_aside(desk) == []


def test_what_overtook_on_the_way_counts_once_and_the_latest_stands(desk: Desk) -> None:
    last = correct(listed(A, version=4), "王秀颖")
    for _ in range(3):
        keep(desk, [last, say(listed(A)), correct(listed(A), "王秀英子"), last])
    assert known(desk) == (5, "王秀颖")


def test_the_same_reference_of_two_issuers_is_two_listings(desk: Desk) -> None:
    other = listed(A, issuer="tax", list="major-violations", reason="tax-evasion")
    keep(desk, [say(listed(A)), say(other)])
    keep(desk, [withdraw(listed(A)), correct(other, "王秀颖")])
    assert known(desk) == (2, None)
    assert known(desk, "tax") == (2, "王秀颖")
    with desk.database.read() as session:
        assert [(told.issuer, told.ref) for told in feed.after(session, 0, 10)] == [("court", A)]


@pytest.mark.parametrize("days", [-40, -3, 3, 40])
def test_a_clock_days_off_changes_when_it_was_said_and_not_what_comes_first(
    desk: Desk, days: int
) -> None:
    """Order is by number: an end dated before its beginning is an end all the same."""
    off = SAID_ON + timedelta(days=days)
    keep(desk, [say(listed(A, listed_on=SAID_ON), on=off)])
    keep(desk, [withdraw(listed(A), on=off - timedelta(days=1))])
    keep(desk, [say(listed(A), Act.LISTED, on=off + timedelta(days=1))])
    assert known(desk) == (2, None)
    with desk.database.read() as session:
        assert [told.act for told in feed.after(session, 0, 10)] == [Act.WITHDRAWN]


def test_a_clock_years_ahead_is_set_aside(desk: Desk) -> None:
    ahead = SAID_ON + timedelta(days=400)
    keep(desk, [say(listed(A, listed_on=ahead, stands_until=ahead + timedelta(days=1)), on=ahead)])
    assert set_aside(desk) == ["date_too_far_ahead"]
