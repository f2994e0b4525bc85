"""The daily comparison: an issuer says what should stand, and says it again where we differ."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog
from pydantic import ValidationError

from services.national_platform.records import findings, register
from services.national_platform.records.tables import DigestRow
from shared.bus import AnsweredLate, BrokerAway, NobodyAnswers
from shared.calendar import Clock
from shared.database import Database
from shared.ledger.digest import Digest, digest

log = structlog.get_logger()
MAX_DIGEST_BYTES = 512
PATIENCE_SECONDS, LOOK_EVERY_SECONDS = 4.0, 0.1
ASK_SECONDS = 4.0

AGREED, RESTATING, NOBODY = "agreed", "restating", "nobody_answered"
Handler = Callable[[bytes], Awaitable[bytes]]


class Asks(Protocol):
    """The way to the issuers."""

    async def answer(self, subject: str, handler: Handler) -> None:
        """Answer what is asked there."""
        ...

    async def ask(self, subject: str, body: bytes, timeout_seconds: float) -> bytes:
        """Put a question."""
        ...


class Comparing:
    """Compares each issuer's digest with the register, once everything heard is applied."""

    def __init__(
        self, database: Database, clock: Clock, bus: Asks, pending: Callable[[], Awaitable[int]]
    ) -> None:
        self._database = database
        self._clock = clock
        self._bus = bus
        self._pending = pending

    async def listen(self, issuer: str) -> None:
        """Take this issuer's digests from now on."""

        async def take(body: bytes) -> bytes:
            return await self.compare(issuer, body)

        await self._bus.answer(f"digest.{issuer}", take)

    async def compare(self, issuer: str, body: bytes) -> bytes:
        """The outcome; BrokerAway, and so no answer, while notices are still on their way."""
        theirs = _read(body)
        if theirs is None:
            return json.dumps({"outcome": "not_a_digest"}).encode()
        await self._catch_up()
        ours = await asyncio.to_thread(self._ours, issuer, theirs)
        outcome = AGREED if ours == theirs else await self._ask_again(issuer)
        await asyncio.to_thread(self._note, issuer, theirs, ours, outcome)
        return json.dumps({"outcome": outcome}).encode()

    async def _catch_up(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while await self._pending():
                    await asyncio.sleep(LOOK_EVERY_SECONDS)
        except TimeoutError as error:
            raise BrokerAway("still_receiving") from error

    async def _ask_again(self, issuer: str) -> str:
        log.warning("digest_differs", issuer=issuer)
        try:
            await self._bus.ask(f"restate.{issuer}", b"{}", ASK_SECONDS)
        except NobodyAnswers:
            return NOBODY
        except AnsweredLate:  # it was heard, and saying much again takes its time
            return RESTATING
        return RESTATING

    def _ours(self, issuer: str, theirs: Digest) -> Digest:
        with self._database.read() as session:
            return digest(theirs.date, register.standing(session, issuer, theirs.date))

    def _note(self, issuer: str, theirs: Digest, ours: Digest, outcome: str) -> None:
        row = DigestRow(
            at=self._clock.now(),
            issuer=issuer,
            day=theirs.date,
            count_there=theirs.count,
            count_here=ours.count,
            outcome=outcome,
        )
        with self._database.write() as session:
            findings.note_digest(session, row)


def _read(body: bytes) -> Digest | None:
    if len(body) > MAX_DIGEST_BYTES:
        return None
    try:
        return Digest.model_validate_json(body)
    except ValidationError:
        return None
