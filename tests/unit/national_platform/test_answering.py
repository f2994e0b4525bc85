"""An issuer's digest is compared with the register; where they differ it says everything again."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from sqlalchemy import select

from services.national_platform import answering
from services.national_platform.answering import Books, Comparing
from services.national_platform.receiving import Desk, keep
from services.national_platform.records import DigestRow
from shared.bus import AnsweredLate, BrokerAway, NobodyAnswers
from shared.ledger.digest import Digest, digest
from tests.unit.national_platform.saying import correct, listed, say, withdraw

DAY = date(2019, 3, 1)
FIRST, SECOND = "court-aaaaaaaa", "court-bbbbbbbb"


class IssuersEnd:
    """The bus as the platform sees it, with an issuer behind it."""

    def __init__(self, fails_with: Exception | None = None) -> None:
        self.asked: list[tuple[str, bytes]] = []
        self.handlers: dict[str, Callable[[bytes], Awaitable[bytes]]] = {}
        self._fails_with = fails_with

    async def answer(self, subject: str, handler: Callable[[bytes], Awaitable[bytes]]) -> None:
        """Somebody answers here now."""
        self.handlers[subject] = handler

    async def ask(self, subject: str, body: bytes, timeout_seconds: float) -> bytes:
        """Note the question."""
        self.asked.append((subject, body))
        if self._fails_with:
            raise self._fails_with
        return b'{"count": 2}'


class Queue:
    """How many notices wait, one fewer at each look."""

    def __init__(self, waiting: int = 0) -> None:
        self.waiting = waiting

    async def pending(self) -> int:
        """How many now."""
        self.waiting = max(0, self.waiting - 1)
        return self.waiting


def outcomes(desk: Desk) -> list[tuple[str, str, int, int]]:
    with desk.database.read() as session:
        rows = session.scalars(select(DigestRow)).all()
    return [(row.issuer, row.outcome, row.count_there, row.count_here) for row in rows]


async def compare(desk: Desk, bus: IssuersEnd, sent: Digest | bytes, waiting: int = 0) -> str:
    comparing = Comparing(Books(desk.database, desk.clock, 366), bus, Queue(waiting).pending)
    await comparing.listen("court")
    body = sent if isinstance(sent, bytes) else sent.model_dump_json().encode()
    return str(json.loads(await bus.handlers["digest.court"](body))["outcome"])


async def test_where_both_agree_nothing_is_asked(desk: Desk) -> None:
    keep(desk, [say(listed(FIRST)), correct(listed(FIRST), "王秀颖"), say(listed(SECOND))])
    keep(desk, [withdraw(listed("court-withdrawn"))])
    keep(desk, [say(listed("court-endedone", stands_until=DAY))])
    keep(desk, [say(listed("tax-aaaaaaaa", issuer="tax", list="major-violations"))])
    bus = IssuersEnd()
    assert await compare(desk, bus, digest(DAY, [(SECOND, 1), (FIRST, 2)])) == "agreed"
    assert (bus.asked, outcomes(desk)) == ([], [("court", "agreed", 2, 2)])


@pytest.mark.parametrize("theirs", [[(FIRST, 1), (SECOND, 1)], [(FIRST, 2)], []])
async def test_where_they_differ_everything_is_said_again(
    desk: Desk, theirs: list[tuple[str, int]]
) -> None:
    keep(desk, [say(listed(FIRST))])
    bus = IssuersEnd()
    assert await compare(desk, bus, digest(DAY, theirs)) == "restating"
    assert bus.asked == [("restate.court", b"{}")]
    assert outcomes(desk) == [("court", "restating", len(theirs), 1)]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(NobodyAnswers("x"), "nobody_answered"), (AnsweredLate("x"), "restating")],
)
async def test_an_issuer_that_does_not_answer_is_noted(
    desk: Desk, error: Exception, outcome: str
) -> None:
    assert await compare(desk, IssuersEnd(error), digest(DAY, [(FIRST, 1)])) == outcome
    assert outcomes(desk) == [("court", outcome, 1, 0)]


async def test_what_is_still_on_its_way_is_applied_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "LOOK_EVERY_SECONDS", 0)
    assert await compare(desk, IssuersEnd(), digest(DAY, []), waiting=50) == "agreed"


async def test_while_too_much_is_on_its_way_there_is_no_answer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PATIENCE_SECONDS", 0)
    with pytest.raises(BrokerAway):
        await asyncio.wait_for(compare(desk, IssuersEnd(), digest(DAY, []), waiting=50), 10)
    assert outcomes(desk) == []


@pytest.mark.parametrize("body", [b"", b"{}", b"x" * 600, b'{"date": "2019-03-01", "count": 1}'])
async def test_what_is_no_digest_changes_nothing(desk: Desk, body: bytes) -> None:
    bus = IssuersEnd()
    assert await compare(desk, bus, body) == "not_a_digest"
    assert (bus.asked, outcomes(desk)) == ([], [])
