"""Dates as they come in: a plain ISO date, within the years that the model can reckon in."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import BeforeValidator

EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)
LAST_INSTANT = datetime(LATEST.year, LATEST.month, LATEST.day, tzinfo=UTC)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _read(raw: object) -> date:
    """Neither a number of seconds nor an instant is a legal date."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    if not isinstance(raw, str) or not _ISO_DAY.fullmatch(raw):
        raise ValueError("a date looks like 2019-03-04")
    day = date.fromisoformat(raw)
    if not EARLIEST <= day <= LATEST:
        raise ValueError("the date is out of range")
    return day


LegalDate = Annotated[date, BeforeValidator(_read)]
