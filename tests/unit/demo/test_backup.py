"""A backup: of a stack that goes on, checked to the last byte, put back whole or not at all."""

import json
import re
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from demo import backup_making, cli, private_files
from demo.launcher import StateFolder, stamp
from demo.launcher.plan import AUTHORITIES
from demo.roster import read_roster
from demo.scene import WantedScene

ROSTER = read_roster(AUTHORITIES)


def chimera(var: Path, *words: str | Path) -> Result:
    """A command on a state folder."""
    return CliRunner().invoke(cli.app, [*map(str, words), "--state-dir", str(var)])


def database(path: Path, note: str, tables: str | None = "0001") -> None:
    """A service's database as a crash leaves it: the newest row only in its write-ahead log."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("CREATE TABLE IF NOT EXISTS notes (note TEXT)")
        if tables is not None:
            file.execute("CREATE TABLE IF NOT EXISTS alembic_version (version_num TEXT)")
            file.execute("DELETE FROM alembic_version")
            file.execute("INSERT INTO alembic_version VALUES (?)", (tables,))
        file.execute("INSERT INTO notes VALUES (?)", (note,))
        file.commit()


def notes(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        return [note for (note,) in file.execute("SELECT note FROM notes ORDER BY rowid")]


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A stopped stack with a court, a platform with an edition, and a gateway with its index."""
    folder = StateFolder(tmp_path / "var")
    with folder.held():
        stamp.begin(folder.state, WantedScene(start=date(2019, 1, 1)), "work")
        private_files.make_folder(folder.keys / "court")
        private_files.create(folder.keys / "court" / "signing.jwk", "a private key")
    for name in ("court", "platform", "gateway"):
        database(folder.state / name / f"{name}.sqlite", "first")
    database(folder.state / "gateway" / "index.sqlite", "first", tables=None)
    editions = folder.state / "platform" / "editions"
    editions.mkdir()
    (editions / "abc.jsonl.gz").write_bytes(b"an edition")
    (editions / "public.part").write_bytes(b"half of one")
    (folder.state / "broker").mkdir()
    (folder.state / "broker" / "1.blk").write_bytes(b"what the issuers know better")
    return folder.path


def copied(target: Path) -> set[str]:
    """The files of a backup."""
    return set(json.loads((target / "manifest.json").read_text())["files"])


