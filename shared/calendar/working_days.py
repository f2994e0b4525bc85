"""Legal dates in Asia/Shanghai: working days after the State Council's yearly holiday notices.

Where no notice is known (before 2004, or after the library's data end) a day is derived: Monday to
Friday less the fixed holidays. `is_derived` says which it was; nothing crashes on a far date.
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

BEIJING = ZoneInfo("Asia/Shanghai")
FIXED_HOLIDAYS = {(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)}


def legal_day(instant: datetime) -> date:
    """The calendar day in Asia/Shanghai on which an instant falls."""
    return instant.astimezone(BEIJING).date()


def start_of(day: date) -> datetime:
    """The instant, in UTC, at which a legal day begins."""
    return datetime.combine(day, time(0), BEIJING).astimezone(UTC)


def is_derived(day: date) -> bool:
    """Whether no holiday notice is known for this day's year."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return True
    return False


def is_working_day(day: date) -> bool:
    """Whether public offices work, make-up weekends included."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS


def add_working_days(day: date, count: int) -> date:
    """The last day of a term of `count` working days; the starting day itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def first_working_day(day: date) -> date:
    """The first working day of the month in which a day lies."""
    return add_working_days(day.replace(day=1) - timedelta(days=1), 1)


def add_months(day: date, count: int) -> date:
    """The same day `count` months later, or the last day of a shorter month."""
    years, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))
