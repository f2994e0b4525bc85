"""What a partner answers to a recall, and how long it took."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Done(StrEnum):
    """What a partner did about a withdrawal: three words, so that no answer can carry a number."""

    UNDONE = "undone"
    NOTHING_TO_UNDO = "nothing_to_undo"
    CANNOT_UNDO = "cannot_undo"


@dataclass(frozen=True, slots=True)
class Recalled:
    """A withdrawn listing that a partner was told of, and the partner's answer if there is one."""

    withdrawn_on: date
    cause: str
    answered_on: date | None = None
    done: Done | None = None


def lag_seconds(since: datetime, now: datetime) -> int:
    """From one instant to another; never negative where two clocks disagree a little."""
    return max(0, int((now - since).total_seconds()))
