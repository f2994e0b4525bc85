"""What the court's code needs of its rulebook: checked once, at start."""

from collections.abc import Iterator

from services.court.domain.restrictions import YOUNGEST_RESTRICTED
from shared.rulebook import Bar, Ending, Ground, Rules
from shared.rulebook.rules import RuleMissing

NOTICE_PERIOD, REVIEW_AHEAD = "notice-period", "review-ahead"
ERROR_TERM, CORRECTION_TERM = "error-withdrawal-term", "correction-term"
WITHDRAWAL_TERM, LIFTING_TERM = "withdrawal-term", "lifting-term"
NON_MONETARY = "non-monetary-performance"
NEEDED = (
    NOTICE_PERIOD,
    REVIEW_AHEAD,
    ERROR_TERM,
    CORRECTION_TERM,
    WITHDRAWAL_TERM,
    LIFTING_TERM,
    NON_MONETARY,
    YOUNGEST_RESTRICTED,
)


def must_fit(rules: Rules) -> None:
    """RuleMissing unless every row that code or another row names is in force too."""
    rules.require(NEEDED)
    rules.require(ground.term for ground in rules.all_of(Ground).values())
    idle = sorted(_without_ground(rules))
    if idle:
        raise RuleMissing(f"{rules.rulebook}: no ground in force for {', '.join(idle)}")


def _without_ground(rules: Rules) -> Iterator[str]:
    grounds = set(rules.all_of(Ground))
    for key, one in (rules.all_of(Bar) | rules.all_of(Ending)).items():
        if not grounds & set(one.grounds):
            yield key
