"""The platform's end of the stream: taking notices in batches, and being done with them."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext, api
from nats.js.errors import APIError, NotFoundError

from shared.bus.connection import Connection
from shared.bus.errors import BrokerAway
from shared.bus.listings import ANSWER_SECONDS, STREAM, ensure_stream

log = structlog.get_logger()

ACK_SUBJECT = "$JS.ACK."
GRACE_SECONDS = 1.0
PAUSE_SECONDS = 0.5
# A batch never holds more than this, however large the notices that somebody sends.
MAX_BATCH_BYTES = 16 * 1024 * 1024
MAX_IN_HAND = 20_000
NOT_THERE = "no message found"
LOOKS, LOOK_AGAIN_SECONDS = 10, 0.05


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message of the stream as it came; nothing in it has been checked."""

    subject: str
    headers: Mapping[str, str]
    body: bytes
    stream_seq: int
    _reply: str = field(repr=False)
    _client: Client = field(repr=False, compare=False)

    async def ack(self) -> None:
        """Tell the broker that this one is done; if that is lost, it comes again."""
        with suppress(NatsError):
            await self._client.publish(self._reply)


class ListingsInbox:
    """The platform's end of the stream; its place in it is kept by the broker, by name."""

    def __init__(
        self, connection: Connection, name: str, ack_wait_seconds: float, max_age_days: int
    ) -> None:
        self._connection = connection
        self._name = name
        self._ack_wait_seconds = ack_wait_seconds
        self._max_age_days = max_age_days
        self._bound: Client | None = None

    async def pull(self, batch: int, wait_seconds: float) -> list[Delivery]:
        """Up to `batch` notices as soon as there are any; none if the time passes without.

        None, too, while the broker is away or has lost its files: stream and place in it are made
        again, and a later call goes on.
        """
        deadline = _now() + wait_seconds
        try:
            client = await self._bind(wait_seconds)
            found = await self._burst(client, batch, 0)
            if not found and (left := deadline - _now()) > 0:
                found = await self._burst(client, 1, left)  # the next call brings the others
        except (OSError, NatsError, TimeoutError) as error:
            log.warning("listings_not_pulled", kind=type(error).__name__)
            self._bound, found = None, []
            await asyncio.sleep(max(0.0, min(deadline - _now(), PAUSE_SECONDS)))
        return found

    async def ack(self, deliveries: Sequence[Delivery]) -> None:
        """Done with all of these; returns when the broker has heard it, or they come again."""
        for delivery in deliveries[:-1]:
            await delivery.ack()
        if deliveries:
            last = deliveries[-1]
            heard = last._client.request(last._reply, timeout=ANSWER_SECONDS)
            with suppress(OSError, NatsError, TimeoutError):
                await self._connection.unless_lost(heard)

    async def pending(self) -> int:
        """How many notices wait here, those in hand included; BrokerAway if nobody knows.

        The broker counts a new notice for its consumers a moment after it has acknowledged it. So a
        count of none is believed only if the stream's last number agrees, or after a while, for
        what was erased or has expired is never delivered.
        """
        try:
            client = await self._bind(ANSWER_SECONDS)
            for _ in range(LOOKS):
                waiting, is_certain = await self._look(client)
                if waiting or is_certain:
                    break
                await asyncio.sleep(LOOK_AGAIN_SECONDS)
        except (NatsError, TimeoutError) as error:
            raise BrokerAway(type(error).__name__) from error
        return waiting

    async def _look(self, client: Client) -> tuple[int, bool]:
        """How many the broker says wait, and whether everything stored was delivered once."""
        stream = self._stream(client)
        last = (await stream.stream_info(STREAM)).state.last_seq
        info = await stream.consumer_info(STREAM, self._name)
        delivered = info.delivered.stream_seq if info.delivered else 0
        return (info.num_pending or 0) + (info.num_ack_pending or 0), delivered >= last

    async def erase(self, stream_seq: int) -> None:
        """Overwrite a message's bytes in the stream; one that is gone already is no error."""
        try:
            client = await self._connection.client(ANSWER_SECONDS)
            deleted = self._stream(client).delete_msg(STREAM, stream_seq)
            await self._connection.unless_lost(deleted)
        except (NatsError, TimeoutError) as error:
            if not _is_gone(error):
                raise BrokerAway(type(error).__name__) from error

    async def _bind(self, wait_seconds: float) -> Client:
        """The client, after making sure on each new connection that stream and place exist."""
        client = await self._connection.client(wait_seconds)
        if client is not self._bound:
            await self._connection.unless_lost(self._make(client))
            self._bound = client
        return client

    async def _make(self, client: Client) -> None:
        await ensure_stream(client, self._max_age_days)
        await self._stream(client).add_consumer(STREAM, self._place())

    def _place(self) -> api.ConsumerConfig:
        return api.ConsumerConfig(
            name=self._name,
            durable_name=self._name,
            ack_policy=api.AckPolicy.EXPLICIT,
            ack_wait=self._ack_wait_seconds,
            max_ack_pending=MAX_IN_HAND,
        )

    def _stream(self, client: Client) -> JetStreamContext:
        return client.jetstream(timeout=ANSWER_SECONDS)

    async def _burst(self, client: Client, batch: int, wait_seconds: float) -> list[Delivery]:
        """One pull request and what it brings; with no wait, only what is there already."""
        burst = _Burst(client, batch)
        subject = client.new_inbox()
        subscription = await client.subscribe(subject, cb=burst.take)
        try:
            wanted = f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{self._name}"
            await client.publish(wanted, _request(batch, wait_seconds), reply=subject)
            wait = wait_seconds + GRACE_SECONDS if wait_seconds else ANSWER_SECONDS
            if not await self._connection.unless_lost(burst.is_regular(wait)):
                self._bound = None
                if not burst.deliveries:
                    raise BrokerAway("silent")
        finally:
            with suppress(NatsError):
                await subscription.unsubscribe()
        return burst.deliveries