def test_a_backup_holds_databases_editions_and_keys_and_nothing_passing(
    var: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy"
    result = chimera(var, "backup", target)
    assert result.exit_code == 0, result.stderr
    assert "private keys" in result.stderr
    assert copied(target) == {
        "state/stamp.json", "state/court/court.sqlite", "state/platform/platform.sqlite",
        "state/platform/editions/abc.jsonl.gz", "state/gateway/gateway.sqlite",
        "state/gateway/index.sqlite", "keys/court/signing.jwk",
    }  # fmt: skip
    modes = {stat.S_IMODE(path.stat().st_mode) for path in target.rglob("*") if path.is_file()}
    assert modes == {0o600}
    assert stat.S_IMODE(target.stat().st_mode) == 0o700


def test_without_keys_there_is_nothing_secret_in_it(var: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    assert "private keys" not in chimera(var, "backup", target, "--without-keys").stderr
    assert not (target / "keys").exists()


def test_a_database_is_copied_whole_while_it_is_written(var: Path, tmp_path: Path) -> None:
    live = var / "state" / "court" / "court.sqlite"
    with closing(sqlite3.connect(live)) as writer:
        writer.execute("INSERT INTO notes VALUES ('committed')")
        writer.commit()
        writer.execute("INSERT INTO notes VALUES ('not committed')")
        chimera(var, "backup", tmp_path / "copy")
    copy = tmp_path / "copy" / "state" / "court" / "court.sqlite"
    assert notes(copy) == ["first", "committed"]
    assert not list(copy.parent.glob("*-wal"))


def test_readers_are_copied_before_what_they_read(var: Path) -> None:
    order = list(backup_making.in_order(StateFolder(var), ROSTER))
    assert order == ["gateway", "platform", "court"]


def test_an_edition_that_comes_out_meanwhile_is_waited_for(
    var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions, copyfile = var / "state" / "platform" / "editions", shutil.copyfile

    def slow(source: Path, target: Path, **how: Any) -> object:
        done = copyfile(source, target, **how)
        if Path(source).name == "abc.jsonl.gz":
            (editions / "abc.jsonl.gz").rename(editions / "def.jsonl.gz")
        return done

    monkeypatch.setattr(shutil, "copyfile", slow)
    assert chimera(var, "backup", tmp_path / "copy").exit_code == 0
    assert "state/platform/editions/def.jsonl.gz" in copied(tmp_path / "copy")
    assert "state/platform/editions/abc.jsonl.gz" not in copied(tmp_path / "copy")


def test_what_was_backed_up_comes_back_into_an_empty_folder(var: Path, tmp_path: Path) -> None:
    chimera(var, "backup", tmp_path / "copy")
    fresh = tmp_path / "fresh"
    assert chimera(fresh, "restore", tmp_path / "copy").exit_code == 0
    state = fresh / "state"
    assert notes(state / "court" / "court.sqlite") == ["first"]
    assert (fresh / "keys" / "court" / "signing.jwk").read_text() == "a private key"
    assert stat.S_IMODE((fresh / "keys" / "court" / "signing.jwk").stat().st_mode) == 0o600
    assert {path.name for path in state.iterdir()} == {"stamp.json", "court", "platform", "gateway"}
    assert (state / "platform" / "restored").exists()


def test_what_is_there_is_replaced_only_if_asked(var: Path, tmp_path: Path) -> None:
    court = var / "state" / "court" / "court.sqlite"
    chimera(var, "backup", tmp_path / "copy", "--without-keys")
    database(court, "second")
    refused = chimera(var, "restore", tmp_path / "copy")
    assert (refused.exit_code, notes(court)) == (1, ["first", "second"])
    assert "--replace" in refused.stderr
    assert chimera(var, "restore", tmp_path / "copy", "--replace").exit_code == 0
    assert notes(court) == ["first"]
    assert (var / "keys" / "court" / "signing.jwk").exists()


def test_one_service_comes_back_and_the_others_stay(var: Path, tmp_path: Path) -> None:
    chimera(var, "backup", tmp_path / "copy")
    state = var / "state"
    for name in ("court", "platform"):
        database(state / name / f"{name}.sqlite", "second")
    result = chimera(var, "restore", tmp_path / "copy", "--only", "court")
    assert result.exit_code == 0, result.stderr
    assert "lost there" in result.stderr
    assert notes(state / "court" / "court.sqlite") == ["first"]
    assert notes(state / "platform" / "platform.sqlite") == ["first", "second"]
    assert (state / "broker" / "1.blk").exists()
    assert not (state / "platform" / "restored").exists()


def spoil_hash(copy: Path) -> None:
    with (copy / "state" / "court" / "court.sqlite").open("rb+") as file:
        file.seek(100)
        file.write(b"x")


def leave_out(copy: Path) -> None:
    (copy / "state" / "court" / "court.sqlite").unlink()


def change_manifest(copy: Path, **changes: object) -> None:
    manifest = copy / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | changes))


def newer_format(copy: Path) -> None:
    change_manifest(copy, format=99, product="9.0.0")


def newer_tables(copy: Path) -> None:
    manifest = copy / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"tables": "0001"', '"tables": "9999"'))


def another_product(copy: Path) -> None:
    change_manifest(copy, what="somebody else's")


def leads_outside(copy: Path) -> None:
    told = json.loads((copy / "manifest.json").read_text())["files"]
    change_manifest(copy, files=told | {"state/../../outside": told["state/stamp.json"]})


def no_manifest(copy: Path) -> None:
    (copy / "manifest.json").unlink()


def cut_manifest(copy: Path) -> None:
    (copy / "manifest.json").write_text((copy / "manifest.json").read_text()[:200])


def other_stamp(copy: Path) -> None:
    (copy / "state" / "stamp.json").write_text('{"format": 99}')


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (spoil_hash, "not as it was copied"),
        (leave_out, "is missing"),
        (newer_format, r"another version of Chimera \(9.0.0\)"),
        (newer_tables, "newer one"),
        (another_product, "no backup of Chimera"),
        (leads_outside, "is damaged"),
        (no_manifest, "no whole backup"),
        (cut_manifest, "no whole backup"),
        (other_stamp, "another version"),
    ],
)
def test_a_backup_that_is_not_whole_and_ours_changes_nothing(
    var: Path, tmp_path: Path, spoil: object, says: str
) -> None:
    assert callable(spoil)
    copy, court = tmp_path / "copy", var / "state" / "court" / "court.sqlite"
    chimera(var, "backup", copy)
    database(court, "second")
    spoil(copy)
    refused = chimera(var, "restore", copy, "--replace")
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
    assert re.search(says, refused.stderr)
    assert notes(court) == ["first", "second"]
    assert not (var / ".loading").exists()
    assert not (var / ".loaded").exists()


def test_a_running_stack_is_backed_up_and_never_restored(var: Path, tmp_path: Path) -> None:
    folder = StateFolder(var)
    with folder.held():
        private_files.replace_json(folder.running, {"addresses": {}})
        assert chimera(var, "backup", tmp_path / "copy").exit_code == 0
        refused = chimera(var, "restore", tmp_path / "copy", "--replace")
        assert "`chimera down` stops it" in refused.stderr
    assert refused.exit_code == 1


def test_a_backup_of_another_stack_is_not_mixed_in(var: Path, tmp_path: Path) -> None:
    chimera(var, "backup", tmp_path / "copy")
    other = StateFolder(tmp_path / "other")
    with other.held():
        stamp.begin(other.state, WantedScene(seed=7), "work")
        other.keys.mkdir()
    refused = chimera(other.path, "restore", tmp_path / "copy", "--only", "court")
    assert (refused.exit_code, "another stack" in refused.stderr) == (1, True)


def test_a_backup_is_never_written_over_and_appears_whole(
    var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy"
    chimera(var, "backup", target)
    assert "there already" in chimera(var, "backup", target).stderr

    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full_disk)
    assert "No space left" in chimera(var, "backup", tmp_path / "second").stderr
    assert not (tmp_path / "second").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
