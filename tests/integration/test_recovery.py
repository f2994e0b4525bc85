"""The broker loses its files, or goes away under load: everything comes right by itself."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from demo.launcher import Options, Stack
from demo.roster import BROKER
from demo.storyline.doors import Answer, Doors
from shared.identifiers import Party
from shared.ledger.listing import Listing
from tests.builders import make_party, words_of
from tests.integration.books import (
    acts_unsaid,
    court_book,
    digest_outcomes,
    enter,
    people,
    register,
    until,
    withdraw,
)
from tests.integration.load import CourtAtWork
from tests.integration.stream import read_stream, waiting

pytestmark = pytest.mark.integration


@pytest.fixture
def small_stack(tmp_path: Path) -> Stack:
    """Broker, court and platform, not started yet."""
    return Stack.on_free_ports(tmp_path, Options(only=[BROKER, "court", "platform"]))


@pytest.fixture
def stack_to_the_gateway(tmp_path: Path) -> Iterator[Stack]:
    """All that a question of a partner needs."""
    only = Options(only=[BROKER, "court", "platform", "gateway"])
    with Stack.on_free_ports(tmp_path, only) as stack:
        yield stack


def is_agreed(stack: Stack) -> bool:
    """Whether every act is said and taken in."""
    return not acts_unsaid(stack) and waiting(stack) == 0 and register(stack) == court_book(stack)


def forget_the_stream(stack: Stack) -> None:
    """Delete the broker's files; everything must be stopped."""
    shutil.rmtree(stack.state_of(BROKER))


def test_what_the_platform_never_took_in_is_said_again_after_the_brokers_files_are_gone(
    small_stack: Stack,
) -> None:
    with small_stack as stack:
        stack.stop_service("court")
        taken = enter(stack, people(40))
        stack.start_service("court")
        until(lambda: is_agreed(stack), "forty listings in the register")
        leave_acts_on_the_stream_alone(stack, taken)
    forget_the_stream(small_stack)
    assert register(small_stack) != court_book(small_stack)
    with small_stack as stack:
        until(lambda: is_agreed(stack), "the register is whole", seconds=60)
        said_again = {message.act for message in read_stream(stack)}
        assert said_again == {(ref, number) for ref, (number, _) in court_book(stack).items()}
        stack.stop_service("court")
        stack.start_service("court")
        until(lambda: digest_outcomes(stack)[-1] == "agreed", "the next digest agrees")


def leave_acts_on_the_stream_alone(stack: Stack, taken: list[Listing]) -> None:
    """With the platform stopped: new listings, one of them over again, corrections, withdrawals."""
    stack.stop_service("platform")
    stack.stop_service("court")
    missed = enter(stack, people(10, first=40))
    withdraw(stack, [*missed[:1], *taken[:5]])
    stack.start_service("court")
    with CourtAtWork(stack, taken[5:15]) as court:
        court.go_on(acts=20)
    until(lambda: not acts_unsaid(stack), "the stream has every act")
    assert waiting(stack) >= 36


def test_a_stream_that_loses_what_was_taken_in_already_leaves_the_register_as_it_was(
    small_stack: Stack,
) -> None:
    with small_stack as stack:
        stack.stop_service("court")
        withdraw(stack, enter(stack, people(20))[:5])
        stack.start_service("court")
        until(lambda: is_agreed(stack), "twenty listings in the register")
        before, digests = register(stack), len(digest_outcomes(stack))
    forget_the_stream(small_stack)
    with small_stack as stack:
        until(lambda: len(digest_outcomes(stack)) > digests, "the court's digest has come")
        assert digest_outcomes(stack)[-1] == "agreed"
        assert register(stack) == before == court_book(stack)
        stack.stop_service("court")
        enter(stack, people(1, first=20))
        stack.start_service("court")
        until(lambda: is_agreed(stack), "what is decided afterwards arrives")


def test_a_broker_killed_under_load_is_found_again_and_no_act_or_confirmation_is_lost(
    stack_to_the_gateway: Stack,
) -> None:
    stack, listed = stack_to_the_gateway, make_party(sequence=7)
    stack.stop_service("court")
    entered = enter(stack, [listed, *people(200)])
    stack.start_service("court")
    stack.advance(timedelta(days=31))
    with closing(Doors(stack)) as doors, CourtAtWork(stack, entered[1:]) as court:
        assert ask(doors, listed)["outcome"] == "restricted"
        court.go_on(acts=60)
        stack.kill_service(BROKER)
        court.go_on(acts=60)
        assert ask(doors, listed)["outcome"] == "refer"
        assert len(acts_unsaid(stack)) >= 60
        stack.start_service(BROKER)
        until(lambda: ask(doors, listed)["outcome"] == "restricted", "the court confirms again")
        court.go_on(acts=60)
    until(lambda: is_agreed(stack), "every act is in the register")


def ask(doors: Doors, party: Party) -> Answer:
    """An airline's question about a passenger."""
    question = {"measure": "air-travel", "purpose": "booking 8841", "party": words_of(party)}
    return doors.partner("skyward-air").post("/v1/decisions", question)
