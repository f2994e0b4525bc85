"""Notices through a real broker: what is announced is taken once, in order and whole."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.bus import (
    Announcement,
    Bus,
    Delivery,
    ListingsInbox,
    NobodyAnswers,
    NotAnnounced,
)
from tests.integration.broker import PrivateBroker, eventually, password

pytestmark = pytest.mark.integration

COURT = "listings.court.judgment-defaulters.listed"
TAX = "listings.tax.a-taxpayers.listed"


async def take(inbox: ListingsInbox, count: int, seconds: float = 20.0) -> list[Delivery]:
    """Pull until that many have come, and ack them."""
    taken: list[Delivery] = []
    async with asyncio.timeout(seconds):
        while len(taken) < count:
            some = await inbox.pull(100, 0.5)
            await inbox.ack(some)
            taken += some
    return taken


def bodies(deliveries: Sequence[Delivery]) -> list[bytes]:
    return [one.body for one in deliveries]


async def test_a_notice_reaches_the_platform_with_its_subject_headers_and_bytes(
    broker: PrivateBroker,
) -> None:
    headers = {"Nats-Msg-Id": "a", "Chimera-Version": "1"}
    async with broker.bus("platform") as platform, broker.bus("court") as court:
        inbox = platform.listings_inbox("register")
        await platform.ensure_listings_stream()
        receipt = await court.announce(COURT, headers, b'{"name": "..."}')
        [delivery] = await take(inbox, 1)
        assert (receipt.seq, receipt.duplicate) == (1, False)
        assert (delivery.subject, delivery.body) == (COURT, b'{"name": "..."}')
        assert (delivery.headers, delivery.stream_seq) == (headers, 1)
        assert await inbox.pending() == 0


async def test_a_repeated_message_id_is_said_to_be_a_duplicate_even_from_another_issuer(
    broker: PrivateBroker,
) -> None:
    headers = {"Nats-Msg-Id": "guessed"}
    async with broker.bus("platform") as platform:
        await platform.ensure_listings_stream()
        async with broker.bus("court") as court, broker.bus("tax") as tax:
            first = await court.announce(COURT, headers, b"1")
            second = await tax.announce(TAX, headers, b"2")
        assert (first.duplicate, second.duplicate) == (False, True)
        assert bodies(await take(platform.listings_inbox("register"), 1)) == [b"1"]
    assert headers == {"Nats-Msg-Id": "guessed"}


async def test_without_a_stream_or_a_broker_nothing_counts_as_announced(
    broker: PrivateBroker,
) -> None:
    async with broker.bus("court") as court:
        with pytest.raises(NotAnnounced, match="NoRespondersError"):
            await court.announce(COURT, {}, b"1")
        broker.stop()
        await eventually(lambda: not court.connected)
        with pytest.raises(NotAnnounced, match="BrokerAway"):
            await court.announce(COURT, {}, b"1")


async def test_many_are_announced_in_order_and_each_failure_is_told(broker: PrivateBroker) -> None:
    words = [Announcement(COURT, {"Nats-Msg-Id": str(n)}, b"%d" % n) for n in range(500)]
    words.append(Announcement("listings.court.x.listed", {"Nats-Rollup": "all"}, b"evil"))
    async with broker.bus("platform") as platform, broker.bus("court") as court:
        await platform.ensure_listings_stream()
        *receipts, refused = await court.announce_all(words)
        assert isinstance(refused, NotAnnounced)
        assert [getattr(one, "seq", None) for one in receipts] == list(range(1, 501))
        taken = await take(platform.listings_inbox("register"), 500)
    assert bodies(taken) == [b"%d" % n for n in range(500)]


async def test_what_is_not_acked_comes_again(broker: PrivateBroker) -> None:
    async with broker.bus("platform") as platform, broker.bus("court") as court:
        await platform.ensure_listings_stream()
        await court.announce(COURT, {}, b"1")
        await court.announce(COURT, {}, b"2")
        inbox = platform.listings_inbox("register", ack_wait_seconds=0.3)
        first, second = await inbox.pull(10, 5)
        await first.ack()
        assert bodies([first, second]) == [b"1", b"2"]
        assert bodies(await take(inbox, 1)) == [b"2"]
        assert await inbox.pending() == 0


async def test_an_idle_pull_ends_in_time_and_a_waiting_one_hears_at_once(
    broker: PrivateBroker,
) -> None:
    async with broker.bus("platform") as platform, broker.bus("court") as court:
        inbox = platform.listings_inbox("register")
        assert await inbox.pull(10, 0.2) == []
        waiting = asyncio.create_task(inbox.pull(10, 30))
        await court.announce(COURT, {}, b"now")
        assert bodies(await asyncio.wait_for(waiting, 5)) == [b"now"]


async def test_erased_bytes_are_gone_from_the_stream_and_from_the_disk(
    broker: PrivateBroker,
) -> None:
    async with broker.bus("platform") as platform, broker.bus("court") as court:
        inbox = platform.listings_inbox("register")
        await platform.ensure_listings_stream()
        receipt = await court.announce(COURT, {}, b"bytes-that-must-go")
        await court.announce(COURT, {}, b"bytes-that-may-stay")
        await inbox.erase(receipt.seq)
        await inbox.erase(receipt.seq)
        assert bodies(await take(inbox, 1)) == [b"bytes-that-may-stay"]
    broker.stop()
    blocks = b"".join(file.read_bytes() for file in broker.store.rglob("*.blk"))
    assert b"bytes-that-may-stay" in blocks
    assert b"bytes-that-must-go" not in blocks


async def test_a_notice_of_a_mebibyte_comes_through_and_batches_stay_bounded(
    broker: PrivateBroker,
) -> None:
    large = b"x" * 1024 * 1024
    async with broker.bus("platform") as platform, broker.bus("court") as court:
        await platform.ensure_listings_stream()
        await court.announce_all([Announcement(COURT, {"H": "1" * 900}, large)] * 20)
        inbox = platform.listings_inbox("register")
        batch = await inbox.pull(100, 5)
        assert 1 <= len(batch) < 20
        await inbox.ack(batch)
        rest = await take(inbox, 20 - len(batch))
    assert {one.body for one in [*batch, *rest]} == {large}


async def test_a_broker_that_starts_later_is_found(broker: PrivateBroker) -> None:
    broker.stop()
    bus = await Bus.connect(broker.url, "court", password("court"))
    try:
        assert not await bus.wait_connected(0.3)
        with pytest.raises(NobodyAnswers):
            await bus.ask("digest.court", b"", 1)
        broker.start()
        assert await bus.wait_connected(10)
    finally:
        await bus.close()


async def test_a_wrong_password_is_never_connected(broker: PrivateBroker) -> None:
    bus = await Bus.connect(broker.url, "court", password("tax"))
    try:
        assert not await bus.wait_connected(0.5)
    finally:
        await bus.close()


async def test_a_loop_that_pulls_can_be_stopped_at_any_moment(broker: PrivateBroker) -> None:
    async with broker.bus("platform") as platform:
        inbox = platform.listings_inbox("register")
        for turns in range(60):
            loop = asyncio.create_task(pull_for_ever(inbox))
            for _ in range(turns):
                await asyncio.sleep(0)  # one turn of the event loop, so another moment each time
            loop.cancel()
            done, _ = await asyncio.wait({loop}, timeout=5)
            assert done, f"it goes on when stopped after {turns} turns"


async def pull_for_ever(inbox: ListingsInbox) -> None:
    while True:
        await inbox.ack(await inbox.pull(10, 0.01))
