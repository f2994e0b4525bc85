"""How long an answer may be relied on."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

from services.partner_gateway.domain.outcomes import Candidate
from shared.calendar import add_months, legal_day, start_of


def next_month_begins(now: datetime) -> datetime:
    """The first instant of the next month, when the next monthly edition is due."""
    return _begin_of_next_month(legal_day(now))


@lru_cache
def _begin_of_next_month(day: date) -> datetime:
    return start_of(add_months(day.replace(day=1), 1))


def is_live(edition: str | None) -> bool:
    """Whether an edition is named after a minute, so that another may follow at any time."""
    return edition is not None and "T" in edition


def valid_until(now: datetime, longest: timedelta, told: Iterable[Candidate]) -> datetime:
    """Never past the next edition, and never past the end of a listing that it rests on."""
    ends = [start_of(candidate.stands_until) for candidate in told]
    return min([now + longest, next_month_begins(now), *ends])
