"""The commands as somebody types them, on a whole stack that runs in the background."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from demo.launcher import StateFolder
from demo.launcher.plan import AUTHORITIES, ROOT
from demo.launcher.ports import FREE_FROM, is_free
from demo.roster import read_roster

pytestmark = pytest.mark.integration
PORTS = read_roster(AUTHORITIES).ports


def offset() -> int:
    """A number that leads from every usual port to a free one."""
    lowest = FREE_FROM - min(PORTS.values())
    return next(
        number
        for number in range(lowest, lowest + 4_000, 97)
        if all(is_free(port + number) for port in PORTS.values())
    )


def chimera(var: Path, command: str, *words: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "demo.cli", command, *words, "--state-dir", str(var)]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=150)


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The state folder of a stack in the background."""
    folder = tmp_path_factory.mktemp("a stack") / "var"
    words = ["--detach", "--population", "50", "--port-offset", str(offset())]
    started = chimera(folder, "up", *words)
    assert started.returncode == 0, started.stderr
    yield folder
    stopped = chimera(folder, "down")
    assert (stopped.returncode, stopped.stderr) == (0, "")
    assert StateFolder(folder).holder() is None


def test_status_shows_every_service_ready_with_its_clock(var: Path) -> None:
    lines = chimera(var, "status").stdout.splitlines()
    for name in ("court", "tax", "rongcheng", "bailu", "platform", "gateway"):
        (line,) = [line for line in lines if f" {name} " in line]
        assert " yes " in line
        assert "20" in line.split("yes")[1]


def test_time_advances_through_every_service(var: Path) -> None:
    before = clocks(var)
    moved = chimera(var, "advance", "36h")
    assert moved.returncode == 0, moved.stderr
    after = clocks(var)
    assert len(after) == 1
    assert after != before
    assert moved.stdout.splitlines()[-1].startswith("20")


def clocks(var: Path) -> set[str]:
    """What the clocks of all services show."""
    document = json.loads((var / "demo.json").read_text())
    doors = (f"{url}/v1/clock" for url in document["services"].values())
    return {httpx.get(door, trust_env=False).json()["now"] for door in doors}


def test_a_printed_token_opens_its_door(var: Path) -> None:
    document = json.loads((var / "demo.json").read_text())
    token = chimera(var, "token", "operator", "--at", "platform").stdout.strip()
    door = f"{document['services']['platform']}/v1/clock"
    same = {"now": httpx.get(door, trust_env=False).json()["now"]}
    answer = httpx.put(
        door, json=same, headers={"Authorization": f"Bearer {token}"}, trust_env=False
    )
    assert answer.status_code == 200


def test_a_running_stack_is_not_started_twice(var: Path) -> None:
    for words in (["up"], ["up", "--detach"]):
        answer = chimera(var, words[0], *words[1:])
        assert answer.returncode == 1
        assert "A stack already runs on" in answer.stderr
        assert answer.stderr.count("\n") == 1


def test_a_running_stack_is_saved_and_goes_back_to_that_moment(var: Path) -> None:
    before = clocks(var)
    assert chimera(var, "checkpoint", "save", "one").returncode == 0
    assert chimera(var, "advance", "3d").returncode == 0
    assert clocks(var) != before
    again = chimera(var, "checkpoint", "save", "one")
    assert (again.returncode, "there already" in again.stderr) == (1, True)
    loaded = chimera(var, "checkpoint", "load", "one")
    assert loaded.returncode == 0, loaded.stderr
    assert clocks(var) == before
