"""Looking through a whole state folder for numbers that should not be there."""

import gzip
import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

from tests.contract.searching import held

# The one document meant to open everything; nobody in the modelled system holds such a thing.
GOD_MODE = "demo.json"
GZIP, SQLITE = b"\x1f\x8b", b"SQLite format 3\x00"
Finds = dict[str, set[str]]


def numbers_in(folder: Path, numbers: Collection[str]) -> Finds:
    """Which numbers each file holds, by its path in the folder; files without any are left out."""
    finds = {str(path.relative_to(folder)): _in_file(path, numbers) for path in _files(folder)}
    return {path: found for path, found in finds.items() if found}


def _files(folder: Path) -> list[Path]:
    """All files; the stack runs meanwhile, so folders may go while they are looked through."""
    found = [Path(place, name) for place, _, names in os.walk(folder) for name in names]
    return [path for path in found if path.is_file() and path.name != GOD_MODE]


def _in_file(path: Path, numbers: Collection[str]) -> set[str]:
    return {found for blob in _readings(path) for found in held(blob, numbers)}


def _readings(path: Path) -> Iterator[bytes]:
    """The file's bytes, deleted rows and journals among them, and what they say when unpacked."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return  # the broker has tidied it away since it was listed
    yield raw
    if raw.startswith(GZIP):
        yield gzip.decompress(raw)
    if raw.startswith(SQLITE):
        yield from _values(path)


def _values(path: Path) -> Iterator[bytes]:
    """Each value by itself: a long one lies in pieces in the file."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - its own name
                yield "\n".join(map(str, row)).encode()
