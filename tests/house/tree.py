"""Every file of the repository that somebody wrote, whether git is there or not."""

import os
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURES = {".png", ".jpg", ".ico", ".woff2", ".gz"}


@cache
def texts() -> dict[str, str]:
    """Path and content of every text."""
    files = (path for path in _files(ROOT) if path.suffix not in PICTURES)
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}


def _files(root: Path) -> Iterator[Path]:
    for folder, inner, names in os.walk(root):
        here = Path(folder)
        inner[:] = sorted(name for name in inner if not _is_ignored(here / name))
        yield from (here / name for name in sorted(names) if not _is_ignored(here / name))


@cache
def _ignored() -> tuple[str, ...]:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return (".git", *(line for line in lines if not line.startswith("#")))


def _is_ignored(path: Path) -> bool:
    """What .gitignore names: a leading slash binds a line to the root."""
    relative = f"/{path.relative_to(ROOT)}"
    return any(
        relative == line.rstrip("/")
        if line.startswith("/")
        else fnmatch(path.name, line.strip("/"))
        for line in _ignored()
    )
