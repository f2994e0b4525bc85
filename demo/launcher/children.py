"""Child processes: started so that none outlives us, stopped in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from demo import leash

# Linux sends the parent-death signal when the starting *thread* ends: all children are therefore
# started by one thread that lives as long as this process.
_starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="starter")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to run one process."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = field(default_factory=Path.cwd)


class Child:
    """One process, its log, and whether it lives."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return self.recipe.name

    @property
    def pid(self) -> int:
        """The process id of the present run."""
        return self._running().pid

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How the last run ended; negative for a signal, None while it runs."""
        return self._process.poll() if self._process else None

    def start(self, extra: Mapping[str, str] | None = None) -> None:
        """Start it in a session of its own, so that the keyboard's Ctrl-C reaches only us."""
        if not self.is_running:
            self._process = _starter.submit(self._spawn, extra or {}).result()

    def _spawn(self, extra: Mapping[str, str]) -> subprocess.Popen[bytes]:
        recipe = self.recipe
        recipe.log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = [sys.executable, "-I", leash.__file__, str(os.getpid()), *recipe.command]
        with recipe.log.open("ab") as log:
            return subprocess.Popen(
                held,
                env={**inherited(), **recipe.environment, **extra},
                cwd=recipe.folder,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def terminate(self) -> None:
        """Ask it to stop."""
        if self.is_running:
            self._running().terminate()

    def kill(self) -> None:
        """Kill it outright, as a crash would, and wait until it is gone."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._forget()

    def wait(self, seconds: float) -> bool:
        """Wait for its end; False if it still runs."""
        if self._process is None:
            return True
        try:
            self._process.wait(timeout=max(seconds, 0))
        except subprocess.TimeoutExpired:
            return False
        self._forget()
        return True

    def _forget(self) -> None:
        process = self._running()
        process.wait()
        if process.stdin:
            process.stdin.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError(f"{self.name} was never started")
        return self._process

    def last_line(self) -> str:
        """The last thing it wrote."""
        with suppress(OSError):
            tail = self.recipe.log.read_bytes()[-20_000:].decode(errors="replace")
            lines = [line.strip() for line in tail.splitlines() if _tells_something(line)]
            return lines[-1][:300].rstrip(".") if lines else "it wrote nothing"
        return "it wrote nothing"


def _tells_something(line: str) -> bool:
    """uvicorn's parting words come after the reason."""
    return bool(line.strip()) and "Application startup failed" not in line


def inherited() -> dict[str, str]:
    """Our environment without any CHIMERA_ setting left in a shell, and without proxies for us."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CHIMERA_")}
    return {**kept, "NO_PROXY": "127.0.0.1,localhost", "PYTHONUNBUFFERED": "1"}


def stop_in_order(stages: Sequence[Sequence[Child]], seconds: float = 10.0) -> None:
    """Stop stage after stage; whoever does not end in its share of the time is killed."""
    deadline = time.monotonic() + seconds
    for done, stage in enumerate(stages):
        for child in stage:
            child.terminate()
        share = (deadline - time.monotonic()) / (len(stages) - done)
        until = time.monotonic() + share
        for child in stage:
            if not child.wait(until - time.monotonic()):
                child.kill()
