"""Files that only their owner may read, written whole or not at all."""

import json
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def make_folder(path: Path) -> Path:
    """A folder that only its owner may enter; one that is there is closed to others."""
    path.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    path.chmod(FOLDER_MODE)
    return path


def replace(path: Path, content: str) -> None:
    """Put a file in place of what was there."""
    _place(path, content, os.replace)


def create(path: Path, content: str) -> None:
    """Make a file; one that is there stays as it is, also when two of us come at once."""
    if not path.exists():
        with suppress(FileExistsError):
            _place(path, content, os.link)


def replace_json(path: Path, document: Any) -> None:
    """Put a JSON file in place of what was there."""
    replace(path, json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _place(path: Path, content: str, into_place: Callable[[Path, Path], object]) -> None:
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        into_place(beside, path)
    finally:
        beside.unlink(missing_ok=True)
