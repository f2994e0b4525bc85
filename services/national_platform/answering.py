"""The daily comparison: an issuer says what should stand, and says it again where we differ.

A first digest that differs has the issuer say everything again. Its next one ends that, whatever it
shows: by then every word was held against the register, and what still differs is told and not
asked for again until the issuer's next day.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog
from pydantic import ValidationError
from sqlalchemy.orm import Session

from services.national_platform.domain.reconciling import MENDED, Found, is_of_another_time
from services.national_platform.records import findings, register, restatements
from services.national_platform.records.finding_tables import DigestRow
from services.national_platform.records.findings import AGREED, DIFFERS
from shared.bus import AnsweredLate, BrokerAway, NobodyAnswers
from shared.calendar import Clock, legal_day
from shared.database import Database
from shared.ledger.digest import Digest, digest

log = structlog.get_logger()
MAX_DIGEST_BYTES = 512
PATIENCE_SECONDS, LOOK_EVERY_SECONDS = 4.0, 0.1
ASK_SECONDS = 4.0

RESTATING, NOBODY, ANOTHER_DAY = "restating", "nobody_answered", "another_day"
NO_DIGEST = "not_a_digest"
Handler = Callable[[bytes], Awaitable[bytes]]


class Asks(Protocol):
    """The way to the issuers."""

    async def answer(self, subject: str, handler: Handler) -> None:
        """Answer what is asked there."""
        ...

    async def ask(self, subject: str, body: bytes, timeout_seconds: float) -> bytes:
        """Put a question."""
        ...


@dataclass(frozen=True, slots=True)
class Books:
    """The register, its clock, and how far apart an issuer's clock may be."""

    database: Database
    clock: Clock
    max_days_apart: int


class Comparing:
    """Compares each issuer's digest with the register, once everything heard is applied."""

    def __init__(self, books: Books, bus: Asks, pending: Callable[[], Awaitable[int]]) -> None:
        self._books = books
        self._bus = bus
        self._pending = pending
        self._one_at_a_time: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def listen(self, issuer: str) -> None:
        """Take this issuer's digests from now on."""

        async def take(body: bytes) -> bytes:
            return await self.compare(issuer, body)

        await self._bus.answer(f"digest.{issuer}", take)

    async def compare(self, issuer: str, body: bytes) -> bytes:
        """The outcome; BrokerAway, and so no answer, while notices are still on their way."""
        theirs = _read(body)
        outcome = NO_DIGEST if theirs is None else await self._compare(issuer, theirs)
        return json.dumps({"outcome": outcome}).encode()

    async def _compare(self, issuer: str, theirs: Digest) -> str:
        async with self._one_at_a_time[issuer]:
            await self._catch_up()
            both = await asyncio.to_thread(self._read_ours, issuer, theirs)
            settled = await asyncio.to_thread(self._settle, both)
            if settled is not None:
                return settled
            outcome = await self._ask_again(issuer)
            await asyncio.to_thread(self._note_asking, both, outcome)
            return outcome

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

    def _read_ours(self, issuer: str, theirs: Digest) -> "_Both":
        with self._books.database.read() as session:
            ours = digest(theirs.date, register.standing(session, issuer, theirs.date))
        return _Both(issuer, theirs, ours)

    def _settle(self, both: "_Both") -> str | None:
        """The outcome, noted; None where the issuer is to say everything again.

        What it says from this moment on is noted, so that not even the first word is missed.
        """
        now = self._books.clock.now()
        with self._books.database.write() as session:
            verdict = self._verdict(session, both)
            if verdict is None:
                restatements.begin(session, both.issuer, now)
                return None
            _note(session, both, verdict, now)
            restatements.end(session, both.issuer)
            return verdict.outcome

    def _verdict(self, session: Session, both: "_Both") -> "_Verdict | None":
        today = legal_day(self._books.clock.now())
        if is_of_another_time(both.theirs.date, today, self._books.max_days_apart):
            return _Verdict(ANOTHER_DAY, {})
        was_asked = restatements.is_open(session, both.issuer)
        if both.ours == both.theirs:
            return _Verdict(AGREED, restatements.count_found(session, both.issuer))
        return _Verdict(DIFFERS, _what_differs(session, both)) if was_asked else None

    def _note_asking(self, both: "_Both", outcome: str) -> None:
        with self._books.database.write() as session:
            _note(session, both, _Verdict(outcome, {}), self._books.clock.now())
            if outcome == NOBODY:
                restatements.end(session, both.issuer)


@dataclass(frozen=True, slots=True)
class _Both:
    """What stands on one day by an issuer's own word, and by the register."""

    issuer: str
    theirs: Digest
    ours: Digest


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What came of a comparison, and how many listings differed, by kind."""

    outcome: str
    found: dict[str, int]


def _what_differs(session: Session, both: _Both) -> dict[str, int]:
    """By kind; what was not said counts only if all that was said adds up to the digest."""
    issuer, day = both.issuer, both.theirs.date
    found = restatements.count_found(session, issuer)
    if digest(day, restatements.said(session, issuer, day)) != both.theirs:
        return found | {Found.UNFIT: 1}
    extra = restatements.count_extra(session, issuer, day)
    return found | ({Found.EXTRA: extra} if extra else {})


def _note(session: Session, both: _Both, verdict: _Verdict, now: datetime) -> None:
    row = DigestRow(
        at=now,
        issuer=both.issuer,
        day=both.theirs.date,
        count_there=both.theirs.count,
        count_here=both.ours.count,
        outcome=verdict.outcome,
        found=verdict.found,
    )
    findings.note_digest(session, row)
    restatements.name_some(session, row)
    if set(verdict.found) - MENDED:
        log.error("register_and_issuer_differ", issuer=both.issuer, found=verdict.found)


def _read(body: bytes) -> Digest | None:
    if len(body) > MAX_DIGEST_BYTES:
        return None
    try:
        return Digest.model_validate_json(body)
    except ValidationError:
        return None
