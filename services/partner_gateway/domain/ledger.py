"""The ledger of consequences: which months it tells, and for how long listings stand as told."""

from collections.abc import Mapping
from datetime import date

from shared.calendar import add_months

# The days of a month on the average; a length is told in months, so that no day is found by it.
YEAR_DAYS, YEAR_MONTHS = 365.25, 12
HALVES = 2


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
