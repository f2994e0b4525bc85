"""An edition that is cut off at any step leaves the old one or the whole new one."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from services.national_platform.receiving import Desk, keep
from shared.calendar import start_of
from tests.unit.national_platform.printing import FEBRUARY, MARCH, Printer
from tests.unit.national_platform.saying import listed, say
from tests.unit.national_platform.stepping import SteppedFolder

FULL = Path("/dev/full")


class PowerCut(BaseException):
    """The process ends here."""


def cut_at(step: str) -> Callable[[str], None]:
    """The power goes at one step of the work on the disk."""

    def reached(now: str) -> None:
        if now == step:
            raise PowerCut

    return reached


BEFORE_THE_COMMIT = [
    "begin public.jsonl.gz",
    "begin all.parquet",
    "settle public.jsonl.gz",
    "settled public.csv",
    "settle all.parquet",
    "synced",
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
        printer.turn(MARCH, SteppedFolder(printer.path, cut_at(step)))
    assert [line["ref"] for line in printer.lines()] == ["court-aaaaaaaa"]
    row = printer.current()
    assert row is not None
    assert row.id == "2019-02"
    printer.duties().run_due(printer.desk.clock.now())
    assert [line["ref"] for line in printer.lines()] == ["court-aaaaaaaa", "court-bbbbbbbb"]
    assert set(printer.path.iterdir()) == files_of(printer)


def files_of(printer: Printer) -> set[Path]:
    """What the current manifest names."""
    row = printer.current()
    assert row is not None
    return {printer.file(name) for name in row.files}


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
    assert set(printer.path.iterdir()) == files_of(printer)


def test_cut_off_after_the_commit_the_new_edition_is_whole(printer: Printer) -> None:
    two_editions_apart(printer)
    with pytest.raises(PowerCut):
        printer.turn(MARCH, SteppedFolder(printer.path, cut_at("sweep")))
    assert [line["ref"] for line in printer.lines()] == ["court-aaaaaaaa", "court-bbbbbbbb"]
    assert set(printer.path.iterdir()) > files_of(printer)
    printer.duties()
    assert set(printer.path.iterdir()) == files_of(printer)


@pytest.mark.skipif(not FULL.exists(), reason="a device that is always full: Linux has one")
@pytest.mark.parametrize("name", ["public.jsonl.gz", "all.csv", "all.parquet"])
def test_a_full_disk_leaves_the_old_edition_and_the_next_one_comes_when_there_is_room(
    printer: Printer, name: str
) -> None:
    two_editions_apart(printer)
    duties, before = printer.duties(), files_of(printer)
    (printer.path / f"{name}.part").symlink_to(FULL)
    printer.desk.clock.move(start_of(MARCH))
    duties.run_due(printer.desk.clock.now())
    assert duties.not_ready() == "An edition could not be made: OSError."
    assert not duties.is_idle()
    assert [line["ref"] for line in printer.lines()] == ["court-aaaaaaaa"]
    assert set(printer.path.iterdir()) == before  # what could not be finished takes no room
    duties.run_due(printer.desk.clock.now())
    assert duties.not_ready() is None
    assert [line["ref"] for line in printer.lines()] == ["court-aaaaaaaa", "court-bbbbbbbb"]


@pytest.mark.skipif(not FULL.exists(), reason="a device that is always full: Linux has one")
def test_after_a_failure_it_rests_so_that_others_can_write(printer: Printer) -> None:
    two_editions_apart(printer)
    printer.retry_seconds = 3600.0
    duties = printer.duties()
    (printer.path / "public.csv.part").symlink_to(FULL)
    printer.desk.clock.move(start_of(MARCH))
    for _ in range(2):
        duties.run_due(printer.desk.clock.now())
        assert duties.not_ready() == "An edition could not be made: OSError."
    assert [line["ref"] for line in printer.lines()] == ["court-aaaaaaaa"]


def test_a_database_without_room_is_told_too(printer: Printer) -> None:
    two_editions_apart(printer)
    duties = printer.duties()
    printer.desk.clock.move(start_of(MARCH))
    with no_room_in(printer.desk):
        duties.run_due(printer.desk.clock.now())
    assert duties.not_ready() == "An edition could not be made: OperationalError."
    assert [line["ref"] for line in printer.lines()] == ["court-aaaaaaaa"]
    duties.run_due(printer.desk.clock.now())
    assert duties.not_ready() is None
    assert len(printer.lines()) == 2


@contextmanager
def no_room_in(desk: Desk) -> Iterator[None]:
    """The manifest finds no room."""
    engine = desk.database.engine

    def fill_up(connection: Any, cursor: Any, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO editions"):
            raise OperationalError(statement, {}, sqlite3.OperationalError("database is full"))

    event.listen(engine, "before_cursor_execute", fill_up)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", fill_up)
