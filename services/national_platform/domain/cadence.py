"""When editions come out, and what each is called.

Monthly, as the paper describes it: when the month turns, whatever has happened meanwhile. Live,
which is ours: besides, as soon as something waits for readers, but never two within the gap.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from shared.calendar import BEIJING, legal_day, start_of

WITH_EDITION = "with-edition"
MONTH_LETTERS = len("2019-07")


class Rhythm(StrEnum):
    """How additions come out; withdrawals and corrections never wait in either."""

    MONTHLY = "monthly"
    LIVE = "live"


class CadenceUnknown(Exception):
    """A rhythm is asked for that this service cannot keep; it must not start."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """The rhythm that the operator has chosen, and the shortest time between two live editions."""

    rhythm: Rhythm
    gap: timedelta

    @property
    def is_live(self) -> bool:
        """Whether additions do not wait for the month to turn."""
        return self.rhythm is Rhythm.LIVE

    def edition_id(self, now: datetime) -> str:
        """The month of a monthly edition, `2019-07`, or the minute of a live one.

        In order of time they are in order of name too, also when the rhythm is changed between.
        """
        if self.is_live:
            return f"{now.astimezone(BEIJING):%Y-%m-%dT%H%M}"
        return _month(now)


@dataclass(frozen=True, slots=True)
class Latest:
    """The edition that is out."""

    id: str
    as_of: datetime


def read_cadence(chosen: str, known: Collection[str], gap_minutes: int) -> Cadence:
    """The cadence as it is chosen; CadenceUnknown unless rulebook and code know the rhythm."""
    possible = [rhythm for rhythm in Rhythm if rhythm in known]
    if chosen not in possible:
        raise CadenceUnknown(f"edition-cadence: {chosen} is not one of: {', '.join(possible)}")
    return Cadence(Rhythm(chosen), timedelta(minutes=gap_minutes))


def must_be_known(push_down: str) -> None:
    """CadenceUnknown unless what goes down to the localities can go down in this rhythm."""
    if push_down != WITH_EDITION:
        raise CadenceUnknown(f"push-down-cadence: {push_down} is not one of: {WITH_EDITION}")


def month_turns_at(now: datetime) -> datetime:
    """The first instant of the next month in Asia/Shanghai."""
    return _month_after(_month(now))


def monthly_due_at(began_at: datetime, latest: Latest | None) -> datetime:
    """When the month turns that the register began in, or that its latest edition came out in.

    Were several months jumped over, only the latest one's edition comes out: what stood in between
    is not known any more.
    """
    return _month_after(latest.id[:MONTH_LETTERS] if latest else _month(began_at))


def live_due_at(waits_from: datetime, latest: Latest | None, gap: timedelta) -> datetime:
    """When what waits for readers comes out: at once, but not within the gap after an edition."""
    return max(waits_from, latest.as_of + gap) if latest else waits_from


def _month(now: datetime) -> str:
    return f"{legal_day(now):%Y-%m}"


def _month_after(month: str) -> datetime:
    first = date.fromisoformat(f"{month}-01")
    years, months = divmod(first.month, 12)
    return start_of(date(first.year + years, months + 1, 1))
