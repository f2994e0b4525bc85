"""Hints on the bus: a number and nothing else; readers then look for themselves."""

import asyncio
import json
from collections.abc import Callable
from typing import Protocol


class Speaks(Protocol):
    """The way onto the bus."""

    async def hint(self, subject: str, payload: bytes) -> None:
        """Say it to whoever listens now."""
        ...


class Hints:
    """Says that the register has changed, from any thread, once there is a bus."""

    def __init__(self) -> None:
        self._bus: Speaks | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake: Callable[[], None] | None = None

    def connect(self, bus: Speaks, wake: Callable[[], None] | None = None) -> None:
        """Speak through this bus from now on; called where the bus lives.

        `wake` asks for a round of what is due, where that may be an edition at any time.
        """
        self._bus, self._loop, self._wake = bus, asyncio.get_running_loop(), wake

    def applied(self) -> None:
        """Notices were taken in: with editions that do not wait for the month, one may be due."""
        if self._wake is not None:
            self._wake()

    async def withdrawn(self, seq: int) -> None:
        """The feed has grown to this number."""
        await self._say("register.withdrawn", seq)

    def edition(self, feed_seq: int) -> None:
        """An edition is out that contains the feed up to this number; for other threads."""
        self._say_soon("register.edition", feed_seq)

    def evaluations(self, seq: int) -> None:
        """What goes down to the localities has grown to this number; from any thread."""
        self._say_soon("register.evaluations", seq)

    def _say_soon(self, subject: str, seq: int) -> None:
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._say(subject, seq), self._loop)

    async def _say(self, subject: str, seq: int) -> None:
        if self._bus is not None:
            await self._bus.hint(subject, json.dumps({"seq": seq}).encode())
