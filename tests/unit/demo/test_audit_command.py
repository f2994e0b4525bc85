"""`chimera audit` on a stopped stack's folder: one sentence each, exit code 0 or 1."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from demo import cli
from services.court.app import create_app
from tests.unit.apps import open_app
from tests.unit.court.story import open_case


def audit(var: Path, *words: str | Path) -> Result:
    """The command on a state folder."""
    return CliRunner().invoke(cli.app, ["audit", *map(str, words), "--state-dir", str(var)])


@pytest.fixture
async def var(keys: Path, tmp_path: Path) -> Path:
    """What a stopped court leaves after three acts, in a folder with an awkward name."""
    var = tmp_path / "100% mine #1"
    async with open_app(create_app, "court", keys, var / "state" / "court") as court:
        await (await open_case(court)).proposed()
    return var


def change(var: Path, statement: str) -> None:
    """What somebody does who has the file."""
    with closing(sqlite3.connect(var / "state" / "court" / "court.sqlite")) as file, file:
        file.execute(statement)


def test_a_whole_chain_is_told_in_one_sentence(var: Path) -> None:
    result = audit(var, "verify")
    assert result.stdout == "court: the chain is whole up to line 3.\n"
    assert result.exit_code == 0


def test_an_altered_line_is_named_and_the_command_fails(var: Path) -> None:
    change(var, "UPDATE audit SET outcome = 'refused' WHERE seq = 2")
    result = audit(var, "verify", "--at", "court")
    assert result.stdout == (
        "court: line 2 does not fit its hash: it, or what stood before it, was altered.\n"
    )
    assert result.exit_code == 1


def test_a_checkpoint_is_kept_and_compared(var: Path, tmp_path: Path) -> None:
    printed = audit(var, "checkpoint").stdout
    kept = json.loads(printed)
    assert (kept["authority"], kept["size"], len(kept["head"])) == ("court", 3, 64)
    file = tmp_path / "kept.jsonl"
    file.write_text(printed)
    fits = audit(var, "verify", "--against", file)
    assert fits.stdout == (
        "court: the chain is whole up to line 3, and fits the checkpoint at line 3.\n"
    )
    change(var, "DELETE FROM audit WHERE seq = 3")
    change(var, "UPDATE audit_head SET size = 2, head = (SELECT hash FROM audit WHERE seq = 2)")
    assert audit(var, "verify").exit_code == 0
    cut = audit(var, "verify", "--against", file)
    assert cut.stdout.startswith("court: the checkpoint had seen line 3, which is gone")
    assert cut.exit_code == 1


def test_a_log_that_is_gone_altogether_is_missed(var: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"
    told = json.loads(audit(var, "checkpoint").stdout)
    file.write_text(json.dumps(told) + "\n" + json.dumps(told | {"authority": "tax"}))
    result = audit(var, "verify", "--against", file)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (1, "tax: its log is gone.")


@pytest.mark.parametrize("words", [["verify"], ["checkpoint"]])
def test_where_nothing_was_begun_there_is_nothing_to_check(
    tmp_path: Path, words: list[str]
) -> None:
    result = audit(tmp_path / "nothing", *words)
    assert result.exit_code == 1
    assert result.stderr.startswith("chimera: There are no audit logs in")


def test_of_what_is_not_there_nothing_is_said(var: Path, tmp_path: Path) -> None:
    unknown = audit(var, "verify", "--at", "tax")
    assert unknown.stderr == "chimera: There is no log of tax, only of court.\n"
    assert unknown.exit_code == 2
    garbled = tmp_path / "kept.jsonl"
    garbled.write_text("not a checkpoint")
    assert audit(var, "verify", "--against", garbled).exit_code == 2
    gone = audit(var, "verify", "--against", tmp_path / "nowhere")
    assert gone.exit_code == 1


def test_a_log_of_an_earlier_version_says_so(var: Path) -> None:
    change(var, "DROP TABLE audit_head")
    result = audit(var, "verify")
    assert result.exit_code == 1
    assert "has no chain: an earlier version wrote it" in result.stderr


def test_reading_changes_nothing(var: Path) -> None:
    file = var / "state" / "court" / "court.sqlite"
    before = file.read_bytes()
    shutil.copy(file, var / "copy.sqlite")
    audit(var, "verify")
    assert file.read_bytes() == before
