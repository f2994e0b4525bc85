"""When the platform is read: at every hint, and every half minute regardless."""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Lock

import structlog
from sqlalchemy.exc import SQLAlchemyError

from shared.following.reader import CursorTooOld, PlatformAway

log = structlog.get_logger()
POLL_SECONDS = 30.0
RETRY_SECONDS = 1.0
Note = Callable[[str, Mapping[str, str], bytes], None]


def forget(subject: str, headers: Mapping[str, str], body: bytes) -> None:
    """For a reader at whom nobody looks."""


class Following(ABC):
    """One reading at a time; one that fails leaves what was read before, and is tried again."""

    retry_seconds = RETRY_SECONDS

    def __init__(self) -> None:
        self._reading = Lock()
        self._hinted = asyncio.Event()
        self._is_current = False
        # Where what is heard and fetched is noted, for whoever looks at what crosses.
        self.note: Note = forget

    def fetched(self, what: str, **about: str | int | None) -> None:
        """Note what was fetched: numbers and names of editions, and nothing of parties."""
        self.note(what, {}, json.dumps(about).encode())

    @abstractmethod
    def read_all(self) -> bool:
        """Read to the platform's end; whether all of it could be used."""

    @property
    def is_current(self) -> bool:
        """Whether the last reading went to the platform's end."""
        return self._is_current

    def hint(self) -> None:
        """Something is new at the platform; called where the loop runs."""
        self._is_current = False
        self._hinted.set()

    async def run(self) -> None:
        """Read at every hint, and every half minute regardless; go on until cancelled."""
        while True:
            self._hinted.clear()
            is_current = await asyncio.to_thread(self.refresh)
            with suppress(TimeoutError):
                wait = POLL_SECONDS if is_current else self.retry_seconds
                await asyncio.wait_for(self._hinted.wait(), wait)

    def refresh(self) -> bool:
        """Read to the platform's end; whether that succeeded. One reading at a time."""
        with self._reading:
            was_current = self._is_current
            try:
                self._is_current = self.read_all()
            except (PlatformAway, CursorTooOld, SQLAlchemyError, OSError) as error:
                self._is_current = False
                if was_current:
                    log.warning("register_not_read", kind=type(error).__name__, said=str(error))
            return self._is_current
