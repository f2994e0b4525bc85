"""Days as people say them: the weekday named, because a last day on a Sunday is easily missed."""

from datetime import date, timedelta

from shared.rulebook.rows import Text

WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_ZH = "一二三四五六日"
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def on(day: date) -> Text:
    """A day with its weekday, whatever the language of the machine."""
    month, weekday = MONTHS_EN[day.month - 1], day.weekday()
    return Text(
        en=f"{WEEKDAYS_EN[weekday]}, {day.day} {month} {day.year}",
        zh=f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS_ZH[weekday]}）",
    )


def last_day_before(day: date) -> Text:
    """The last day on which something counts that no longer counts on `day`."""
    return on(day - timedelta(days=1))
