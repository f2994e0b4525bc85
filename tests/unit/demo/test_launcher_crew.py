"""A crew that is watched: who dies is named, and started again only if that was asked for."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from demo.launcher.crew import Crew
from demo.trouble import Trouble
from tests.unit.demo import dummies

pytestmark = pytest.mark.slow


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Crew]:
    order = str(tmp_path / "order")
    made = Crew(
        [
            [dummies.member(tmp_path, "broker", dummies.WRITER, "broker", order)],
            [dummies.member(tmp_path, "court", dummies.WRITER, "court", order)],
        ]
    )
    made.start()
    yield made
    made.stop()


@contextmanager
def watched(crew: Crew, *, restart: bool) -> Iterator[list[str]]:
    """What is said while a crew is watched in another thread."""
    said: list[str] = []
    watch = threading.Thread(target=crew.supervise, args=(said.append, restart, lambda: None))
    watch.start()
    try:
        yield said
    finally:
        crew.leave()
        watch.join(timeout=10)
    assert not watch.is_alive()


def eventually(is_so: Callable[[], bool], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        threading.Event().wait(0.05)


def test_who_dies_is_named_and_the_others_go_on(crew: Crew) -> None:
    with watched(crew, restart=False) as said:
        crew.child("court").kill()
        eventually(lambda: len(said) == 1)
    assert said[0].startswith("court stopped (exit code -9), the others go on without it;")
    assert crew.child("broker").is_running
    assert not crew.child("court").is_running


def test_who_dies_is_started_again_when_that_was_asked_for(crew: Crew) -> None:
    court = crew.child("court")
    first = court.pid
    with watched(crew, restart=True) as said:
        court.kill()
        eventually(lambda: court.is_running and court.pid != first)
    assert "it is started again" in said[0]


def test_who_was_stopped_on_purpose_is_not_mourned(crew: Crew) -> None:
    with watched(crew, restart=True) as said:
        crew.stop_one("court")
        crew.child("broker").kill()
        eventually(lambda: len(said) == 1)
    assert said[0].startswith("broker")
    assert not crew.child("court").is_running


def test_one_can_be_stopped_and_started_while_the_others_run(crew: Crew) -> None:
    broker = crew.child("broker").pid
    crew.kill_one("court")
    assert not crew.child("court").is_running
    crew.start_one("court")
    assert crew.child("court").is_running
    assert crew.child("broker").pid == broker


def test_they_stop_the_other_way_round(crew: Crew, tmp_path: Path) -> None:
    crew.stop()
    assert (tmp_path / "order").read_text().split() == ["court", "broker"]


def test_a_name_that_is_not_there_is_answered_with_those_that_are(crew: Crew) -> None:
    with pytest.raises(Trouble, match="There is no bank here, only broker, court"):
        crew.kill_one("bank")
