"""The sealed question: to one issuer's key, with one deadline, and silence is never a yes."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic

import pytest

from services.partner_gateway.app import sealing_keys
from services.partner_gateway.enquiring import ASK_SECONDS, BusEnquirer
from shared.access import read_key
from shared.bus import AnsweredLate, NobodyAnswers
from shared.crossings import Crossings
from shared.sealing import BadQuestion, Question, Verdict, unseal, verdict_bytes
from tests.builders import make_party

PARTY = make_party()
COURT = Question("court", "l-qhzxkvbnwertyuiopasd", PARTY.id_number)
TAX = Question("tax", "l-zzzxkvbnwertyuiopasd", PARTY.id_number)
Answering = Callable[[str, bytes], Awaitable[bytes]]


class MemoryBus:
    """A bus with an answer of a test's own; remembers what was said on it."""

    def __init__(self, answering: Answering) -> None:
        self.said: list[tuple[str, bytes]] = []
        self._answering = answering

    async def ask(self, subject: str, body: bytes, timeout_seconds: float) -> bytes:
        """As the bus does: AnsweredLate after the time given."""
        self.said.append((subject, body))
        try:
            return await asyncio.wait_for(self._answering(subject, body), timeout_seconds)
        except TimeoutError as error:
            raise AnsweredLate(subject) from error


async def asked(keys: Path, bus: MemoryBus, *questions: Question) -> list[Verdict | None]:
    """What a door hears."""
    enquirer = BusEnquirer(sealing_keys(keys / "gateway" / "sealing"), Crossings())
    enquirer.connect(bus)
    return list(await enquirer.ask(questions))


async def test_only_the_issuer_can_read_the_question(keys: Path) -> None:
    async def yes(subject: str, body: bytes) -> bytes:
        return verdict_bytes("yes")

    bus = MemoryBus(yes)
    assert await asked(keys, bus, COURT) == ["yes"]
    ((subject, sealed),) = bus.said
    assert subject == "confirm.court"
    assert PARTY.id_number.encode() not in sealed
    assert unseal(sealed, read_key(keys / "court" / "sealing.jwk")) == COURT
    with pytest.raises(BadQuestion):
        unseal(sealed, read_key(keys / "tax" / "sealing.jwk"))


async def test_answers_come_in_the_order_of_the_questions(keys: Path) -> None:
    async def slow_yes(subject: str, body: bytes) -> bytes:
        await asyncio.sleep(0.05 if subject == "confirm.court" else 0)
        return verdict_bytes("yes" if subject == "confirm.court" else "no")

    assert await asked(keys, MemoryBus(slow_yes), COURT, TAX, COURT) == ["yes", "no", "yes"]


@pytest.mark.parametrize(
    "rubbish",
    [b"", b"yes", b'{"answer": "YES"}', b'{"answer": true}', b"[]", b"null", b"\xff\xfe", b"1"],
)
async def test_rubbish_confirms_nothing(keys: Path, rubbish: bytes) -> None:
    async def answer(subject: str, body: bytes) -> bytes:
        return rubbish

    assert await asked(keys, MemoryBus(answer), COURT) == [None]


async def test_nobody_there_confirms_nothing(keys: Path) -> None:
    async def gone(subject: str, body: bytes) -> bytes:
        raise NobodyAnswers(subject)

    assert await asked(keys, MemoryBus(gone), COURT, TAX) == [None, None]


async def test_one_deadline_holds_for_all_questions(keys: Path) -> None:
    async def never(subject: str, body: bytes) -> bytes:
        await asyncio.Event().wait()
        return b""

    started = monotonic()
    assert await asked(keys, MemoryBus(never), *[COURT] * 20) == [None] * 20
    assert ASK_SECONDS <= monotonic() - started < ASK_SECONDS + 1


async def test_an_issuer_without_a_key_is_not_asked(keys: Path) -> None:
    async def yes(subject: str, body: bytes) -> bytes:
        return verdict_bytes("yes")

    stranger = Question("stranger", COURT.ref, PARTY.id_number)
    bus = MemoryBus(yes)
    assert await asked(keys, bus, stranger, COURT) == [None, "yes"]
    assert len(bus.said) == 1


async def test_before_there_is_a_bus_every_question_stays_open(keys: Path) -> None:
    enquirer = BusEnquirer(sealing_keys(keys / "gateway" / "sealing"), Crossings())
    assert list(await enquirer.ask([COURT, TAX])) == [None, None]


async def test_the_window_shows_what_crossed_and_no_number(keys: Path) -> None:
    async def no(subject: str, body: bytes) -> bytes:
        return verdict_bytes("no")

    crossings = Crossings()
    enquirer = BusEnquirer(sealing_keys(keys / "gateway" / "sealing"), crossings)
    enquirer.connect(MemoryBus(no))
    await enquirer.ask([COURT])
    question, answer = crossings.after(0)
    assert (question.subject, answer.subject) == ("confirm.court", "confirm.court (answer)")
    assert PARTY.id_number not in question.body
    assert json.loads(answer.body) == {"answer": "no"}
