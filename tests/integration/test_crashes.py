"""Killed between two messages, every time in the same place: nothing lost, doubled or stuck."""

import os
import re
from collections.abc import Iterator

import pytest

from demo.launcher import Options, Stack
from demo.roster import BROKER
from tests.integration.books import (
    acts_done,
    acts_unsaid,
    court_book,
    enter,
    people,
    register,
    taken_in,
    told_withdrawn,
    until,
    withdraw,
)
from tests.integration.load import CourtAtWork
from tests.integration.stream import read_stream, waiting
from tests.integration.wire_tap import HoldAnswers, HoldWords, WireTap

pytestmark = pytest.mark.integration

# Five in every run of the tests; CHIMERA_CRASH_ROUNDS=20 by hand.
ROUNDS = int(os.environ.get("CHIMERA_CRASH_ROUNDS", "5"))
LOAD = 200
SAYS_A_NOTICE = b"PUB listings.court."
IS_DONE_WITH_ONE = b"PUB $JS.ACK."
STREAM_SEQ = re.compile(rb"PUB \$JS\.ACK\.LISTINGS\.platform\.\d+\.(\d+)\.")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Broker, court and platform; each test leaves them running and agreed."""
    only = Options(only=[BROKER, "court", "platform"])
    with Stack.on_free_ports(tmp_path_factory.mktemp("crashes"), only) as stack:
        yield stack


def through(tap: WireTap) -> dict[str, str]:
    """The environment of a service that reaches the broker over a tapped wire."""
    return {"CHIMERA_BROKER_URL": f"nats://127.0.0.1:{tap.port}"}


def must_agree(stack: Stack) -> None:
    """In the end: nothing waits anywhere, and each act was taken in once."""
    until(lambda: not acts_unsaid(stack), "the stream has every act")
    until(lambda: waiting(stack) == 0, "the platform is done with every notice")
    assert register(stack) == court_book(stack)
    assert sorted(taken_in(stack)) == sorted(acts_done(stack))
    ended = [ref for ref, (_, is_withdrawn) in court_book(stack).items() if is_withdrawn]
    assert sorted(told_withdrawn(stack)) == sorted((ref,) for ref in ended)


@pytest.mark.parametrize("time", range(ROUNDS))
def test_a_court_killed_between_publish_and_mark_says_all_and_nothing_counts_twice(
    stack: Stack, time: int
) -> None:
    stack.stop_service("court")
    entered = enter(stack, people(LOAD, first=time * LOAD))
    withdraw(stack, entered[::10])
    waiting_acts = acts_unsaid(stack)
    fatal = time * (len(waiting_acts) - 1) // max(1, ROUNDS - 1)
    hold = HoldAnswers(SAYS_A_NOTICE, nth=fatal + 1)
    with WireTap(stack.plan.ports[BROKER], hold) as tap:
        stack.child("court").start(through(tap))
        until(lambda: waiting_acts[fatal] in taken_in(stack), "the platform has the fatal act")
        stack.kill_service("court")
    assert acts_unsaid(stack) == waiting_acts[fatal:]
    stack.start_service("court")
    must_agree(stack)
    said = [message.act for message in read_stream(stack)]
    assert said.count(_as_act(waiting_acts[fatal])) >= 2


def test_a_platform_killed_between_commit_and_ack_takes_each_notice_in_once(stack: Stack) -> None:
    stack.stop_service("court")
    entered = enter(stack, people(LOAD, first=ROUNDS * LOAD))
    stack.stop_service("platform")
    stack.start_service("court")
    with CourtAtWork(stack, entered) as court:
        for _ in range(ROUNDS):
            court.go_on(acts=20)
            kept_back = start_and_kill_the_platform_at_its_first_ack(stack)
            messages = {message.seq: message.act for message in read_stream(stack)}
            unacked = {messages[seq] for seq in kept_back}
            assert unacked <= {_as_act(act) for act in taken_in(stack)}
            assert waiting(stack) >= len(unacked)
        stack.start_service("platform")
        court.go_on(acts=20)
    must_agree(stack)


def start_and_kill_the_platform_at_its_first_ack(stack: Stack) -> set[int]:
    """The places on the stream of what it had committed, and could not acknowledge."""
    hold = HoldWords(IS_DONE_WITH_ONE)
    with WireTap(stack.plan.ports[BROKER], hold) as tap:
        stack.child("platform").start(through(tap))
        assert hold.has_begun.wait(30), "the platform acknowledges nothing"
        stack.kill_service("platform")
    places = {int(found) for found in STREAM_SEQ.findall(bytes(hold.kept_back))}
    assert places
    return places


def test_a_platform_killed_anywhere_in_the_middle_of_receiving_keeps_whole_batches(
    stack: Stack,
) -> None:
    """Wherever it was: reading, checking, writing, committing. Each time a little further on."""
    stack.stop_service("court")
    stack.stop_service("platform")
    entered = enter(stack, people(5 * LOAD, first=(ROUNDS + 1) * LOAD))
    withdraw(stack, entered[::3])
    stack.start_service("court")
    until(lambda: not acts_unsaid(stack), "the stream has every act", seconds=120)
    for _ in range(ROUNDS):
        start_and_kill_the_platform_once_it_has_taken_something_in(stack)
        heard = {ref for ref, _ in taken_in(stack)}
        assert heard == set(register(stack)), "what was taken in and what it made go together"
    stack.start_service("platform")
    must_agree(stack)


def start_and_kill_the_platform_once_it_has_taken_something_in(stack: Stack) -> None:
    """Unless nothing is left to take in."""
    known = len(taken_in(stack))
    stack.child("platform").start()
    until(
        lambda: len(taken_in(stack)) > known or waiting(stack) == 0,
        "it takes something in",
        seconds=60,
    )
    stack.kill_service("platform")


def _as_act(row: tuple[object, ...]) -> tuple[str, int]:
    return str(row[0]), int(str(row[1]))
