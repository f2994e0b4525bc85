"""The question to an issuer: "does this listing stand, and is it this person?", sealed."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError
from typing import Protocol

import structlog
from joserfc.jwk import OKPKey

from shared.bus import BusError
from shared.crossings import Crossings
from shared.sealing import Question, Verdict, read_verdict, seal

log = structlog.get_logger()
ASK_SECONDS = 1.0
GRACE_SECONDS = 1.0  # what the event loop may take beyond the deadline of the questions


class Asks(Protocol):
    """The way onto the bus."""

    async def ask(self, subject: str, body: bytes, timeout_seconds: float) -> bytes:
        """The answer; a BusError if there is none in time."""
        ...


class BusEnquirer:
    """Asks from any thread through the one bus, all questions at once, with one deadline."""

    def __init__(self, keys: Mapping[str, OKPKey], crossings: Crossings) -> None:
        self._keys = keys
        self._crossings = crossings
        self._bus: Asks | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def connect(self, bus: Asks) -> None:
        """Ask through this bus from now on; called where the bus lives."""
        self._bus, self._loop = bus, asyncio.get_running_loop()

    def ask(self, questions: Sequence[Question]) -> Sequence[Verdict | None]:
        """Each issuer's own answer; None where there is none, or none that can be read."""
        if self._bus is None or self._loop is None:
            return [None] * len(questions)
        asking = asyncio.run_coroutine_threadsafe(self._ask_all(self._bus, questions), self._loop)
        try:
            return asking.result(ASK_SECONDS + GRACE_SECONDS)
        except (TimeoutError, CancelledError):
            asking.cancel()
            return [None] * len(questions)

    async def _ask_all(self, bus: Asks, questions: Sequence[Question]) -> list[Verdict | None]:
        return await asyncio.gather(*(self._ask(bus, question) for question in questions))

    async def _ask(self, bus: Asks, question: Question) -> Verdict | None:
        key = self._keys.get(question.issuer)
        if key is None:
            log.error("no_sealing_key", issuer=question.issuer)
            return None
        sealed = seal(question, key)
        try:
            return read_verdict(await self._exchange(bus, f"confirm.{question.issuer}", sealed))
        except BusError as error:
            log.warning("issuer_silent", issuer=question.issuer, kind=type(error).__name__)
            return None

    async def _exchange(self, bus: Asks, subject: str, sealed: bytes) -> bytes:
        self._crossings.note(subject, {}, sealed)
        answer = await bus.ask(subject, sealed, ASK_SECONDS)
        self._crossings.note(f"{subject} (answer)", {}, answer)
        return answer
