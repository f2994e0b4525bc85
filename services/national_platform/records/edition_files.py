"""The files of the current edition: named by their hash, whole or absent."""

import hashlib
import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from services.national_platform.records.edition_formats import Format

PUBLIC, ALL = "public", "all"
BEING_WRITTEN = ".part"
Made = Mapping[str, Mapping[str, Any]]


def file_name(scope: str, written: Format) -> str:
    """What a manifest calls a file, such as `public.csv`."""
    return f"{scope}.{written}"


class Packing:
    """One file in the making, which knows the hash and size of what was written to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")
        self._hash = hashlib.sha256()
        self._is_abandoned = False
        self.size_bytes = 0

    @property
    def closed(self) -> bool:
        """Whether nothing more can be written; Arrow asks."""
        return self._file.closed and not self._is_abandoned

    def write(self, data: Any) -> int:
        """Take these bytes; of one that is abandoned nothing is wanted any more.

        Arrow ends a Parquet file when it forgets its writer, however late that is.
        """
        if self._is_abandoned:
            return len(data)
        self._hash.update(data)
        written = self._file.write(data)
        self.size_bytes += written
        return written

    def flush(self) -> None:
        """Give what was taken to the system."""
        self._file.flush()

    def finish(self) -> str:
        """Return when all of it is on the disk; its hash."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return self._hash.hexdigest()

    def abandon(self) -> None:
        """Close it and give its room back; nothing happens to a file that was settled."""
        self._is_abandoned = True
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


class EditionFolder:
    """Where editions lie; a manifest in the database says which files count."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    def file(self, sha256: str, written: Format) -> Path:
        """Where the file with this hash lies."""
        return self.path / f"{sha256}.{written}"

    def open(self, sha256: str, written: Format) -> BinaryIO:
        """That file, which stays readable to whoever has opened it; FileNotFoundError if gone."""
        return self.file(sha256, written).open("rb")

    def begin(self, name: str) -> Packing:
        """Start a file."""
        return Packing(self.path / f"{name}{BEING_WRITTEN}")

    def settle(self, packing: Packing, written: Format) -> str:
        """Finish a file and give it the name of its content; nobody counts it yet."""
        sha256 = packing.finish()
        packing.path.replace(self.file(sha256, written))
        return sha256

    def sync(self) -> None:
        """Return when the names of all files are on the disk."""
        folder = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def sweep(self, counting: Collection[Path]) -> None:
        """Delete all but these files."""
        for path in self.path.iterdir():
            if path not in counting:
                path.unlink(missing_ok=True)

    def paths(self, made: Made) -> set[Path]:
        """Where the files lie that a manifest names."""
        return {self.file(one["sha256"], format_of(name)) for name, one in made.items()}


def format_of(name: str) -> Format:
    """How the file is written that a manifest calls by this name."""
    return Format(name.split(".", 1)[1])
