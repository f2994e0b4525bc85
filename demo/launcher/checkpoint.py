"""Copies of a stack's keys and data, to come back to; nothing runs while they are made."""

import os
import re
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from demo import private_files
from demo.launcher import stamp
from demo.launcher.folder import StateFolder
from demo.roster import PLATFORM
from demo.trouble import Trouble
from shared.calendar import legal_day

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
FORMER = ".former"


class NameTaken(Trouble):
    """A checkpoint of this name is there, and is never written over."""


class NoSuchCheckpoint(Trouble):
    """There is none of this name."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint: the model's day in it, and when it was saved."""

    name: str
    day: date | None
    saved_at: datetime


def save(folder: StateFolder, name: str) -> None:
    """Copy keys and data; the checkpoint appears whole or not at all."""
    checked(name)
    _must_be_used(folder)  # before a folder is made by holding it
    with folder.held():
        copy(folder, name)


def load(folder: StateFolder, name: str) -> None:
    """Put a checkpoint in place of the present keys and data, which are lost."""
    source = must_fit(folder, name)
    with folder.held():
        folder.replace_by(source)


def must_be_free(folder: StateFolder, name: str) -> Path:
    """Where a checkpoint of this name would be; Trouble if it cannot be made."""
    target = folder.checkpoints / checked(name)
    _must_be_used(folder)
    if target.exists():
        raise NameTaken(f"The checkpoint {name} is there already: choose another name")
    return target


def _must_be_used(folder: StateFolder) -> None:
    if not folder.is_used:
        raise Trouble(f"There is nothing in {folder.path} to save")


def must_fit(folder: StateFolder, name: str) -> Path:
    """Where a checkpoint is; Trouble if there is none or another version made it."""
    source = folder.checkpoints / checked(name)
    if not source.is_dir():
        raise NoSuchCheckpoint(f"There is no checkpoint {name} in {folder.checkpoints}")
    stamp.read(source / folder.state.name)
    return source


def copy(folder: StateFolder, name: str) -> None:
    """Make the checkpoint, for whoever holds the folder; nothing may run on it."""
    target = must_be_free(folder, name)
    stamp.read(folder.state)
    private_files.make_folder(folder.checkpoints)
    with appearing(target) as staging:
        folder.copy_into(staging)


@contextmanager
def present_kept(folder: StateFolder) -> Iterator[Path]:
    """A copy of what is there now, for as long as it may be needed to go back to."""
    kept = folder.path / FORMER
    shutil.rmtree(kept, ignore_errors=True)
    try:
        private_files.make_folder(kept)
        folder.copy_into(kept)
        yield kept
    finally:
        shutil.rmtree(kept, ignore_errors=True)


def known(folder: StateFolder) -> list[Kept]:
    """All checkpoints, the latest first."""
    found = [_kept(path) for path in folder.checkpoints.glob("[!.]*") if path.is_dir()]
    return sorted(found, key=lambda one: one.saved_at, reverse=True)


def _kept(path: Path) -> Kept:
    return Kept(path.name, _day(path), datetime.fromtimestamp(path.stat().st_mtime, UTC))


def _day(path: Path) -> date | None:
    """The day on the platform's clock; None where it had never moved or cannot be read."""
    file = path / "state" / PLATFORM / f"{PLATFORM}.sqlite"
    with (
        suppress(sqlite3.Error, ValueError, TypeError),
        closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as open_file,
    ):
        (now,) = open_file.execute("SELECT now FROM clock").fetchone()
        return legal_day(datetime.fromisoformat(now).replace(tzinfo=UTC))
    with suppress(Trouble):
        return stamp.read(path / "state").scene.start
    return None


@contextmanager
def appearing(target: Path) -> Iterator[Path]:
    """A folder to fill, which then appears under its name: whole or not at all."""
    staging = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    try:
        private_files.make_folder(staging)
        yield staging
        os.sync()
        staging.rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def checked(name: str) -> str:
    """The name, if it can lead nowhere else."""
    if not NAME.fullmatch(name):
        raise Trouble("A checkpoint's name has small letters, digits and hyphens only", exit_code=2)
    return name
