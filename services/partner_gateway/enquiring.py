"""The question to an issuer: "does this listing stand, and is it this person?", sealed."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

import structlog
from joserfc.jwk import OKPKey

from shared.bus import BusError
from shared.crossings import Crossings
from shared.sealing import Question, Verdict, read_verdict, seal

log = structlog.get_logger()
ASK_SECONDS = 1.0
AT_ONCE = 64  # sealing takes the processor: other requests are answered in between


class Asks(Protocol):
    """The way onto the bus."""

    async def ask(self, subject: str, body: bytes, timeout_seconds: float) -> bytes:
        """The answer; a BusError if there is none in time."""
        ...


class BusEnquirer:
    """Asks through the one bus, all questions at once, with one deadline for all of them."""

    def __init__(self, keys: Mapping[str, OKPKey], crossings: Crossings) -> None:
        self._keys = keys
        self._crossings = crossings
        self._bus: Asks | None = None
        self._places = asyncio.Semaphore(AT_ONCE)

    def connect(self, bus: Asks) -> None:
        """Ask through this bus from now on."""
        self._bus = bus

    async def ask(self, questions: Sequence[Question]) -> Sequence[Verdict | None]:
        """Each issuer's own answer; None where there is none, or none that can be read."""
        if self._bus is None or not questions:
            return [None] * len(questions)
        asking = [asyncio.create_task(self._ask(self._bus, one)) for one in questions]
        try:
            await asyncio.wait(asking, timeout=ASK_SECONDS)
            return [_answer(one) for one in asking]
        finally:
            for one in asking:
                one.cancel()

    async def _ask(self, bus: Asks, question: Question) -> Verdict | None:
        key = self._keys.get(question.issuer)
        if key is None:
            log.error("no_sealing_key", issuer=question.issuer)
            return None
        try:
            async with self._places:
                answer = await self._exchange(bus, question, key)
            return read_verdict(answer)
        except BusError as error:
            log.warning("issuer_silent", issuer=question.issuer, kind=type(error).__name__)
            return None

    async def _exchange(self, bus: Asks, question: Question, key: OKPKey) -> bytes:
        subject, sealed = f"confirm.{question.issuer}", seal(question, key)
        self._crossings.note(subject, {}, sealed)
        answer = await bus.ask(subject, sealed, ASK_SECONDS)
        self._crossings.note(f"{subject} (answer)", {}, answer)
        return answer


def _answer(asking: "asyncio.Task[Verdict | None]") -> Verdict | None:
    """What came in time; a question that failed has no answer."""
    if not asking.done() or asking.cancelled() or asking.exception() is not None:
        return None
    return asking.result()
