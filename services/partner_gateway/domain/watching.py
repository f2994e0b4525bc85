"""What an auditor should look at: asking in bulk, and asking far more than usual.

These are hints and no findings: a busy day looks like a bad one from here. They stop nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from shared.rulebook import Rules

RULES = (
    "fishing-parties",
    "fishing-listed",
    "usual-rate-days",
    "unusual-factor",
    "unusual-floor",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on something is worth a look; each is a row of the rulebook."""

    fishing_parties: int
    fishing_listed_percent: int
    usual_rate_days: int
    unusual_factor: int
    unusual_floor: int

    @classmethod
    def of(cls, rules: Rules) -> "Limits":
        """As the rulebook has them."""
        return cls(*(rules.number(rule) for rule in RULES))


def usual(before: Sequence[int]) -> float:
    """The middle of what was before; nothing where there was nothing."""
    return float(median(before)) if before else 0.0


def is_far_above(count: int, before: Sequence[int], floor: int, limits: Limits) -> bool:
    """Whether this is many times as much as usual, and not a little of little."""
    return count >= floor and count > limits.unusual_factor * usual(before)


def is_unusual(asked: int, before: Sequence[int], limits: Limits) -> bool:
    """Whether a day's questions are far above those of the days before it."""
    return is_far_above(asked, before, limits.unusual_floor, limits)


def is_bulk_fishing(parties: int, listed: int, before: Sequence[int], limits: Limits) -> bool:
    """Whether an hour had far more parties than this partner's other hours, almost none listed."""
    is_burst = is_far_above(parties, before, limits.fishing_parties, limits)
    return is_burst and listed * 100 <= limits.fishing_listed_percent * parties
