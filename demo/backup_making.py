"""Copying a stack that may be running: each database in one piece, readers before what they read.

The order matters. A reader that was copied before the platform has read no further than the copied
platform has told, and a platform that was copied before the issuers knows nothing that they do not.
What lies between the copies is said again after a restore; the other way round it would be lost.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from urllib.parse import quote

from demo import private_files
from demo.backup_manifest import KEYS, STATE, Copied, Manifest, measure
from demo.launcher import StateFolder, checkpoint, stamp
from demo.roster import BROKER, Roster
from demo.trouble import Trouble

MAGIC = b"SQLite format 3\0"
# Beside a database, or not finished: none of it counts.
PASSING = ("-wal", "-shm", "-journal", ".part")
ATTEMPTS = 5
BUSY_SECONDS = 30.0


class _Changed(Exception):
    """A service changed its files while they were copied."""


def make(folder: StateFolder, target: Path, roster: Roster, *, with_keys: bool) -> Manifest:
    """Copy a stack, running or not, into a new folder that appears whole or not at all."""
    if not folder.is_used:
        raise Trouble(f"There is nothing in {folder.path} to back up")
    if target.exists():
        raise Trouble(f"{target} is there already: a backup is never written over")
    stamp.read(folder.state)
    with _not_disturbed(folder), checkpoint.appearing(target.resolve()) as staging:
        files = dict(_copied(folder, staging, roster, with_keys=with_keys))
        manifest = Manifest.of(files, with_keys=with_keys)
        manifest.write(staging)
    return manifest


@contextmanager
def _not_disturbed(folder: StateFolder) -> Iterator[None]:
    """A stack that runs goes on; on a folder where none runs none is started meanwhile."""
    if folder.holder() is not None:
        folder.running_stack()
    with folder.held() if folder.holder() is None else nullcontext():
        yield


def _copied(
    folder: StateFolder, staging: Path, roster: Roster, *, with_keys: bool
) -> Iterator[tuple[str, Copied]]:
    private_files.make_folder(staging / STATE)
    for name in in_order(folder, roster):
        _copy_service(folder.state / name, staging / STATE / name)
    shutil.copy2(folder.state / stamp.FILE, staging / STATE / stamp.FILE)
    if with_keys:
        shutil.copytree(folder.keys, staging / KEYS)
    for path in sorted(staging.rglob("*")):
        path.chmod(private_files.FOLDER_MODE if path.is_dir() else private_files.FILE_MODE)
        if path.is_file():
            yield path.relative_to(staging).as_posix(), measure(path, _tables(path))


def in_order(folder: StateFolder, roster: Roster) -> Iterable[str]:
    """Whose files are copied, readers first; never the broker's: the issuers have the truth."""
    first = [roster.gateway.name, *roster.localities, roster.platform.name]
    there = {path.name for path in folder.state.iterdir() if path.is_dir()} - {BROKER}
    return [*(name for name in first if name in there), *sorted(there - set(first))]


def _copy_service(source: Path, target: Path) -> None:
    for _ in range(ATTEMPTS):
        try:
            _copy_once(source, target)
        except (_Changed, FileNotFoundError):
            shutil.rmtree(target, ignore_errors=True)
        else:
            return
    raise Trouble(f"{source} changes faster than it can be copied: try again later")


def _copy_once(source: Path, target: Path) -> None:
    """Its own database first: what lies beside it may be newer, never older.

    An edition's files have the names of their content, so the same names before and after mean the
    same files, and one of them is what the copied database counts as current.
    """
    before = _files(source)
    own = Path(f"{source.name}.sqlite")
    for file in sorted(
        before, key=lambda file: (file != own, not _is_database(source / file), file)
    ):
        to = target / file
        to.parent.mkdir(parents=True, exist_ok=True)
        if _is_database(source / file):
            _copy_database(source / file, to)
        else:
            shutil.copyfile(source / file, to)
    target.mkdir(exist_ok=True)
    if _files(source) != before:
        raise _Changed


def _files(source: Path) -> set[Path]:
    return {
        path.relative_to(source)
        for path in source.rglob("*")
        if path.is_file() and not path.name.endswith(PASSING)
    }


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _copy_database(source: Path, target: Path) -> None:
    """All of it as it stood at one moment, however much is written meanwhile; one whole file."""
    address = f"file:{quote(str(source))}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        (said,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise Trouble(f"{source} is damaged: {said}")
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _tables(path: Path) -> str | None:
    """Which version a database's tables have, by its own word."""
    if not _is_database(path):
        return None
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as database:
        try:
            found = database.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:  # built again rather than migrated
            return None
    return str(found[0]) if found else None
