"""Moments of a running stack: saved and gone back to on a wish, whole or not at all."""

import asyncio
import errno
import shutil
from datetime import date
from pathlib import Path

import pytest

from demo import moments
from demo.launcher import StateFolder, checkpoint, stamp
from demo.launcher import moments as keeping
from demo.scene import WantedScene
from demo.site.moments import Moments, MomentUnknown, MomentWish, NameTaken, NotHere, UnderWay
from demo.site.window import Master
from demo.trouble import Trouble


class Troupe:
    """A stack that notes when it is stopped and started; it may refuse what it finds."""

    def __init__(self, path: Path) -> None:
        self.folder = StateFolder(path)
        self.is_up = True
        self.seen: list[str] = []
        self.refuses: set[str] = set()
        with self.folder.held():
            stamp.begin(self.folder.state, WantedScene(start=date(2019, 3, 4)), "work")
        self.folder.keys.mkdir()
        self.write("first")

    def write(self, note: str) -> None:
        (self.folder.keys / "secret.key").write_text(note)
        (self.folder.state / "court.sqlite").write_text(note)

    @property
    def note(self) -> str:
        notes = {file.read_text() for file in (self.folder.keys / "secret.key", self.database)}
        assert len(notes) == 1
        return notes.pop()

    @property
    def database(self) -> Path:
        return self.folder.state / "court.sqlite"

    def pause(self) -> None:
        self.is_up = False

    def resume(self) -> None:
        if self.note in self.refuses:
            raise Trouble(f"court ended while starting with {self.note}")
        self.is_up = True
        self.seen.append(self.note)


@pytest.fixture
def troupe(tmp_path: Path) -> Troupe:
    return Troupe(tmp_path / "var")


def wished(troupe: Troupe, do: moments.Verb, name: str) -> moments.Wish:
    """What came of a wish that was granted at once."""
    moments.make(troupe.folder.path, do, name)
    keeping.grant(troupe)
    found = moments.read(troupe.folder.path)
    assert found is not None
    return found


def test_a_moment_is_saved_and_gone_back_to_while_the_stack_runs_before_and_after(
    troupe: Troupe,
) -> None:
    assert wished(troupe, "save", "monday").state == "done"
    troupe.write("second")
    assert wished(troupe, "load", "monday").state == "done"
    assert (troupe.note, troupe.is_up) == ("first", True)
    assert troupe.seen == ["first", "first"]
    assert not (troupe.folder.path / checkpoint.FORMER).exists()


def test_a_wish_is_granted_once(troupe: Troupe) -> None:
    wished(troupe, "save", "monday")
    keeping.grant(troupe)
    assert troupe.seen == ["first"]


@pytest.mark.parametrize(
    ("do", "name", "reason"),
    [("save", "monday", "name_taken"), ("load", "friday", "moment_unknown")],
)
def test_what_cannot_be_is_said_and_nothing_is_stopped(
    troupe: Troupe, do: moments.Verb, name: str, reason: str
) -> None:
    checkpoint.copy(troupe.folder, "monday")
    found = wished(troupe, do, name)
    assert (found.state, found.reason, troupe.seen) == ("failed", reason, [])


