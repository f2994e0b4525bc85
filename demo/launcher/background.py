"""A stack that runs in the background: started, found again and stopped by later commands."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from demo.launcher.folder import StateFolder
from demo.launcher.plan import ROOT
from demo.trouble import Trouble

START_SECONDS = 120.0
STOP_SECONDS = 15.0
POLL_SECONDS = 0.1


def start(folder: StateFolder, words: Sequence[str]) -> None:
    """Run `chimera WORDS` apart from this terminal; return when its stack is ready."""
    log = folder.log_of("launcher")
    log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with log.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "demo.cli", *words],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    if not _within(START_SECONDS, lambda: _has_ended(process) or _is_ready(folder, process)):
        process.terminate()
        raise Trouble(f"The stack was not ready within {START_SECONDS:.0f} s; see {log}")
    if _has_ended(process):
        lines = log.read_text(errors="replace").strip().splitlines() or ["it said nothing"]
        raise Trouble(lines[-1].removeprefix("chimera: ").rstrip("."))
    process.returncode = 0  # it goes on without us; do not warn that it still runs


def _is_ready(folder: StateFolder, process: subprocess.Popen[bytes]) -> bool:
    with suppress(Trouble):
        return bool(folder.running_stack()["pid"] == process.pid)
    return False


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    return process.poll() is not None


def stop(folder: StateFolder) -> None:
    """Ask whoever runs a stack on this folder to stop it; return when it has."""
    pid = folder.holder()
    if pid is None:
        raise Trouble(f"No stack runs on {folder.path}")
    os.kill(pid, signal.SIGTERM)
    if not _within(STOP_SECONDS, lambda: folder.holder() is None):
        raise Trouble(f"Process {pid} has not stopped within {STOP_SECONDS:.0f} s")


def _within(seconds: float, is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
