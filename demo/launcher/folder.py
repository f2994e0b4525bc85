"""The state folder of a stack: its keys, its data, its logs, and who is using it now."""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from demo import private_files
from demo.trouble import Trouble


class StateFolder:
    """Where one stack keeps everything; only one stack at a time may hold it."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.keys = self.path / "keys"
        self.state = self.path / "state"
        self.logs = self.path / "log"
        self.document = self.path / "demo.json"
        # How the storyline was told on this state.
        self.account = self.state / ".told.json"
        self.running = self.path / "running.json"
        # There as long as the storyline is being told: nobody else may move its time.
        self.telling = self.path / "telling"
        self.checkpoints = self.path / "checkpoints"
        self._loading = self.path / ".loading"
        self._loaded = self.path / ".loaded"
        self._lock: IO[str] | None = None

    def log_of(self, name: str) -> Path:
        """Where one process writes its log."""
        return self.logs / f"{name}.log"

    @property
    def is_used(self) -> bool:
        """Whether a stack was ever begun here."""
        return self.state.exists() and any(self.state.glob("[!.]*"))

    def hold(self) -> None:
        """Take the folder for this process; Trouble names the one that has it.

        The lock is the kernel's: it ends with its holder, so a dead run leaves nothing to clean.
        """
        private_files.make_folder(self.path)
        lock = (self.path / "lock").open("a+")
        if not _lock_within(lock, seconds=0.5):
            pid = self.holder()
            lock.close()
            raise Trouble(
                f"A stack already runs on {self.path} (process {pid}): `chimera down` stops it,"
                " or give another --state-dir"
            )
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock
        self.running.unlink(missing_ok=True)  # what a killed run may have left
        self.telling.unlink(missing_ok=True)
        self._finish_replacing()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder for a while."""
        self.hold()
        try:
            yield
        finally:
            self.release()

    def release(self) -> None:
        """Let others have the folder."""
        self.running.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def holder(self) -> int | None:
        """The process that holds the folder now, if any does."""
        with suppress(OSError, ValueError), (self.path / "lock").open() as lock:
            if not _try_lock(lock, fcntl.LOCK_SH):
                return int(lock.read())
        return None

    def copy_into(self, target: Path) -> None:
        """Copy keys and data somewhere else."""
        for part in (self.keys, self.state):
            shutil.copytree(part, target / part.name)

    def replace_by(self, source: Path) -> None:
        """Put a copy in place of keys and data."""
        with self.replacing() as arriving:
            shutil.copytree(source, arriving, dirs_exist_ok=True)

    @contextmanager
    def replacing(self) -> Iterator[Path]:
        """A folder to fill with keys, data or both; then each takes the place of what is there.

        On any trouble before that nothing has changed; a crash afterwards can only delay it, not
        leave half: whoever holds the folder next finishes it.
        """
        shutil.rmtree(self._loading, ignore_errors=True)
        private_files.make_folder(self._loading)
        try:
            yield self._loading
            os.sync()
            self._loading.rename(self._loaded)
        finally:
            shutil.rmtree(self._loading, ignore_errors=True)
        self._finish_replacing()

    def _finish_replacing(self) -> None:
        for part in (self.keys, self.state):
            arrived = self._loaded / part.name
            if arrived.exists():
                shutil.rmtree(part, ignore_errors=True)
                arrived.rename(part)
        with suppress(FileNotFoundError):
            self._loaded.rmdir()

    def set_aside(self) -> Path:
        """Move keys and data to one side, where those of the time before are lost."""
        aside = self.path / "earlier"
        shutil.rmtree(aside, ignore_errors=True)
        private_files.make_folder(aside)
        for part in (self.keys, self.state):
            if part.exists():
                part.rename(aside / part.name)
        return aside

    def running_stack(self) -> dict[str, Any]:
        """What the running stack says of itself; Trouble if none runs here."""
        if self.holder() is not None:
            with suppress(OSError, ValueError):
                found: dict[str, Any] = json.loads(self.running.read_text())
                return found
        raise Trouble(f"No stack runs on {self.path}: `chimera up` starts one")


def _try_lock(file: IO[str], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_within(file: IO[str], seconds: float) -> bool:
    """Someone who only looks who holds the folder has the lock for an instant: try again."""
    deadline = time.monotonic() + seconds
    while not _try_lock(file, fcntl.LOCK_EX):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
