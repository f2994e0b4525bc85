"""The broker goes away and comes back; nobody restarts anything and nothing stays silent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from shared.bus import AnsweredLate, Bus, Delivery, ListingsInbox, NobodyAnswers, NotAnnounced
from tests.integration.broker import PrivateBroker, eventually

pytestmark = pytest.mark.integration

COURT = "listings.court.judgment-defaulters.listed"


@asynccontextmanager
async def pulling(inbox: ListingsInbox) -> AsyncIterator[list[Delivery]]:
    """A platform's loop: pull, ack, again; what it yields grows by itself."""
    taken: list[Delivery] = []

    async def loop() -> None:
        while True:
            some = await inbox.pull(100, 0.5)
            await inbox.ack(some)
            taken.extend(some)

    task = asyncio.create_task(loop())
    try:
        yield taken
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def announce_until_heard(bus: Bus, body: bytes, seconds: float = 20.0) -> None:
    """What a relay does: say it again until the stream has it."""
    async with asyncio.timeout(seconds):
        while True:
            with suppress(NotAnnounced):
                await bus.announce(COURT, {}, body)
                return
            await bus.wait_connected(0.1)
            await asyncio.sleep(0.02)  # the stream may not be there yet


async def ask_until_answered(bus: Bus, subject: str, seconds: float = 20.0) -> bytes:
    async with asyncio.timeout(seconds):
        while True:
            with suppress(NobodyAnswers, AnsweredLate):
                return await bus.ask(subject, b"?", 0.5)
            await asyncio.sleep(0.02)


async def bodies_come(taken: list[Delivery], *bodies: bytes) -> None:
    await eventually(lambda: set(bodies) <= {one.body for one in taken}, 20)


@pytest.mark.parametrize("end", ["stop", "kill"])
async def test_after_a_restart_the_pull_goes_on_by_itself(broker: PrivateBroker, end: str) -> None:
    async with (
        broker.bus("platform") as platform,
        broker.bus("court") as court,
        pulling(platform.listings_inbox("register")) as taken,
    ):
        await announce_until_heard(court, b"before")
        await bodies_come(taken, b"before")
        for n in range(2):
            getattr(broker, end)()
            broker.start()
            await announce_until_heard(court, b"after %d" % n)
            await bodies_come(taken, b"after %d" % n)


async def test_what_was_announced_before_a_power_cut_is_there_after_it(
    broker: PrivateBroker,
) -> None:
    async with broker.bus("platform") as platform, broker.bus("court") as court:
        await platform.ensure_listings_stream()
        await announce_until_heard(court, b"kept")
        broker.kill()
        broker.start()
        async with pulling(platform.listings_inbox("register")) as taken:
            await bodies_come(taken, b"kept")


async def test_the_stream_is_made_again_when_the_brokers_files_are_gone(
    broker: PrivateBroker,
) -> None:
    async with broker.bus("platform") as platform, broker.bus("court") as court:
        inbox = platform.listings_inbox("register")
        async with pulling(inbox) as taken:
            await announce_until_heard(court, b"before")
            await bodies_come(taken, b"before")
            broker.stop()
            broker.wipe()
            broker.start()
            await announce_until_heard(court, b"after")
            await bodies_come(taken, b"after")
        assert taken[-1].stream_seq == 1
        assert await inbox.pending() == 0


async def test_answers_and_hints_are_heard_again_after_a_restart(broker: PrivateBroker) -> None:
    heard: asyncio.Queue[bytes] = asyncio.Queue()

    async def hear(subject: str, payload: bytes) -> None:
        await heard.put(payload)

    async def say_yes(question: bytes) -> bytes:
        return b"yes"

    async with (
        broker.bus("platform") as platform,
        broker.bus("court") as court,
        broker.bus("gateway") as gateway,
    ):
        await court.answer("confirm.court", say_yes)
        await gateway.on_hint("register.>", hear)
        broker.stop()
        await eventually(lambda: not (platform.connected or court.connected))
        broker.start()
        assert await ask_until_answered(gateway, "confirm.court") == b"yes"
        assert await platform.wait_connected(10)
        await platform.hint("register.edition", b"7")
        assert await asyncio.wait_for(heard.get(), 5) == b"7"


async def test_a_question_put_while_the_broker_is_away_is_not_sent_later(
    broker: PrivateBroker,
) -> None:
    asked: list[bytes] = []

    async def remember(question: bytes) -> bytes:
        asked.append(question)
        return b""

    async with broker.bus("court") as court, broker.bus("gateway") as gateway:
        await court.answer("confirm.court", remember)
        broker.stop()
        await eventually(lambda: not gateway.connected)
        with pytest.raises(NobodyAnswers):
            await gateway.ask("confirm.court", b"while away", 1)
        broker.start()
        await ask_until_answered(gateway, "confirm.court")
    assert b"while away" not in asked


async def test_a_stream_of_another_form_is_brought_to_ours(broker: PrivateBroker) -> None:
    async with broker.bus("platform") as platform, broker.bus("court") as court:
        await platform.ensure_listings_stream(max_age_days=1)
        await announce_until_heard(court, b"kept")
        await platform.ensure_listings_stream(max_age_days=40)
        async with pulling(platform.listings_inbox("register")) as taken:
            await bodies_come(taken, b"kept")
