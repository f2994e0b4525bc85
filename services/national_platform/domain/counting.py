"""Numbers about lists that tell about nobody: what is counted, and what may be told of it.

Counted is per edition and once: no number changes after its edition, so the difference of two
answers says nothing. No sum stands beside its parts. Withdrawals are told in two ways, by cause and
by length of stay; both have the same sum, so the second is left out where the two together would
tell any number more closely than it is told alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.contract import Cause
from shared.statistics import ROUNDED_TO, SMALLEST_SHOWN, coarse

Told = Mapping[str, int | None]
Range = tuple[int, int]


class Stay(StrEnum):
    """How long a listing had stood when it was withdrawn, in days."""

    MONTH = "under-30"
    QUARTER = "30-89"
    HALF_YEAR = "90-179"
    YEAR = "180-364"
    TWO_YEARS = "365-729"
    LONGER = "730-and-more"


ENDS = ((30, Stay.MONTH), (90, Stay.QUARTER), (180, Stay.HALF_YEAR), (365, Stay.YEAR),
        (730, Stay.TWO_YEARS))  # fmt: skip


def stay(listed_on: date, withdrawn_on: date) -> Stay:
    """Which band of days that was; one withdrawn before its first day did not stay at all."""
    days = (withdrawn_on - listed_on).days
    return next((band for end, band in ENDS if days < end), Stay.LONGER)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One that an edition had shown, as far as it is counted."""

    cause: Cause
    stay: Stay


def withdrawals_told(ended: Iterable[Withdrawal]) -> tuple[Told, Told]:
    """By cause and by length of stay; every part is there, whatever happened."""
    ended = list(ended)
    by_cause = _told(list(Cause), Counter(one.cause for one in ended))
    by_stay = _told(list(Stay), Counter(one.stay for one in ended))
    if tell_no_more_together(by_cause, by_stay):
        return by_cause, by_stay
    return by_cause, dict.fromkeys(Stay)


def _told(parts: Sequence[str], counts: Mapping[str, int]) -> Told:
    return {part: coarse(counts.get(part, 0)) for part in parts}


def tell_no_more_together(one: Told, other: Told) -> bool:
    """Whether two divisions of the same number leave each part of both as open as it was."""
    ranges = [[_behind(told) for told in division.values()] for division in (one, other)]
    sums = [_sum(division) for division in ranges]
    least, most = max(low for low, _ in sums), min(high for _, high in sums)
    return all(
        least <= high - (part[1] - part[0]) and most >= low + (part[1] - part[0])
        for division, (low, high) in zip(ranges, sums, strict=True)
        for part in division
    )


def _behind(told: int | None) -> Range:
    """The least and the most that can stand behind a number that is told so."""
    if told is None:
        return 0, SMALLEST_SHOWN - 1
    half = ROUNDED_TO // 2
    return max(SMALLEST_SHOWN, told - half), told + half


def _sum(division: Sequence[Range]) -> Range:
    return sum(low for low, _ in division), sum(high for _, high in division)
