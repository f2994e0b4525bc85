"""The bus against a real broker: what it promises, and that it comes back by itself."""

import asyncio
import time
from collections.abc import Sequence

import pytest

from shared.bus import (
    Announcement,
    AnsweredLate,
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


async def echo(question: bytes) -> bytes:
    return b"you asked " + question


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


async def test_a_question_is_answered_and_a_failing_answer_ends_nothing(
    broker: PrivateBroker,
) -> None:
    async def moody(question: bytes) -> bytes:
        if question == b"bad":
            raise ValueError("this text must not reach a log")
        return await echo(question)

    async with broker.bus("court") as court, broker.bus("gateway") as gateway:
        await court.answer("confirm.court", moody)
        assert await gateway.ask("confirm.court", b"1", 1) == b"you asked 1"
        with pytest.raises(AnsweredLate):
            await gateway.ask("confirm.court", b"bad", 0.2)
        assert await gateway.ask("confirm.court", b"2", 1) == b"you asked 2"


async def test_a_log_of_a_failing_answer_names_its_kind_and_not_its_text(
    broker: PrivateBroker, capsys: pytest.CaptureFixture[str]
) -> None:
    async def failing(question: bytes) -> bytes:
        raise ValueError(f"secret {question!r}")

    async with broker.bus("court") as court, broker.bus("gateway") as gateway:
        await court.answer("confirm.court", failing)
        with pytest.raises(AnsweredLate):
            await gateway.ask("confirm.court", b"660101", 0.2)
    logged = "".join(capsys.readouterr())
    assert "ValueError" in logged
    assert "660101" not in logged
    assert "secret" not in logged


async def test_questions_are_answered_beside_each_other(broker: PrivateBroker) -> None:
    arrived = asyncio.Semaphore(0)
    all_there = asyncio.Event()

    async def patient(question: bytes) -> bytes:
        arrived.release()
        await all_there.wait()
        return question

    async with broker.bus("tax") as tax, broker.bus("gateway") as gateway:
        await tax.answer("confirm.tax", patient)
        asked = [asyncio.create_task(gateway.ask("confirm.tax", b"%d" % n, 10)) for n in range(8)]
        for _ in asked:
            await asyncio.wait_for(arrived.acquire(), 5)
        all_there.set()
        assert await asyncio.gather(*asked) == [b"%d" % n for n in range(8)]


async def test_a_silent_issuer_is_known_in_less_than_100_ms(broker: PrivateBroker) -> None:
    async with broker.bus("gateway") as gateway:
        with pytest.raises(NobodyAnswers):
            await gateway.ask("confirm.court", b"warm up", 5)
        began = time.perf_counter()
        with pytest.raises(NobodyAnswers):
            await gateway.ask("confirm.court", b"?", 5)
        assert time.perf_counter() - began < 0.1


async def test_an_issuer_says_its_digest_and_is_asked_to_restate(broker: PrivateBroker) -> None:
    async with broker.bus("platform") as platform, broker.bus("tax") as tax:
        await platform.answer("digest.tax", echo)
        await tax.answer("restate.tax", echo)
        assert await tax.ask("digest.tax", b"2019-03-01", 2) == b"you asked 2019-03-01"
        assert await platform.ask("restate.tax", b"all", 2) == b"you asked all"


@pytest.mark.parametrize("hearer", ["gateway", "rongcheng", "bailu"])
async def test_a_hint_is_heard_and_a_failing_hearer_goes_on(
    broker: PrivateBroker, hearer: str
) -> None:
    heard: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()

    async def hear(subject: str, payload: bytes) -> None:
        await heard.put((subject, payload))
        if payload == b"1":
            raise ValueError("once")

    async with broker.bus("platform") as platform, broker.bus(hearer) as ear:
        await ear.on_hint("register.>", hear)
        await platform.hint("register.edition", b"1")
        await platform.hint("register.withdrawn", b"2")
        assert await asyncio.wait_for(heard.get(), 5) == ("register.edition", b"1")
        assert await asyncio.wait_for(heard.get(), 5) == ("register.withdrawn", b"2")


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
