"""The files of the current edition: named by their hash, whole or absent."""

import gzip
import hashlib
import json
import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

SUFFIX = ".jsonl.gz"
BEING_WRITTEN = ".part"
LEVEL = 6


class _Measured:
    """A file that knows the hash and size of what was written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        self.size += len(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


class Packing:
    """One file in the making; the same lines make the same bytes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")
        self._measured = _Measured(self._file)
        self._gzip = gzip.GzipFile("", "wb", LEVEL, self._measured, mtime=0)
        self._lines = 0

    def add(self, line: bytes) -> None:
        """One more line."""
        self._gzip.write(line)
        self._lines += 1

    def finish(self) -> dict[str, Any]:
        """Return when all of it is on the disk; its hash, size and number of lines."""
        self._gzip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return {
            "sha256": self._measured.hash.hexdigest(),
            "size_bytes": self._measured.size,
            "listings": self._lines,
        }

    def abandon(self) -> None:
        """Close it as it is; it will be swept away."""
        with suppress(OSError):
            self._gzip.close()
        with suppress(OSError):
            self._file.close()


class EditionFolder:
    """Where editions lie; a manifest in the database says which files count."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    def file(self, sha256: str) -> Path:
        """Where the file with this hash lies."""
        return self.path / f"{sha256}{SUFFIX}"

    def begin(self, name: str) -> Packing:
        """Start a file."""
        return Packing(self.path / f"{name}{BEING_WRITTEN}")

    def settle(self, packing: Packing) -> dict[str, Any]:
        """Finish a file and give it the name of its content; nobody counts it yet."""
        made = packing.finish()
        packing.path.replace(self.file(made["sha256"]))
        self._sync()
        return made

    def sweep(self, counting: Collection[str]) -> None:
        """Delete all but the files with these hashes."""
        wanted = {self.file(sha256) for sha256 in counting}
        for path in self.path.iterdir():
            if path not in wanted:
                path.unlink(missing_ok=True)

    def _sync(self) -> None:
        folder = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def line_bytes(line: Mapping[str, Any]) -> bytes:
    """One listing as one line of JSON."""
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"), default=str)
    return text.encode() + b"\n"
