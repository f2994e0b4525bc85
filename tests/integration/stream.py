"""The stream as it lies in the broker, read with the platform's own password."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

from nats.aio.client import Client
from nats.js import JetStreamContext, api

from demo.launcher import Stack

STREAM, PLATFORM = "LISTINGS", "platform"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the stream."""

    seq: int
    subject: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def act(self) -> tuple[str, int]:
        """Which listing, and the number of the act."""
        return self.headers["Chimera-Listing"], int(self.headers["Chimera-Version"])


def read_stream(stack: Stack) -> list[Message]:
    """All messages, in order."""
    return asyncio.run(_read(stack))


def waiting(stack: Stack) -> int:
    """How many messages the platform has not acknowledged, in its hands or not."""
    return asyncio.run(_waiting(stack))


@asynccontextmanager
async def _jetstream(stack: Stack) -> AsyncIterator[JetStreamContext]:
    client = Client()
    password = (stack.keys_of(PLATFORM) / "broker_password").read_text().strip()
    await client.connect(stack.broker_url, user=PLATFORM, password=password, allow_reconnect=False)
    try:
        yield client.jetstream()
    finally:
        await client.close()


async def _read(stack: Stack) -> list[Message]:
    async with _jetstream(stack) as stream:
        count = (await stream.stream_info(STREAM)).state.messages
        name = f"reader-{uuid4()}"
        place = api.ConsumerConfig(name=name, ack_policy=api.AckPolicy.NONE, inactive_threshold=5)
        await stream.add_consumer(STREAM, place)
        subscription = await stream.pull_subscribe_bind(name, STREAM)
        found: list[Message] = []
        while len(found) < count:
            for one in await subscription.fetch(BATCH, timeout=5):
                seq = one.metadata.sequence.stream
                found.append(Message(seq, one.subject, one.headers or {}, one.data))
        await subscription.unsubscribe()
        return found


async def _waiting(stack: Stack) -> int:
    async with _jetstream(stack) as stream:
        info = await stream.consumer_info(STREAM, PLATFORM)
        return (info.num_pending or 0) + (info.num_ack_pending or 0)
