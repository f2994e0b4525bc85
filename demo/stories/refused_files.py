"""What a service says of a file that it will not start with: a copy of it, with one thing changed.

The copy lies in a folder that is thrown away, with keys of its own; nothing that runs is touched.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from demo.keys import make_all
from demo.launcher.plan import AUTHORITIES, ROOT
from demo.roster import read_roster
from demo.storyline.teller import NotAsTold

PATIENCE_SECONDS = 60.0
TELLS = "BrokenFile: "


@dataclass(frozen=True, slots=True)
class Change:
    """Which file of which service, and what is written where a pattern is first found."""

    service: str
    package: str
    file: str
    pattern: str
    new: str


AGREEMENT = "services/partner_gateway/mous/judgment-defaulters-2016.yaml"
SCHEME = "services/locality/schemes/rongcheng.yaml"


def agreement(pattern: str, new: str) -> Change:
    """The memorandum about judgment defaulters, with one thing changed."""
    return Change("gateway", "partner_gateway", AGREEMENT, pattern, new)


def scheme(pattern: str, new: str) -> Change:
    """A locality's scheme, with one thing changed."""
    return Change("rongcheng", "locality", SCHEME, pattern, new)


def refusal_of(change: Change) -> str:
    """File, line and reason with which the service refuses to start; NotAsTold if it starts."""
    with TemporaryDirectory(prefix="chimera-refused-") as name:
        folder = Path(name)
        _copy(change, folder)
        _write(change, folder / change.file)
        return _said(_start(change, folder)).removeprefix(f"{folder}/")


def _copy(change: Change, folder: Path) -> None:
    """The service, what it shares with others, and the list of authorities.

    What Python has compiled already comes along; not what it is just writing.
    """
    for part in ("shared", f"services/{change.package}"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("*.pyc.*"))
    shutil.copy(ROOT / "services/__init__.py", folder / "services/__init__.py")
    shutil.copy(AUTHORITIES, folder / AUTHORITIES.name)


def _write(change: Change, file: Path) -> None:
    before = file.read_text(encoding="utf-8")
    after, count = re.subn(change.pattern, change.new, before, count=1, flags=re.MULTILINE)
    if count != 1:
        raise NotAsTold(f"{change.file} has nothing that could be changed so")
    file.write_text(after, encoding="utf-8")


def _start(change: Change, folder: Path) -> str:
    """Start it as the launcher would; all that it said until it ended."""
    command = [
        sys.executable, "-m", "uvicorn", f"services.{change.package}.app:create_app",
        "--factory", "--port", "0",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=_environment(change, folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotAsTold(f"the {change.service} started with a file it should refuse") from error
    return done.stdout


def _environment(change: Change, folder: Path) -> Mapping[str, str]:
    """Nothing of ours, but where the copy lies; the copy finds its own modules first."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHIMERA_")}
    kept.pop("PYTHONPATH", None)
    return {
        **kept,
        "CHIMERA_AUTHORITY": change.service,
        "CHIMERA_AUTHORITIES": str(folder / AUTHORITIES.name),
        "CHIMERA_KEYS_DIR": str(Path(_keys().name) / change.service),
        "CHIMERA_STATE_DIR": str(folder / "state"),
    }


@cache
def _keys() -> "TemporaryDirectory[str]":
    """Keys that open nothing; thrown away when the command ends."""
    folder = TemporaryDirectory(prefix="chimera-refused-keys-")
    make_all(Path(folder.name), read_roster(AUTHORITIES))
    return folder


def _said(output: str) -> str:
    """The line that names file, line and reason."""
    lines = [line for line in output.splitlines() if TELLS in line]
    if not lines:
        raise NotAsTold("the service ended for another reason than the file")
    return lines[-1].split(TELLS, 1)[1]
