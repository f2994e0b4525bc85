"""The clock a service lives by: the wall's, or the model's, which moves only when it is told."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from shared.errors import Conflict


class ClockMovesBack(Conflict):
    """The model's clock never moves backwards."""

    code = "clock_moves_back"


class ClockIsReal(Conflict):
    """Nobody can move the wall's clock."""

    code = "clock_is_real"


class Clock(Protocol):
    """Something that knows what time it is."""

    kind: str

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def move(self, to: datetime) -> None:
        """Put the clock to a later instant; ClockMovesBack or ClockIsReal if it may not."""
        ...


class RealClock:
    """The wall's clock."""

    kind = "real"

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(UTC)

    def move(self, to: datetime) -> None:
        """Always refused."""
        raise ClockIsReal("This service runs in real time; its clock cannot be moved.")


class ModelClock:
    """A clock that stands still between moves; `keep` stores each new instant before it counts."""

    kind = "model"

    def __init__(self, now: datetime, keep: Callable[[datetime], None] = lambda _: None) -> None:
        self._now = now
        self._keep = keep

    def now(self) -> datetime:
        """The instant it was last put to."""
        return self._now

    def move(self, to: datetime) -> None:
        """Put the clock forward; the same instant again changes nothing."""
        to = to.astimezone(UTC)
        if to < self._now:
            raise ClockMovesBack("The model's clock never moves backwards.")
        self._keep(to)
        self._now = to
