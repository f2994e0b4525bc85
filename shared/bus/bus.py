"""The bus as the wire rooms see it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Self

import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import NoRespondersError

from shared.bus.connection import Connection
from shared.bus.errors import AnsweredLate, BrokerAway, NobodyAnswers, NotAnnounced
from shared.bus.inbox import ListingsInbox
from shared.bus.listings import (
    ANSWER_SECONDS,
    Announcement,
    PublishAck,
    announce,
    ensure_stream,
)

log = structlog.get_logger()
Handler = Callable[[bytes], Awaitable[bytes]]
HintCallback = Callable[[str, bytes], Awaitable[None]]

MAX_AGE_DAYS = 40
MAX_ANSWERS_AT_ONCE = 32


class Bus:
    """One user's connection to the broker; what the user may not say or hear, the broker stops."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._answers: set[asyncio.Task[None]] = set()

    @classmethod
    async def connect(cls, url: str, user: str, password: str) -> Self:
        """A bus, at once; it connects in the background, now and after every loss, for ever."""
        connection = Connection(url, user, password)
        connection.open()
        return cls(connection)

    @property
    def connected(self) -> bool:
        """Whether the broker is reached now."""
        return self._connection.is_up

    async def wait_connected(self, wait_seconds: float) -> bool:
        """Whether the broker is reached within that time."""
        with suppress(BrokerAway):
            await self._connection.client(wait_seconds)
        return self.connected

    async def close(self) -> None:
        """Stop answering and disconnect."""
        for task in self._answers:
            task.cancel()
        await asyncio.gather(*self._answers, return_exceptions=True)
        await self._connection.close()

    async def announce(self, subject: str, headers: Mapping[str, str], body: bytes) -> PublishAck:
        """Return once the stream has the notice on disk; NotAnnounced on anything else."""
        return await announce(self._connection, Announcement(subject, headers, body))

    async def announce_all(self, words: Sequence[Announcement]) -> list[PublishAck | NotAnnounced]:
        """Say many in one go and in order; for each its receipt, or why there is none."""
        said = (_receipt(self._connection, word) for word in words)
        return await asyncio.gather(*said)

    async def ensure_listings_stream(self, max_age_days: int = MAX_AGE_DAYS) -> None:
        """Make the stream of notices if it is not there; BrokerAway if that cannot be done."""
        try:
            client = await self._connection.client(ANSWER_SECONDS)
            await self._connection.unless_lost(ensure_stream(client, max_age_days))
        except (NatsError, TimeoutError) as error:
            raise BrokerAway(type(error).__name__) from error

    def listings_inbox(
        self, name: str, ack_wait_seconds: float = 10.0, max_age_days: int = MAX_AGE_DAYS
    ) -> ListingsInbox:
        """The stream's inbox of that name; what is not acked in `ack_wait_seconds` comes again."""
        return ListingsInbox(self._connection, name, ack_wait_seconds, max_age_days)

    async def ask(self, subject: str, body: bytes, timeout_seconds: float) -> bytes:
        """The answer to a question; NobodyAnswers at once, or AnsweredLate after that time."""
        if not self.connected:
            raise NobodyAnswers(subject)
        try:
            answer = await self._connection.request(subject, body, timeout_seconds, {})
        except NoRespondersError as error:
            raise NobodyAnswers(subject) from error
        except (BrokerAway, NatsError, TimeoutError) as error:
            raise AnsweredLate(subject) from error
        return answer.data

    async def answer(self, subject: str, handler: Handler) -> None:
        """Answer what is asked there from now on, some at a time; a failure answers nothing."""
        places = asyncio.Semaphore(MAX_ANSWERS_AT_ONCE)

        async def take(question: Msg) -> None:
            await places.acquire()
            task = asyncio.create_task(_answer(question, handler))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)
            task.add_done_callback(lambda _: places.release())

        await self._connection.listen(subject, take)

    async def hint(self, subject: str, payload: bytes) -> None:
        """Say that something is new; nobody keeps it, and it is lost while the broker is away."""
        with suppress(BrokerAway, NatsError):
            await (await self._connection.client()).publish(subject, payload)

    async def on_hint(self, subject: str, callback: HintCallback) -> None:
        """Call back with (subject, payload) for each hint; a failure is logged and forgotten."""

        async def take(message: Msg) -> None:
            try:
                await callback(message.subject, message.data)
            except Exception as error:  # noqa: BLE001 - one bad hint must not end the hearing
                log.error("hint_failed", subject=message.subject, kind=type(error).__name__)

        await self._connection.listen(subject, take)


async def _receipt(connection: Connection, word: Announcement) -> PublishAck | NotAnnounced:
    try:
        return await announce(connection, word)
    except NotAnnounced as error:
        return error


async def _answer(question: Msg, handler: Handler) -> None:
    """Answer one question; the log names the kind of a failure, never what was asked."""
    try:
        answer = await handler(question.data)
        await question._client.publish(question.reply, answer)
    except Exception as error:  # noqa: BLE001 - whoever asks next must still be answered
        log.error("question_failed", subject=question.subject, kind=type(error).__name__)
