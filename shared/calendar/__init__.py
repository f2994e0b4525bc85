"""Working days and the model's clock."""

from shared.calendar.clock import Clock, ClockMovesBack, ModelClock, RealClock
from shared.calendar.dates import LAST_INSTANT, LegalDate
from shared.calendar.working_days import (
    BEIJING,
    add_months,
    add_working_days,
    first_working_day,
    is_working_day,
    legal_day,
    start_of,
)

__all__ = [
    "BEIJING",
    "LAST_INSTANT",
    "Clock",
    "ClockMovesBack",
    "LegalDate",
    "ModelClock",
    "RealClock",
    "add_months",
    "add_working_days",
    "first_working_day",
    "is_working_day",
    "legal_day",
    "start_of",
]
