"""An issuer's wires: acts go out, sealed questions are answered, a digest finds what was lost."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date

import structlog
from fastapi import FastAPI
from joserfc.jwk import OKPKey
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from shared.access import read_key
from shared.bus import Bus, BusError
from shared.calendar import Clock, legal_day
from shared.database import Database
from shared.ending import end
from shared.ledger import acts
from shared.ledger.confirmations import GuessLimit, confirm, decline
from shared.ledger.digest import Digest, digest_here, say_again
from shared.ledger.relay import Relay
from shared.sealing import BadQuestion, Question, Verdict, unseal, verdict_bytes
from shared.settings import Settings

log = structlog.get_logger()
DIGEST_EVERY_SECONDS = 24 * 3600.0
DIGEST_RETRY_SECONDS = 5.0
ASK_SECONDS = 10.0
Pauses = Callable[[Session, str, date], bool]


class IssuerWires:
    """Everything an issuer says and hears on the bus."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        limit: GuessLimit,
        is_paused: Pauses = lambda *_: False,
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._limit = limit
        self._is_paused = is_paused
        self._bus: Bus | None = None
        self._relay: Relay | None = None
        self._said_again = asyncio.Event()

    def is_empty(self) -> bool:
        """Whether the stream has every act."""
        return self._relay is not None and self._relay.is_empty()

    def wake(self) -> None:
        """Look at the outbox now; may be called from any thread."""
        if self._relay is not None:
            self._relay.wake()

    def not_ready(self) -> str | None:
        """What is missing, if anything."""
        return None if self._bus and self._bus.connected else "The broker is not reached."

    @asynccontextmanager
    async def live(self, app: FastAPI) -> AsyncIterator[None]:
        """Connected for as long as the service runs."""
        settings = self._settings
        password = settings.secret("broker_password")
        self._bus = await Bus.connect(settings.broker_url, settings.name, password)
        self._relay = Relay(self._database, self._bus)
        await self._answer(self._bus, settings.secret("secret.key").encode())
        tasks = [asyncio.create_task(self._relay.run()), asyncio.create_task(self._digests())]
        try:
            yield
        finally:
            await end(*tasks)
            await self._bus.close()

    async def _answer(self, bus: Bus, secret: bytes) -> None:
        key = read_key(self._settings.keys_dir / "sealing.jwk")

        async def confirmation(sealed: bytes) -> bytes:
            return await asyncio.to_thread(self.confirmed, sealed, key, secret)

        async def restatement(_: bytes) -> bytes:
            count = await asyncio.to_thread(self._say_again)
            log.info("restating", count=count)
            self._said_again.set()
            return json.dumps({"count": count}).encode()

        await bus.answer(f"confirm.{self._settings.name}", confirmation)
        await bus.answer(f"restate.{self._settings.name}", restatement)

    def confirmed(self, sealed: bytes, key: OKPKey, secret: bytes) -> bytes:
        """The verdict, kept before it leaves; a question nobody can open is refused."""
        try:
            question = unseal(sealed, key)
        except BadQuestion:
            return verdict_bytes("refused")
        if question.issuer != self._settings.name:
            return verdict_bytes("refused")
        with self._database.write() as session:
            return verdict_bytes(self._verdict(session, question, secret))

    def _verdict(self, session: Session, question: Question, secret: bytes) -> Verdict:
        now = self._clock.now()
        if self._is_paused(session, question.ref, legal_day(now)):
            return decline(session, question, secret, now)
        return confirm(session, question, secret, self._limit, now)

    def _say_again(self) -> int:
        with self._database.write() as session:
            count = say_again(session, self._today())
        self.wake()
        return count

    async def _digests(self) -> None:
        """Tell the platform what should be standing: at every start, once a day, and whenever all
        was said again, so that what still differs then is known at once.
        """
        while True:
            self._said_again.clear()
            wait = DIGEST_RETRY_SECONDS
            with suppress(BusError, SQLAlchemyError):
                if await self._send_digest():
                    wait = DIGEST_EVERY_SECONDS
            with suppress(TimeoutError):
                await asyncio.wait_for(self._said_again.wait(), wait)

    async def _send_digest(self) -> bool:
        """Whether it was sent; while acts wait for the stream there is nothing to compare."""
        found = await asyncio.to_thread(self._digest)
        if found is None:
            return False
        body = found.model_dump_json().encode()
        assert self._bus is not None  # noqa: S101 - set before this task starts
        await self._bus.ask(f"digest.{self._settings.name}", body, ASK_SECONDS)
        return True

    def _digest(self) -> Digest | None:
        """In one view of the tables: an act done meanwhile must not look lost."""
        with self._database.read() as session:
            if acts.count_unpublished(session):
                return None
            return digest_here(session, self._today())

    def _today(self) -> date:
        return legal_day(self._clock.now())
