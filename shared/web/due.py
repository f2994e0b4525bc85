"""Work that falls due by itself: terms that end, windows that close, editions that come out."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Protocol

import structlog

from shared.calendar import Clock

log = structlog.get_logger()
REAL_CLOCK_SECONDS = 30.0


class Duties(Protocol):
    """What a service must do when its time has come."""

    def next_due_at(self) -> datetime | None:
        """The next instant at which there will be something to do."""
        ...

    def run_due(self, now: datetime) -> None:
        """Do all that is due at `now`, in its own transactions; safe to repeat."""
        ...

    def is_idle(self) -> bool:
        """Whether nothing that was done is still on its way out."""
        ...


class NoDuties:
    """For a service in which nothing falls due by itself."""

    def next_due_at(self) -> datetime | None:
        """Never."""
        return None

    def run_due(self, now: datetime) -> None:
        """Nothing."""

    def is_idle(self) -> bool:
        """Always."""
        return True


class AllDuties:
    """Several kinds of work, in an order that stays."""

    def __init__(self, *parts: Duties) -> None:
        self._parts = parts

    def next_due_at(self) -> datetime | None:
        """The first of what the parts have next."""
        known = (part.next_due_at() for part in self._parts)
        return min((at for at in known if at is not None), default=None)

    def run_due(self, now: datetime) -> None:
        """Each part in turn."""
        for part in self._parts:
            part.run_due(now)

    def is_idle(self) -> bool:
        """Whether all of them are."""
        return all(part.is_idle() for part in self._parts)


class DueLoop:
    """Runs due work when the clock is moved, and in real time every half minute."""

    def __init__(self, duties: Duties, clock: Clock) -> None:
        self.duties = duties
        self._clock = clock
        self._asked = threading.Event()
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def wake(self) -> None:
        """Ask for a round from any thread; `is_idle` is False from now until it is done."""
        self._asked.set()
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake.set)

    def is_idle(self) -> bool:
        """Whether no round is asked for or running and nothing is on its way out."""
        return not self._asked.is_set() and self.duties.is_idle()

    def next_due_at(self) -> datetime | None:
        """The next instant with something to do."""
        return self.duties.next_due_at()

    async def run(self) -> None:
        """Go on until cancelled; a failed round is logged by its kind and tried again."""
        self._loop = asyncio.get_running_loop()
        self._asked.set()
        while True:
            await self._round()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), REAL_CLOCK_SECONDS)

    async def _round(self) -> None:
        self._wake.clear()
        self._asked.set()
        try:
            await asyncio.to_thread(self.duties.run_due, self._clock.now())
        except Exception as error:  # noqa: BLE001 - what is due must not be forgotten for one fault
            log.error("due_work_failed", kind=type(error).__name__)
            self._loop.call_later(1.0, self._wake.set) if self._loop else None
            return
        if not self._wake.is_set():
            self._asked.clear()


def earliest(*instants: datetime | None, after: datetime) -> datetime | None:
    """The first of these instants that lies after another, or none."""
    return min((found for found in instants if found and found > after), default=None)


Wake = Callable[[], None]
