"""The launcher with real processes: it stops what it started, and leaves nobody behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from demo.launcher import Options, Stack, StateFolder, checkpoint
from demo.launcher.ports import is_free
from demo.trouble import Trouble

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[2]
BARE = Options(only=["broker", "site"])
# Runs a stack as the command does, but only its broker and site; tells their process ids.
RUNNER = """
import json, sys
from pathlib import Path
from demo.console import ending_once
from demo.launcher import Options, Stack
from demo.telling import run_until_ended
folder = Path(sys.argv[1])
with ending_once(), Stack.on_free_ports(folder, Options(only=["broker", "site"])) as stack:
    pids = {name: stack.child(name).pid for name in ("broker", "site")}
    print(json.dumps({"pids": pids, "ports": dict(stack.options.ports)}), flush=True)
    run_until_ended(stack, restart=False)
"""


def eventually(is_so: Callable[[], bool], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@contextmanager
def runner(folder: Path) -> Iterator[tuple[subprocess.Popen[str], dict[str, dict[str, int]]]]:
    """A launcher in a process of its own, and what it started."""
    command = [sys.executable, "-c", RUNNER, str(folder)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stderr
    with process:
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def test_a_stack_starts_answers_and_stops(tmp_path: Path) -> None:
    with Stack.on_free_ports(tmp_path / "a state folder", BARE) as stack:
        assert httpx.get(stack.urls["site"]).status_code == 200
        party = stack.document["parties"][0]
        assert stack.party_token(party["id_number"], "court").count(".") == 2
        assert json.loads(stack.folder.document.read_text()) == stack.document
        assert stack.folder.document.stat().st_mode & 0o077 == 0
        running = [stack.child(name) for name in ("broker", "site")]
        began = time.monotonic()
    assert time.monotonic() - began < 10
    assert not any(child.is_running for child in running)
    assert all(is_free(port) for port in stack.options.ports.values())


def test_a_killed_service_comes_back_with_its_old_state(tmp_path: Path) -> None:
    with Stack.on_free_ports(tmp_path, BARE) as stack:
        party = stack.document["parties"][0]
        first = stack.child("site").pid
        stack.kill_service("site")
        with pytest.raises(httpx.ConnectError):
            httpx.get(stack.urls["site"])
        stack.start_service("site")
        assert stack.child("site").pid != first
        assert stack.party_token(party["id_number"], "court")


def test_two_stacks_run_beside_each_other_but_never_on_one_folder(tmp_path: Path) -> None:
    with Stack.on_free_ports(tmp_path / "one", BARE) as one:
        with Stack.on_free_ports(tmp_path / "two", BARE) as two:
            assert httpx.get(two.urls["site"]).status_code == 200
        with pytest.raises(Trouble, match="already runs"):
            Stack.on_free_ports(tmp_path / "one", BARE).start()
        assert httpx.get(one.urls["site"]).status_code == 200


def test_a_stopped_stack_starts_again_with_the_same_keys(tmp_path: Path) -> None:
    stack = Stack.on_free_ports(tmp_path, BARE)
    with stack:
        secret = stack.document["partners"]["skyward-air"]["client_secret"]
    checkpoint.save(stack.folder, "one")
    with stack:
        assert stack.document["partners"]["skyward-air"]["client_secret"] == secret


def test_ctrl_c_stops_everything_in_order_within_ten_seconds(tmp_path: Path) -> None:
    with runner(tmp_path) as (process, told):
        assert process.stderr
        assert any("Ctrl-C stops everything" in line for line in process.stderr)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0
        assert time.monotonic() - began < 10
    assert not any(map(is_alive, told["pids"].values()))
    assert not (tmp_path / "running.json").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_launcher_that_is_killed_outright_leaves_no_orphan(tmp_path: Path) -> None:
    with runner(tmp_path) as (process, told):
        assert all(map(is_alive, told["pids"].values()))
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=10)
        eventually(lambda: not any(map(is_alive, told["pids"].values())))
    assert StateFolder(tmp_path).holder() is None
    with Stack.on_free_ports(tmp_path, BARE) as again:
        assert httpx.get(again.urls["site"]).status_code == 200


def test_a_service_that_dies_is_named_while_the_rest_goes_on(tmp_path: Path) -> None:
    with runner(tmp_path) as (process, told):
        os.kill(told["pids"]["broker"], signal.SIGKILL)
        assert process.stderr
        line = next(line for line in process.stderr if "broker stopped" in line)
        assert "exit code -9" in line
        assert is_alive(told["pids"]["site"])
        process.terminate()
        assert process.wait(timeout=15) == 0
