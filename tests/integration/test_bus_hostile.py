"""Bytes that would stop an ordinary client: the next notice is taken all the same."""

import asyncio

import pytest

from shared.bus import Bus, Delivery
from tests.integration.broker import PrivateBroker
from tests.integration.raw import raw_speaker

pytestmark = pytest.mark.integration

COURT = b"listings.court.judgment-defaulters.listed"
PLAIN = b"NATS/1.0\r\nChimera-Version: 1\r\n\r\n"

SUBJECTS = {
    "not UTF-8": b"listings.court.\xff\xfe.listed",
    "a form feed": b"listings.court.a\x0cb.listed",
    "a vertical tab": b"listings.court.a\x0bb.listed",
    "a null": b"listings.court.a\x00b.listed",
    "a separator": b"listings.court.a\x1cb.listed",
    "very long": b"listings.court." + b"a" * 3_000,
    "a wildcard": b"listings.court.*.listed",
}
HEADERS = {
    "the broker's own status line": b"NATS/1.0 404 No Messages\r\n\r\n",
    "a status line with headers": b"NATS/1.0 408 \xff\xff\r\nA: b\r\n\r\n",
    "a status header": b"NATS/1.0\r\nStatus: 404\r\n\r\n",
    "another status header": b"NATS/1.0\r\nStatus: 409\r\nDescription: Consumer Deleted\r\n\r\n",
    "not UTF-8": b"NATS/1.0\r\n\xff: \xfe\r\n\r\n",
    "no headers at all": b"garbage",
    "half a line": b"NATS/1.0",
    "an empty line": b"NATS/1.0\r\n",
    "a thousand headers": b"NATS/1.0\r\n" + b"A: b\r\n" * 1_000 + b"\r\n",
}


async def take(platform: Bus, count: int) -> list[Delivery]:
    inbox = platform.listings_inbox("register")
    taken: list[Delivery] = []
    async with asyncio.timeout(20):
        while len(taken) < count:
            some = await inbox.pull(100, 0.5)
            await inbox.ack(some)
            taken += some
    assert await inbox.pending() == 0
    return taken


async def bad_then_good(broker: PrivateBroker, subject: bytes, headers: bytes) -> list[Delivery]:
    """The court says the bad one twice and then a good one; what the platform takes."""
    async with broker.bus("platform") as platform, raw_speaker(broker, "court") as court:
        await platform.ensure_listings_stream()
        await court.publish(subject, headers, b"bad")
        await court.publish(subject, headers, b"")
        await court.publish(COURT, PLAIN, b"good")
        return await take(platform, 3)


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
async def test_no_subject_stops_the_stream(broker: PrivateBroker, subject: bytes) -> None:
    bad, empty, good = await bad_then_good(broker, subject, PLAIN)
    assert (bad.body, empty.body, good.body) == (b"bad", b"", b"good")
    assert bad.subject.isascii()
    assert bad.subject.startswith("listings.court.")
    assert (good.subject, good.headers) == (COURT.decode(), {"Chimera-Version": "1"})


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
async def test_no_header_stops_the_stream(broker: PrivateBroker, headers: bytes) -> None:
    bad, empty, good = await bad_then_good(broker, COURT, headers)
    assert (bad.body, empty.body, good.body) == (b"bad", b"", b"good")
    assert "".join([*bad.headers, *bad.headers.values()]).isascii()
    assert good.headers == {"Chimera-Version": "1"}


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
async def test_no_header_of_a_question_stops_who_answers(
    broker: PrivateBroker, headers: bytes
) -> None:
    heard: asyncio.Queue[bytes] = asyncio.Queue()

    async def hear(question: bytes) -> bytes:
        await heard.put(question)
        return b""

    async with broker.bus("court") as court, raw_speaker(broker, "gateway") as gateway:
        await court.answer("confirm.court", hear)
        await gateway.publish(b"confirm.court", headers, b"bad")
        await gateway.publish(b"confirm.court", PLAIN, b"good")
        assert {await asyncio.wait_for(heard.get(), 5) for _ in range(2)} == {b"bad", b"good"}
