"""A NATS connection that writes any bytes, for what no decent client would send."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.integration.broker import PrivateBroker, password


class RawSpeaker:
    """Speaks the protocol by hand."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def publish(self, subject: bytes, headers: bytes, body: bytes) -> None:
        """Publish these bytes; returns when the broker has read them."""
        sizes = b"%d %d" % (len(headers), len(headers) + len(body))
        self._writer.write(b"HPUB %s %s\r\n%s%s\r\n" % (subject, sizes, headers, body))
        await self.settle()

    async def settle(self) -> None:
        """Wait until all that was written is read."""
        self._writer.write(b"PING\r\n")
        await self._writer.drain()
        while not (line := await asyncio.wait_for(self._reader.readline(), 5)).startswith(b"PONG"):
            assert line, "the broker hung up"


@asynccontextmanager
async def raw_speaker(broker: PrivateBroker, user: str) -> AsyncIterator[RawSpeaker]:
    """A hand-made connection of that user."""
    reader, writer = await asyncio.open_connection("127.0.0.1", broker.port)
    await reader.readline()
    who = {"user": user, "pass": password(user), "headers": True, "no_responders": True}
    writer.write(b"CONNECT %s\r\n" % json.dumps({**who, "verbose": False}).encode())
    try:
        speaker = RawSpeaker(reader, writer)
        await speaker.settle()
        yield speaker
    finally:
        writer.close()
        await writer.wait_closed()
