"""When editions come out, and which listings one carries."""

from datetime import date, datetime

from shared.calendar import legal_day, start_of

MONTHLY = "monthly"
WITH_EDITION = "with-edition"


class CadenceUnknown(Exception):
    """The rulebook names a rhythm that this service cannot keep; it must not start."""


def must_be_known(edition: str, push_down: str) -> None:
    """CadenceUnknown unless editions can come out in this rhythm, and what goes down with them."""
    if edition != MONTHLY:
        raise CadenceUnknown(f"edition-cadence: {edition} is not one of: {MONTHLY}")
    if push_down != WITH_EDITION:
        raise CadenceUnknown(f"push-down-cadence: {push_down} is not one of: {WITH_EDITION}")


def edition_id(now: datetime) -> str:
    """The name of the month in which an edition comes out, such as `2019-07`."""
    return f"{legal_day(now):%Y-%m}"


def next_edition_at(now: datetime) -> datetime:
    """The first instant of the next month in Asia/Shanghai."""
    today = legal_day(now)
    years, month = divmod(today.month, 12)
    return start_of(date(today.year + years, month + 1, 1))


def is_due(now: datetime, began_at: datetime, latest: str | None) -> bool:
    """Whether a month has turned since the register began, or since its latest edition.

    Were several months jumped over, only the latest one's edition comes out: what stood in between
    is not known any more.
    """
    return edition_id(now) > (latest or edition_id(began_at))
