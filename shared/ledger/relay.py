"""The loop that says an authority's acts to the bus, in order, and remembers what was heard."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from shared.contract import Envelope, Notice
from shared.database import Database
from shared.ledger import acts

log = structlog.get_logger()
BATCH = 200
POLL_SECONDS = 1.0
RETRY_SECONDS = 0.5


class Heard(Protocol):
    """The stream's receipt for one message."""

    seq: int
    duplicate: bool


class Announcer(Protocol):
    """The way onto the stream."""

    async def announce(self, subject: str, headers: Mapping[str, str], body: bytes) -> Heard:
        """Return once the stream has it; raise OSError or a subclass if it does not."""
        ...


class Relay:
    """Publishes unpublished acts, oldest first; a crash costs a repeat, never a loss."""

    def __init__(self, database: Database, announcer: Announcer) -> None:
        self._database = database
        self._announcer = announcer
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def wake(self) -> None:
        """Look at the outbox now; may be called from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake.set)

    def is_empty(self) -> bool:
        """Whether the stream has every act."""
        with self._database.read() as session:
            return acts.count_unpublished(session) == 0

    async def run(self) -> None:
        """Go on until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            self._wake.clear()
            wait = POLL_SECONDS
            try:
                await self.drain()
            except (OSError, SQLAlchemyError) as error:
                log.warning("relay_waits", kind=type(error).__name__)
                wait = RETRY_SECONDS
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), wait)

    async def drain(self) -> int:
        """Publish all that waits; how many acts were said."""
        said = 0
        while batch := await asyncio.to_thread(self._waiting):
            for seq, (envelope, notice) in batch:
                heard = await self._say(envelope.subject(), envelope, notice.body())
                await asyncio.to_thread(self._mark, seq, heard)
                said += 1
        return said

    async def _say(self, subject: str, envelope: Envelope, body: bytes) -> int:
        """Every attempt has a fresh message id, so a `duplicate` can only be somebody else's."""
        while True:
            heard = await self._announcer.announce(subject, envelope.headers(), body)
            if not heard.duplicate:
                return heard.seq
            log.error("unexpected_duplicate", subject=subject)

    def _waiting(self) -> list[tuple[int, tuple[Envelope, Notice]]]:
        with self._database.read() as session:
            return [
                (act.seq, acts.words_of(session, act)) for act in acts.unpublished(session, BATCH)
            ]

    def _mark(self, seq: int, stream_seq: int) -> None:
        with self._database.write() as session:
            acts.mark_published(session, seq, stream_seq, datetime.now(UTC))
