"""A state folder: one stack at a time, one version, and copies to come back to."""

import json
from datetime import date
from pathlib import Path

import pytest

from demo.launcher import StateFolder, checkpoint, stamp
from demo.scene import Scene, WantedScene
from demo.trouble import Trouble


def used(path: Path, note: str = "first") -> StateFolder:
    """A folder with keys and data in it."""
    folder = StateFolder(path)
    with folder.held():
        stamp.begin(folder.state, WantedScene(), "work")
        folder.keys.mkdir()
        write(folder, note)
    return folder


def write(folder: StateFolder, note: str) -> None:
    (folder.keys / "secret.key").write_text(note)
    (folder.state / "court.sqlite").write_text(note)


def notes(folder: StateFolder) -> set[str]:
    return {(folder.keys / "secret.key").read_text(), (folder.state / "court.sqlite").read_text()}


def test_a_second_stack_on_the_same_folder_is_told_who_has_it(tmp_path: Path) -> None:
    first, second = StateFolder(tmp_path / "var"), StateFolder(tmp_path / "var")
    with first.held():
        assert second.holder() is not None
        with pytest.raises(Trouble, match=r"already runs on .*var \(process \d+\): `chimera down`"):
            second.hold()
    with second.held():
        assert first.holder() is not None


def test_what_a_dead_run_left_is_cleaned_up_without_a_word(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "var")
    folder.path.mkdir()
    (folder.path / "lock").write_text("4194303")
    folder.running.write_text(json.dumps({"pid": 4194303}))
    assert folder.holder() is None
    with folder.held():
        assert not folder.running.exists()


def test_where_nothing_runs_the_command_to_start_is_named(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="`chimera up` starts one"):
        StateFolder(tmp_path / "var").running_stack()


def test_a_folder_of_another_version_is_told_of_with_what_to_do(tmp_path: Path) -> None:
    folder = used(tmp_path / "var")
    (folder.state / stamp.FILE).write_text('{"format": 0, "product": "0.0.9", "scene": {}}')
    with pytest.raises(Trouble, match=r"version of Chimera \(0\.0\.9; this is .*\): move it away"):
        stamp.read(folder.state)


@pytest.mark.parametrize("left", ["", "[]", "not json"])
def test_a_folder_without_a_readable_stamp_is_of_another_version(tmp_path: Path, left: str) -> None:
    folder = used(tmp_path / "var")
    (folder.state / stamp.FILE).write_text(left)
    with pytest.raises(Trouble, match="unknown"):
        stamp.go_on(folder.state, WantedScene())


def test_a_stack_goes_on_as_it_was_begun(tmp_path: Path) -> None:
    state = tmp_path / "state"
    stamp.begin(state, WantedScene(start=date(2019, 3, 1), seed=7), "work")
    kept = stamp.go_on(state, WantedScene(seed=7))
    assert kept == Scene(start=date(2019, 3, 1), seed=7)
    with pytest.raises(Trouble, match=r"begun with --rules-as-of 2019-11-01: leave the option out"):
        stamp.go_on(state, WantedScene(rules_as_of=date(2020, 1, 1)))


def test_a_checkpoint_brings_keys_and_data_back_together(tmp_path: Path) -> None:
    folder = used(tmp_path / "var")
    checkpoint.save(folder, "before-the-hearing")
    write(folder, "second")
    checkpoint.load(folder, "before-the-hearing")
    assert notes(folder) == {"first"}
    checkpoint.load(folder, "before-the-hearing")
    assert notes(folder) == {"first"}


def test_a_running_stack_is_neither_saved_nor_replaced(tmp_path: Path) -> None:
    folder = used(tmp_path / "var")
    checkpoint.save(folder, "one")
    with folder.held():
        for act in (checkpoint.save, checkpoint.load):
            with pytest.raises(Trouble, match="`chimera down` stops it"):
                act(StateFolder(folder.path), "one")


def test_a_crash_while_loading_is_finished_by_the_next_start(tmp_path: Path) -> None:
    folder = used(tmp_path / "var", "old")
    other = used(tmp_path / "other", "new")
    loaded = folder.path / ".loaded"
    other.copy_into(loaded)
    # The crash came after the keys had been put in place and before the data were.
    (loaded / "keys" / "secret.key").replace(folder.keys / "secret.key")
    (loaded / "keys").rmdir()
    with folder.held():
        assert notes(folder) == {"new"}
    assert not loaded.exists()


def test_a_crash_while_copying_changes_nothing(tmp_path: Path) -> None:
    folder = used(tmp_path / "var", "old")
    (folder.path / ".loading/state").mkdir(parents=True)
    with folder.held():
        assert notes(folder) == {"old"}


def test_a_checkpoint_is_never_written_over(tmp_path: Path) -> None:
    folder = used(tmp_path / "var")
    checkpoint.save(folder, "one")
    with pytest.raises(Trouble, match="there already"):
        checkpoint.save(folder, "one")
    assert [path.name for path in folder.checkpoints.iterdir()] == ["one"]


@pytest.mark.parametrize("name", ["../keys", "", "A", ".", "a/b"])
def test_a_checkpoints_name_cannot_lead_elsewhere(tmp_path: Path, name: str) -> None:
    folder = used(tmp_path / "var")
    with pytest.raises(Trouble, match="small letters"):
        checkpoint.save(folder, name)


def test_what_is_not_there_can_be_neither_saved_nor_loaded(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "var")
    with pytest.raises(Trouble, match="nothing"):
        checkpoint.save(folder, "one")
    with pytest.raises(Trouble, match="no checkpoint one"):
        checkpoint.load(folder, "one")


def test_a_checkpoint_of_another_version_is_refused_before_anything_is_lost(tmp_path: Path) -> None:
    folder = used(tmp_path / "var")
    checkpoint.save(folder, "one")
    (folder.checkpoints / "one/state" / stamp.FILE).write_text('{"format": 0}')
    with pytest.raises(Trouble, match="another version"):
        checkpoint.load(folder, "one")
    assert notes(folder) == {"first"}


def test_what_is_set_aside_can_be_found_until_the_next_time(tmp_path: Path) -> None:
    folder = used(tmp_path / "var")
    aside = folder.set_aside()
    assert not folder.is_used
    assert (aside / "state/court.sqlite").read_text() == "first"
    assert folder.set_aside() == aside
    assert list(aside.iterdir()) == []
