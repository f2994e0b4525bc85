"""A press that is killed: `python -m tests.integration.killed_press FOLDER STEP ...`.

For each step a child process brings out an edition in a folder of its own and kills itself there
with SIGKILL, as a power cut or `kill -9` would. What remains is for the test to look at.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import event

from services.national_platform.domain.checking import Checker
from services.national_platform.domain.redaction import Redactor
from services.national_platform.receiving import Desk, keep
from services.national_platform.records import METADATA
from services.national_platform.records.edition_files import Packing
from services.national_platform.records.state import begin
from shared.authorities import load
from shared.database import Database, open_database
from tests.fakes import FixedClock
from tests.unit.apps import ROOT
from tests.unit.national_platform.printing import FEBRUARY, MARCH, Printer
from tests.unit.national_platform.saying import listed, say
from tests.unit.national_platform.stepping import SteppedFolder


def die() -> NoReturn:
    """At once; nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


class DeadlyPacking(Packing):
    """Half of what it is given reaches the disk."""

    def write(self, data: Any) -> int:
        content = bytes(data)
        if len(content) > 1:
            super().write(content[: len(content) // 2])
            self.flush()
            die()
        return super().write(content)


class DeadlyFolder(SteppedFolder):
    """The process ends at one step of its work on the disk."""

    def __init__(self, path: Path, step: str) -> None:
        super().__init__(path, lambda now: die() if now == step else None)
        self._step = step

    def begin(self, name: str) -> Packing:
        begun = super().begin(name)
        return DeadlyPacking(begun.path) if self._step == f"half {name}" else begun


def open_printer(folder: Path) -> Printer:
    """The press over what lies in a folder."""
    database, authorities = (
        Database(open_database(f"sqlite:///{folder}/platform.sqlite")),
        load(ROOT / "authorities.yaml"),
    )
    for metadata in METADATA:
        metadata.create_all(database.engine)
    clock = FixedClock()
    with database.write() as session:
        begin(session, clock.now())
    desk = Desk(
        database, clock, Checker(authorities, 366), Redactor(authorities, b"a key of the platform")
    )
    return Printer(desk, folder / "editions")


def prepare(folder: Path) -> None:
    """February's edition is out; March's will differ."""
    printer = open_printer(folder)
    keep(printer.desk, [say(listed())])
    printer.turn(FEBRUARY)
    keep(printer.desk, [say(listed("court-bbbbbbbb"))])


def print_and_die(folder: Path, step: str) -> None:
    """March's edition, up to the step."""
    printer = open_printer(folder)
    if step == "commit":
        event.listen(printer.desk.database.engine, "commit", lambda _: die())
    printer.turn(MARCH, DeadlyFolder(printer.path, step))


def in_a_child(work: Callable[[], None]) -> int:
    """Do it in a process of its own; how that ended."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def main(folder: Path, steps: list[str]) -> None:
    """One folder and one child for each step; all of them must have been killed."""
    template = folder / "template"
    template.mkdir()
    assert in_a_child(lambda: prepare(template)) == 0
    for step in steps:
        own = folder / step
        shutil.copytree(template, own)
        ended = in_a_child(lambda: print_and_die(own, step))  # noqa: B023 - done before the next
        assert os.WIFSIGNALED(ended), step
        assert os.WTERMSIG(ended) == signal.SIGKILL, step


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
