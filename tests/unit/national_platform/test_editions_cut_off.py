"""An edition that is cut off at any step leaves the old one or the whole new one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from services.national_platform.receiving import Desk, keep
from services.national_platform.records.edition_files import EditionFolder, Packing
from tests.unit.national_platform.printing import FEBRUARY, MARCH, Printer
from tests.unit.national_platform.saying import listed, say


class PowerCut(BaseException):
    """The process ends here."""


class CutFolder(EditionFolder):
    """The power goes at one step of the work on the disk."""

    def __init__(self, path: Path, step: str, error: BaseException) -> None:
        super().__init__(path)
        self._step, self._error, self._has_begun = step, error, False

    def begin(self, name: str) -> Packing:
        self._has_begun = True
        self._reached(f"begin {name}")
        return super().begin(name)

    def settle(self, packing: Packing) -> dict[str, Any]:
        name = packing.path.name.removesuffix(".part")
        self._reached(f"settle {name}")
        made = super().settle(packing)
        self._reached(f"settled {name}")
        return made

    def sweep(self, counting: Any) -> None:
        if self._has_begun:
            self._reached("sweep")
        super().sweep(counting)

    def _reached(self, step: str) -> None:
        if step == self._step:
            raise self._error


BEFORE_THE_COMMIT = [
    "begin public",
    "begin all",
    "settle public",
    "settled public",
    "settle all",
    "settled all",
]


def two_editions_apart(printer: Printer) -> None:
    """February's edition is out; March's will differ."""
    keep(printer.desk, [say(listed())])
    printer.turn(FEBRUARY)
    keep(printer.desk, [say(listed("court-bbbbbbbb"))])


@pytest.mark.parametrize("step", BEFORE_THE_COMMIT)
def test_cut_off_before_the_commit_the_old_edition_stays_whole(printer: Printer, step: str) -> None:
    two_editions_apart(printer)
    with pytest.raises(PowerCut):
        printer.turn(MARCH, CutFolder(printer.path, step, PowerCut()))
    assert [line["ref"] for line in printer.lines()] == ["court-aaaaaaaa"]
    row = printer.current()
    assert row is not None
    assert row.id == "2019-02"
    printer.duties().run_due(printer.desk.clock.now())
    assert [line["ref"] for line in printer.lines()] == ["court-aaaaaaaa", "court-bbbbbbbb"]
    assert len(list(printer.path.iterdir())) == 1


@contextmanager
def commits_fail(desk: Desk) -> Iterator[None]:
    def cut(_: object) -> None:
        raise PowerCut

    event.listen(desk.database.engine, "commit", cut)
    try:
        yield
    finally:
        event.remove(desk.database.engine, "commit", cut)


def test_cut_off_at_the_commit_the_old_edition_stays_whole(printer: Printer) -> None:
    two_editions_apart(printer)
    with commits_fail(printer.desk), pytest.raises(PowerCut):
        printer.turn(MARCH)
    assert [line["ref"] for line in printer.lines()] == ["court-aaaaaaaa"]
    printer.duties()
    assert len(list(printer.path.iterdir())) == 1


def test_cut_off_after_the_commit_the_new_edition_is_whole(printer: Printer) -> None:
    two_editions_apart(printer)
    with pytest.raises(PowerCut):
        printer.turn(MARCH, CutFolder(printer.path, "sweep", PowerCut()))
    assert [line["ref"] for line in printer.lines()] == ["court-aaaaaaaa", "court-bbbbbbbb"]
    assert len(list(printer.path.iterdir())) == 2
    printer.duties()
    assert len(list(printer.path.iterdir())) == 1


def test_a_full_disk_leaves_the_old_edition_and_is_told(printer: Printer) -> None:
    two_editions_apart(printer)
    full = CutFolder(printer.path, "settle all", OSError(28, "No space left on device"))
    duties = printer.turn(MARCH, full)
    assert duties.not_ready() == "An edition could not be made: OSError."
    assert not duties.is_idle()
    assert [line["ref"] for line in printer.lines()] == ["court-aaaaaaaa"]
