"""The command: what was asked for on standard output, troubles in one sentence, no traceback."""

import json
import shutil
import socket
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from demo import cast, cli
from demo.launcher import Options, Stack, StateFolder, stamp
from demo.launcher.plan import AUTHORITIES
from demo.launcher.ports import free_ports, is_free
from demo.parties import KnownParties
from demo.roster import read_roster
from demo.scene import WantedScene
from demo.stage import Stage, Tell
from demo.telling import tell_here
from shared.access import IDENTITY, Verifier, party_of, read_key

pytestmark = pytest.mark.slow

ROSTER = read_roster(AUTHORITIES)


def chimera(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(word) for word in words])


def trouble(result: Result) -> str:
    """The one sentence that was told."""
    assert result.exit_code != 0
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("chimera: ")
    assert line.endswith(".")
    return line


@pytest.fixture
def var(tmp_path: Path, keys: Path) -> Path:
    """A state folder as a stopped stack leaves it; its keys are copies, making them takes long."""
    folder = StateFolder(tmp_path / "a state folder")
    with folder.held():
        stamp.begin(folder.state, WantedScene(population=50), "work")
        shutil.copytree(keys, folder.keys)
    known = KnownParties(folder.state / "identity/parties.sqlite")
    known.fill(cast.everyone(50, 2019, date(2019, 1, 1)))
    return folder.path


def test_a_taken_port_is_named_and_nothing_is_left_behind(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    with socket.create_server(("127.0.0.1", port)):
        offset = port - ROSTER.ports["court"]
        result = chimera("up", "--state-dir", tmp_path / "var", "--port-offset", str(offset))
        told = trouble(result)
    assert f"Port {ROSTER.ports['court'] + offset} (court) is taken by " in told
    assert not StateFolder(tmp_path / "var").is_used


def test_a_second_stack_is_told_who_runs(var: Path) -> None:
    with StateFolder(var).held():
        for command in (["up"], ["demo", "--once"], ["checkpoint", "save", "one"]):
            assert "A stack already runs on" in trouble(chimera(*command, "--state-dir", var))


def test_a_folder_of_another_version_is_refused(var: Path) -> None:
    (var / "state" / stamp.FILE).write_text('{"format": 99, "product": "9.0"}')
    for command in (["up", "--port-offset", "21000"], ["demo", "--once"]):
        told = trouble(chimera(*command, "--state-dir", var))
        assert "another version of Chimera (9.0" in told
        assert "move it away" in told


def test_the_story_does_not_wipe_somebodys_own_stack(var: Path) -> None:
    told = trouble(chimera("demo", "--once", "--state-dir", var))
    assert "holds a stack of your own" in told
    assert (var / "keys").exists()


def test_where_nothing_runs_each_command_says_so(tmp_path: Path) -> None:
    for command in (["status"], ["down"], ["advance", "30d"]):
        assert "No stack runs on" in trouble(chimera(*command, "--state-dir", tmp_path))


def test_a_day_that_is_none_and_an_unknown_option_are_usage_errors(tmp_path: Path) -> None:
    assert chimera("up", "--start", "soon").exit_code == 2
    assert chimera("up", "--fast").exit_code == 2
    too_many = chimera("up", "--population", "99999999999", "--state-dir", tmp_path / "var")
    assert "No such population" in trouble(too_many)
    assert too_many.exit_code == 2


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = trouble(chimera("up", "--state-dir", tmp_path / "file"))
    assert f"{tmp_path}/file" in told


def test_an_officers_token_is_printed_alone(var: Path) -> None:
    result = chimera("token", "clerk", "--at", "court", "--subject", "clerk-2", "--state-dir", var)
    court = Verifier("court", {"court": read_key(var / "keys/court/signing.jwk")})
    caller = court.check(result.stdout.strip())
    assert (caller.subject, caller.roles) == ("clerk-2", frozenset({"clerk"}))


def test_a_partys_token_is_for_an_invented_party(var: Path) -> None:
    party = cast.some(50, 2019, date(2019, 1, 1))[0]
    words = ["token", "party", "--at", "tax", "--state-dir", str(var)]
    result = chimera(*words, "--id-number", party["id_number"])
    issuer = read_key(var / "keys/tax/identity.pub.jwk")
    caller = Verifier("tax", {IDENTITY: issuer}).check(result.stdout.strip())
    assert party_of(caller).name == party["name"]
    assert "needs --id-number" in trouble(chimera(*words))
    nobody = chimera(*words, "--id-number", "660101199001010020")
    assert "No invented party" in trouble(nobody)


def test_a_token_needs_keys_and_a_service_that_exists(var: Path, tmp_path: Path) -> None:
    assert "no service bank" in trouble(chimera("token", "clerk", "--at", "bank"))
    nowhere = chimera("token", "clerk", "--at", "court", "--state-dir", tmp_path / "none")
    assert "`chimera up` makes them" in trouble(nowhere)
    assert not (tmp_path / "none").exists()


def test_the_same_seed_writes_the_same_people(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    result = chimera("population", "--size", "20", "--seed", "5", "--out", path)
    assert result.stdout == ""
    assert path.read_text() == chimera("population", "--size", "20", "--seed", "5").stdout
    assert all(json.loads(line)["name"] for line in path.read_text().splitlines())


def test_checkpoints_are_saved_and_loaded(var: Path) -> None:
    password = var / "keys/court/broker_password"
    before = password.read_text()
    assert chimera("checkpoint", "save", "one", "--state-dir", var).exit_code == 0
    password.write_text("changed")
    assert chimera("checkpoint", "load", "one", "--state-dir", var).exit_code == 0
    assert password.read_text() == before


class FakeStory:
    """A storyline that looks at the stack and says how it went."""

    def __init__(self, *, ok: bool) -> None:
        self.ok = ok

    def __call__(self, stage: Stage, tell: Tell) -> dict[str, Any]:
        tell("the clerk proposes")
        return {"ok": self.ok, "steps": [], "site": stage.document["site"]}


@pytest.fixture
def site_only(tmp_path: Path) -> Stack:
    """A stack in which only the site runs, on a free port."""
    return Stack.on_free_ports(tmp_path / "var", Options(only=["site"], purpose="story"))


def test_a_story_as_told_ends_well_and_can_be_told_again(
    site_only: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    var, options = site_only.folder.path, site_only.options
    assert tell_here(FakeStory(ok=True), var, options, once=True, as_json=False)
    assert capsys.readouterr().out == "the clerk proposes\n"
    assert tell_here(FakeStory(ok=True), var, options, once=True, as_json=True)
    said = capsys.readouterr()
    assert json.loads(said.out)["ok"] is True
    assert "The story begins anew" in said.err
    assert (var / "earlier/state").is_dir()


def test_a_story_that_came_out_otherwise_is_not_as_told_and_all_is_stopped(
    site_only: Stack,
) -> None:
    story = FakeStory(ok=False)
    assert not tell_here(story, site_only.folder.path, site_only.options, once=True, as_json=True)
    assert site_only.folder.holder() is None
    assert is_free(site_only.options.ports["site"])
