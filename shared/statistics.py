"""Counts that may be published: small ones suppressed, all others rounded, by months over."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from shared.calendar import Clock, add_months, legal_day

SMALLEST_SHOWN = 10
ROUNDED_TO = 5
# The days of a month on the average; a length is told in months, so that no day is found by it.
YEAR_DAYS, YEAR_MONTHS = 365.25, 12
HALVES = 2
# What was asked in the last moments of a month is written down by then, however busy it is.
SETTLES_WITHIN = timedelta(minutes=5)


def coarse(count: int) -> int | None:
    """The count rounded to five, or None under ten, so that no difference points at one person."""
    if count < SMALLEST_SHOWN:
        return None
    return ROUNDED_TO * round(count / ROUNDED_TO)


def months_over(first: date, today: date) -> tuple[date, ...]:
    """The first days of the whole months that lie after a day, or begin on it, and are over.

    The present month is not among them: what is told of a month never changes afterwards, so no
    difference between two readings can point at somebody.
    """
    begins = first.replace(day=1)
    if begins < first:
        begins = add_months(begins, 1)
    found = []
    while add_months(begins, 1) <= today:
        found.append(begins)
        begins = add_months(begins, 1)
    return tuple(found)


def middle_months(lengths: Mapping[int, int]) -> int | None:
    """The middle one of many lengths in days, each with how often it occurs, in whole months."""
    left = sum(lengths.values()) / HALVES
    for days in sorted(lengths):
        left -= lengths[days]
        if left <= 0:
            return round(days * YEAR_MONTHS / YEAR_DAYS)
    return None


def settled_day(clock: Clock, now: datetime) -> date:
    """The legal day before which all is written down; the model's clock stands until it is."""
    return legal_day(now if clock.kind == "model" else now - SETTLES_WITHIN)


def named(month: date) -> str:
    """A month as it is told: 2019-02."""
    return f"{month:%Y-%m}"
