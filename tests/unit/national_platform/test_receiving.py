"""The loop between stream and register: commit first, acknowledge then, and never stop."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from services.national_platform.receiving import Counts, Desk, Receiver, keep
from services.national_platform.records import register
from shared.bus import BrokerAway, Delivery
from shared.crossings import Crossings
from shared.database import Database
from shared.telemetry import Metrics
from tests.unit.national_platform.saying import MemoryStream, listed, say, spoil, withdraw


class Hearer:
    """Notes what was hinted, and how many notices were acknowledged by then."""

    def __init__(self, stream: MemoryStream) -> None:
        self.heard: list[tuple[int, int]] = []
        self.heard_down: list[tuple[int, int]] = []
        self.applied_count = 0
        self._stream = stream

    async def withdrawn(self, seq: int) -> None:
        """The feed has grown."""
        self.heard.append((seq, len(self._stream.acked)))

    def evaluations(self, seq: int) -> None:
        """What goes down to the localities has grown."""
        self.heard_down.append((seq, len(self._stream.acked)))

    def applied(self) -> None:
        """Notices were taken in."""
        self.applied_count += 1


class CrashesBeforeAck(MemoryStream):
    """A reader that dies between commit and acknowledgement, as often as told."""

    crashes = 1

    async def ack(self, deliveries: Sequence[Delivery]) -> None:
        """Die, or acknowledge."""
        if self.crashes:
            self.crashes -= 1
            self.fall_silent()
            raise BrokerAway("died")
        await super().ack(deliveries)


class Story:
    """A stream, its receiver, and what they show."""

    def __init__(self, desk: Desk, stream: MemoryStream) -> None:
        self.stream, self.hearer, self.metrics = stream, Hearer(stream), Metrics()
        self.crossings = Crossings()
        self.receiver = Receiver(stream, desk, self.hearer, Counts(self.metrics), self.crossings)

    def metric(self, name: str, **labels: str) -> float | None:
        """What the metrics say."""
        return self.metrics.registry.get_sample_value(f"chimera_notices_{name}", labels)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Run until a condition holds."""
        running = asyncio.create_task(self.receiver.run())
        try:
            async with asyncio.timeout(10):
                while not condition():
                    await asyncio.sleep(0)
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


def held(database: Database, ref: str = "court-aaaaaaaa") -> str | None:
    with database.read() as session:
        found = register.listing(session, "court", ref)
        return found.name if found else None


async def test_a_batch_is_kept_then_acknowledged_then_counted(desk: Desk) -> None:
    story = Story(desk, MemoryStream(say(listed())))
    await story.receiver.round()
    assert held(desk.database) == "王秀英"
    assert await story.receiver.pending() == 0
    assert (story.metric("applied_total"), story.metric("pending")) == (1, 0)
    assert story.receiver.not_ready() is None
    assert story.hearer.applied_count == 1


async def test_a_crash_between_commit_and_acknowledgement_costs_a_repeat_only(desk: Desk) -> None:
    stream = CrashesBeforeAck(say(listed()), withdraw(listed("court-bbbbbbbb")))
    story = Story(desk, stream)
    with pytest.raises(BrokerAway):
        await story.receiver.round()
    assert held(desk.database) == "王秀英"
    assert len(stream.waiting) == 2
    await story.receiver.round()
    assert (len(stream.acked), story.metric("applied_total")) == (2, 0)
    assert held(desk.database) == "王秀英"


async def test_the_loop_goes_on_after_a_fault(desk: Desk) -> None:
    story = Story(desk, CrashesBeforeAck(say(listed())))
    await story.until(lambda: len(story.stream.acked) == 1)
    assert held(desk.database) == "王秀英"


@pytest.mark.parametrize("moment", ["begin", "commit"])
async def test_while_the_database_fails_nothing_is_kept_or_acknowledged(
    desk: Desk, moment: str
) -> None:
    story = Story(desk, MemoryStream(say(listed())))
    seen: list[int] = []

    def fail_twice(_: object) -> None:
        if len(seen) < 2:
            seen.append(len(story.stream.acked))
            raise OperationalError("the disk is away", {}, OSError())

    event.listen(desk.database.engine, moment, fail_twice)
    await story.receiver.round()
    assert seen == [0, 0]
    assert len(story.stream.acked) == 1
    assert held(desk.database) == "王秀英"


def test_a_transaction_that_fails_leaves_nothing_behind(desk: Desk) -> None:
    def fail(_: object) -> None:
        raise OperationalError("the disk is away", {}, OSError())

    batch = [say(listed()), withdraw(listed("court-bbbbbbbb")), spoil(say(listed()), body=b"?")]
    event.listen(desk.database.engine, "commit", fail)
    with pytest.raises(OperationalError):
        keep(desk, batch)
    event.remove(desk.database.engine, "commit", fail)
    assert held(desk.database) is None
    kept = keep(desk, batch)
    assert (kept.new_count, kept.feed_grew_to) == (2, 1)


async def test_a_bad_notice_is_erased_acknowledged_and_counted_by_its_reason(desk: Desk) -> None:
    bad = spoil(say(listed("court-badbadbad")), body=b"not json")
    story = Story(desk, MemoryStream(bad, say(listed())))
    await story.receiver.round()
    assert story.stream.erased == [bad.stream_seq]
    assert len(story.stream.acked) == 2
    assert story.metric("quarantined_total", reason="not_json") == 1


async def test_a_bad_notice_that_cannot_be_erased_comes_again_for_it(desk: Desk) -> None:
    bad = spoil(say(listed("court-badbadbad")), body=b"not json")
    story = Story(desk, MemoryStream(bad, say(listed())))
    story.stream.can_erase = False
    await story.receiver.round()
    assert story.stream.in_hand == [bad]
    story.stream.can_erase = True
    story.stream.fall_silent()
    await story.receiver.round()
    assert (story.stream.in_hand, story.stream.erased) == ([], [bad.stream_seq])


async def test_readers_hear_of_a_withdrawal_before_the_stream_counts_as_read(desk: Desk) -> None:
    story = Story(desk, MemoryStream(say(listed()), withdraw(listed())))
    await story.receiver.round()
    assert story.hearer.heard == [(1, 0)]


async def test_nobody_is_told_of_mere_additions(desk: Desk) -> None:
    story = Story(desk, MemoryStream(say(listed())))
    await story.receiver.round()
    assert story.hearer.heard == []


async def test_the_window_shows_what_was_believed_and_nothing_else(desk: Desk) -> None:
    good = say(listed())
    bad = spoil(good, fields={"extra": "x"}, headers={"Chimera-Listing": "court-zzzzzzzz"})
    story = Story(desk, MemoryStream(good, bad))
    await story.receiver.round()
    [seen] = story.crossings.after(0)
    assert (seen.subject, seen.body.encode()) == (good.subject, good.body)
    assert seen.headers == good.headers


async def test_a_backlog_is_worked_through_in_batches_of_a_thousand(desk: Desk) -> None:
    many = [say(replace(listed(), ref=f"court-many{'abcdefghij'[n % 10]}{n // 10}x"))
            for n in range(1500)]  # fmt: skip
    story = Story(desk, MemoryStream(*many))
    await story.receiver.round()
    assert len(story.stream.acked) == 1000
    await story.receiver.round()
    assert story.metric("applied_total") == 1500
