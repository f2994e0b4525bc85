"""Copies of a stopped stack's keys and data, to come back to."""

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo import private_files
from demo.launcher import stamp
from demo.launcher.folder import StateFolder
from demo.trouble import Trouble

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def save(folder: StateFolder, name: str) -> None:
    """Copy keys and data; the checkpoint appears whole or not at all."""
    target = folder.checkpoints / _checked(name)
    if not folder.is_used:
        raise Trouble(f"There is nothing in {folder.path} to save")
    with folder.held():
        stamp.read(folder.state)
        if target.exists():
            raise Trouble(f"The checkpoint {name} is there already: choose another name")
        private_files.make_folder(folder.checkpoints)
        with appearing(target) as staging:
            folder.copy_into(staging)


def load(folder: StateFolder, name: str) -> None:
    """Put a checkpoint in place of the present keys and data, which are lost."""
    source = folder.checkpoints / _checked(name)
    if not source.is_dir():
        raise Trouble(f"There is no checkpoint {name} in {folder.checkpoints}")
    stamp.read(source / folder.state.name)
    with folder.held():
        folder.replace_by(source)


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


def _checked(name: str) -> str:
    if not NAME.fullmatch(name):
        raise Trouble("A checkpoint's name has small letters, digits and hyphens only", exit_code=2)
    return name
