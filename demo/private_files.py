"""Files that only their owner may read, written whole or not at all."""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def make_folder(path: Path) -> Path:
    """A folder that only its owner may enter; one that is there is closed to others."""
    path.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    path.chmod(FOLDER_MODE)
    return path


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Write a file that takes the place of what was there once it is whole."""
    with _written_beside(path) as (file, beside):
        yield file
        _finish(file)
        os.replace(beside, path)


def replace(path: Path, content: str) -> None:
    """Put a file in place of what was there."""
    with replacing(path) as file:
        file.write(content)


def create(path: Path, content: str) -> None:
    """Make a file; one that is there stays as it is, also when two of us come at once."""
    if path.exists():
        return
    with _written_beside(path) as (file, beside):
        file.write(content)
        _finish(file)
        with suppress(FileExistsError):
            os.link(beside, path)


def replace_json(path: Path, document: Any) -> None:
    """Put a JSON file in place of what was there."""
    replace(path, json.dumps(document, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def _written_beside(path: Path) -> Iterator[tuple[TextIO, Path]]:
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            yield file, beside
    finally:
        beside.unlink(missing_ok=True)


def _finish(file: TextIO) -> None:
    file.flush()
    os.fsync(file.fileno())