class _Burst:
    """Collects what one pull request brings."""

    def __init__(self, client: Client, batch: int) -> None:
        self.deliveries: list[Delivery] = []
        self._client = client
        self._batch = batch
        self._end: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def take(self, message: Msg) -> None:
        """A notice has an ack subject; what has none is the broker's own word and ends the burst.

        Headers cannot tell the two apart: a sender can write a `Status` header into a notice.
        """
        if message.reply.startswith(ACK_SUBJECT):
            self.deliveries.append(_delivery(message, self._client))
            if len(self.deliveries) == self._batch:
                self._finish("full")
        else:
            self._finish((message.headers or {}).get("Status", ""))

    def _finish(self, how: str) -> None:
        if not self._end.done():
            self._end.set_result(how)

    async def is_regular(self, wait_seconds: float) -> bool:
        """Wait for the end; False if it was silence, or the broker no longer knows our place."""
        try:
            async with asyncio.timeout(wait_seconds):
                how = await self._end
        except TimeoutError:
            log.warning("listings_silent", seconds=wait_seconds)
            return False
        return how in ("full", "404", "408")


def _is_gone(error: Exception) -> bool:
    return isinstance(error, NotFoundError) or (
        isinstance(error, APIError) and error.description == NOT_THERE
    )


def _delivery(message: Msg, client: Client) -> Delivery:
    # $JS.ACK.<stream>.<consumer>.<times delivered>.<stream sequence>.…
    stream_seq = int(message.reply.split(".")[5])
    return Delivery(
        message.subject, message.headers or {}, message.data, stream_seq, message.reply, client
    )


def _request(batch: int, wait_seconds: float) -> bytes:
    words: dict[str, Any] = {"batch": batch, "max_bytes": MAX_BATCH_BYTES}
    if wait_seconds > 0:
        words["expires"] = int(wait_seconds * 1e9)
    else:
        words["no_wait"] = True
    return json.dumps(words).encode()


def _now() -> float:
    return asyncio.get_running_loop().time()
