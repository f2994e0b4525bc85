"""Questions and hints through a real broker."""

import asyncio
import time

import pytest

from shared.bus import AnsweredLate, NobodyAnswers
from tests.integration.broker import PrivateBroker

pytestmark = pytest.mark.integration


async def echo(question: bytes) -> bytes:
    return b"you asked " + question


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
