"""Hearing hints: a connection on which, by this code, nothing is ever said."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI

from shared.bus import Bus
from shared.ending import end
from shared.following.loop import Following
from shared.settings import Settings

Connect = Callable[[Bus], None]


def nobody_else(_: Bus) -> None:
    """For a service that does nothing with the bus but hear."""


class HearingWires:
    """Hints in, over one connection; what follows them reads the platform over HTTP."""

    def __init__(
        self,
        settings: Settings,
        following: Following,
        hints: Sequence[str],
        connect: Connect = nobody_else,
    ) -> None:
        self._settings = settings
        self._following = following
        self._hints = tuple(hints)
        self._connect = connect
        self._bus: Bus | None = None

    @asynccontextmanager
    async def live(self, _: FastAPI) -> AsyncIterator[None]:
        """Connected for as long as the service runs."""
        password = self._settings.secret("broker_password")
        self._bus = await Bus.connect(self._settings.broker_url, self._settings.name, password)
        for subject in self._hints:
            await self._bus.on_hint(subject, self._hear)
        self._connect(self._bus)
        following = asyncio.create_task(self._following.run())
        try:
            yield
        finally:
            await end(following)
            await self._bus.close()

    async def _hear(self, subject: str, payload: bytes) -> None:
        self._following.note(subject, {}, payload)
        self._following.hint()

    def broker_missing(self) -> str | None:
        """What is missing, if anything."""
        return None if self._bus and self._bus.connected else "The broker is not reached."