def test_on_a_full_disk_nothing_is_saved_and_the_stack_goes_on(
    troupe: Troupe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    checkpoint.copy(troupe.folder, "monday")
    troupe.write("second")
    monkeypatch.setattr(shutil, "copytree", full)
    for do, name in (("save", "tuesday"), ("load", "monday")):
        found = wished(troupe, do, name)  # type: ignore[arg-type]  # both are verbs
        assert (found.state, found.reason) == ("failed", "disk_full")
        assert (troupe.note, troupe.is_up) == ("second", True)
    assert [one.name for one in checkpoint.known(troupe.folder)] == ["monday"]


def test_a_moment_with_which_nothing_starts_gives_way_to_the_one_that_was(troupe: Troupe) -> None:
    checkpoint.copy(troupe.folder, "monday")
    troupe.write("second")
    troupe.refuses = {"first"}
    found = wished(troupe, "load", "monday")
    assert (found.state, found.reason) == ("failed", "not_started")
    assert "court ended while starting" in found.said
    assert (troupe.note, troupe.is_up, troupe.seen) == ("second", True, ["second"])


def test_a_stack_that_cannot_be_started_again_ends_with_the_reason(troupe: Troupe) -> None:
    troupe.refuses = {"first"}
    with pytest.raises(Trouble, match="court ended"):
        wished(troupe, "save", "monday")
    found = moments.read(troupe.folder.path)
    assert found is not None
    assert found.state == "failed"


def test_a_wish_that_nobody_hears_is_given_up(troupe: Troupe) -> None:
    place = troupe.folder.path
    wish = moments.make(place, "save", "monday")
    with pytest.raises(moments.UnderWay):
        moments.make(place, "save", "tuesday")
    early = moments.Wish(wish.id, wish.do, wish.name, "wished", wish.at - 60)
    moments.tell(place, early)
    found = moments.read(place)
    assert found is not None
    assert (found.state, found.reason) == ("failed", moments.NOT_GRANTED)
    assert moments.make(place, "save", "tuesday").name == "tuesday"


def test_what_a_killed_stack_was_at_is_told_by_the_next(troupe: Troupe) -> None:
    place = troupe.folder.path
    wish = moments.make(place, "load", "monday")
    moments.tell(place, moments.Wish(wish.id, wish.do, wish.name, "doing", wish.at))
    moments.give_up_what_was_cut_short(place)
    found = moments.read(place)
    assert found is not None
    assert (found.state, found.reason) == ("failed", moments.INTERRUPTED)


async def test_a_command_waits_until_it_is_done_and_says_why_it_was_not(troupe: Troupe) -> None:
    with troupe.folder.held():
        troupe.folder.running.write_text("{}")
        await _asked(troupe, "save", "monday")
        assert [one.name for one in checkpoint.known(troupe.folder)] == ["monday"]
        with pytest.raises(Trouble, match="there already"):
            await _asked(troupe, "save", "monday")


async def _asked(troupe: Troupe, do: moments.Verb, name: str) -> None:
    folder = StateFolder(troupe.folder.path)
    asking = asyncio.create_task(asyncio.to_thread(keeping.carry_out, folder, do, name))
    async with asyncio.timeout(10):
        while not asking.done():
            keeping.grant(troupe)
            await asyncio.sleep(0)
    await asking


def test_the_list_says_which_day_it_was(troupe: Troupe) -> None:
    checkpoint.copy(troupe.folder, "monday")
    (one,) = checkpoint.known(troupe.folder)
    assert (one.name, one.day) == ("monday", date(2019, 3, 4))


def test_the_site_refuses_at_once_what_cannot_be_and_leaves_a_wish_otherwise(
    troupe: Troupe,
) -> None:
    own = Moments(Master(troupe.folder.document))
    with pytest.raises(MomentUnknown):
        own.wish(MomentWish(do="load", name="monday"))
    left = own.wish(MomentWish(do="save", name="monday"))
    assert own.is_under_way
    with pytest.raises(UnderWay):
        own.wish(MomentWish(do="save", name="tuesday"))
    keeping.grant(troupe)
    shown = own.shown()
    assert shown.latest is not None
    assert (shown.latest.id, shown.latest.state, own.is_under_way) == (left.id, "done", False)
    assert [(one.name, one.day) for one in shown.moments] == [("monday", date(2019, 3, 4))]
    with pytest.raises(NameTaken):
        own.wish(MomentWish(do="save", name="monday"))


@pytest.mark.parametrize("name", ["../keys", "", "Monday", ".", "a/b"])
def test_a_moments_name_can_lead_nowhere_else(name: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        MomentWish(do="save", name=name)


def test_a_site_without_a_stack_says_so() -> None:
    own = Moments(Master(None))
    assert not own.shown().can
    with pytest.raises(NotHere):
        own.wish(MomentWish(do="save", name="monday"))
