"""Editions come out when the month turns: whole, and nothing is shown before."""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from services.national_platform.publishing import EditionDuties, Press
from services.national_platform.receiving import Desk, keep
from services.national_platform.records import editions
from services.national_platform.records.edition_files import EditionFolder, Packing
from services.national_platform.records.tables import EditionRow, ListingRow
from shared.calendar import start_of
from shared.rulebook import load
from tests.fakes import FixedClock
from tests.unit.apps import ROOT
from tests.unit.national_platform.saying import listed, say, withdraw

RULES = load(ROOT / "services/national_platform/rulebook.yaml").as_of(date(2019, 11, 1))
FEBRUARY, MARCH = date(2019, 2, 1), date(2019, 3, 1)


class PowerCut(BaseException):
    """The process ends here."""


@dataclass
class Printer:
    """Editions under test; `cut_at` ends the process when that step is reached."""

    desk: Desk
    path: Path
    hints: list[int] = field(default_factory=list)
    is_stream_idle: bool = True

    def duties(self, folder: EditionFolder | None = None) -> EditionDuties:
        """As a process has them after its start."""
        press = Press(self.desk.database, self.desk.clock, folder or EditionFolder(self.path), RULES)
        made = EditionDuties(press, self, lambda: self.is_stream_idle)
        made.sweep()
        return made

    def edition(self, feed_seq: int) -> None:
        """A hint was given."""
        self.hints.append(feed_seq)

    def turn(self, day: date, folder: EditionFolder | None = None) -> EditionDuties:
        """Midnight, and what is due is done."""
        self.desk.clock.move(start_of(day))
        duties = self.duties(folder)
        duties.run_due(self.desk.clock.now())
        return duties

    def current(self) -> EditionRow | None:
        """The manifest that counts."""
        with self.desk.database.read() as session:
            return editions.latest(session)

    def lines(self, name: str = "all") -> list[dict[str, Any]]:
        """What the current file says; it must be what its manifest says it is."""
        row = self.current()
        assert row is not None
        file = EditionFolder(self.path).file(row.files[name]["sha256"])
        read = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
        assert (len(read), file.stat().st_size) == (
            row.files[name]["listings"],
            row.files[name]["size_bytes"],
        )
        return read


@pytest.fixture
def printer(desk: Desk, tmp_path: Path) -> Printer:
    return Printer(desk, tmp_path / "editions")


def test_the_month_in_which_it_begins_has_no_edition(printer: Printer) -> None:
    keep(printer.desk, [say(listed())])
    printer.turn(date(2019, 1, 31))
    assert (printer.current(), printer.hints) == (None, [])


def test_when_the_month_turns_the_edition_carries_what_stands(printer: Printer) -> None:
    ended = listed("court-bbbbbbbb", stands_until=FEBRUARY, listed_on=date(2019, 1, 2))
    ahead = listed("court-cccccccc", listed_on=date(2019, 2, 2))
    keep(printer.desk, [say(one) for one in (listed(), ended, ahead)])
    keep(printer.desk, [withdraw(listed("court-dddddddd"))])
    printer.turn(FEBRUARY)
    [line] = printer.lines()
    assert line == {
        "issuer": "court",
        "ref": "court-aaaaaaaa",
        "version": 1,
        "list": "judgment-defaulters",
        "kind": "person",
        "effect": "adverse",
        "publication": "public",
        "reason": "able-but-refuses",
        "name": "王秀英",
        "truncated_id": "6601011990****0020",
        "listed_on": "2019-02-01",
        "stands_until": "2021-02-01",
    }
    row = printer.current()
    assert row is not None
    assert (row.id, row.feed_seq, printer.hints) == ("2019-02", 1, [1])
    assert row.as_of == start_of(FEBRUARY)


def test_a_shared_list_is_in_one_file_and_counted_roughly(printer: Printer) -> None:
    rail = {"issuer": "rail", "list": "passengers", "publication": "shared"}
    keep(printer.desk, [say(listed()), say(listed("rail-aaaaaaaa", **rail))])
    printer.turn(FEBRUARY)
    assert [line["issuer"] for line in printer.lines("public")] == ["court"]
    assert [line["issuer"] for line in printer.lines("all")] == ["court", "rail"]
    row = printer.current()
    assert row is not None
    assert [(count["issuer"], count["listings"]) for count in row.counts] == [
        ("court", 1),
        ("rail", None),
    ]


def test_the_same_register_makes_the_same_bytes(printer: Printer) -> None:
    keep(printer.desk, [say(listed())])
    printer.turn(FEBRUARY)
    before = printer.current()
    printer.turn(MARCH)
    after = printer.current()
    assert before is not None
    assert after is not None
    assert (after.id, after.files) == ("2019-03", before.files)


def test_skipped_months_make_one_edition_the_latest(printer: Printer) -> None:
    printer.turn(date(2019, 6, 5))
    with printer.desk.database.read() as session:
        assert [row.id for row in editions.recent(session, 10)] == ["2019-06"]


def test_only_the_current_files_stay_and_all_manifests_do(printer: Printer) -> None:
    keep(printer.desk, [say(listed())])
    printer.turn(FEBRUARY)
    keep(printer.desk, [say(listed("court-bbbbbbbb"))])
    printer.turn(MARCH)
    assert len(list(printer.path.iterdir())) == 1
    with printer.desk.database.read() as session:
        assert [row.id for row in editions.recent(session, 10)] == ["2019-03", "2019-02"]


def test_a_renewal_is_carried_by_the_next_edition(printer: Printer) -> None:
    keep(printer.desk, [say(listed())])
    printer.turn(FEBRUARY)
    keep(printer.desk, [say(listed().renew(date(2022, 2, 1)))])
    assert printer.lines()[0]["stands_until"] == "2021-02-01"
    printer.turn(MARCH)
    assert printer.lines()[0]["stands_until"] == "2022-02-01"
    with printer.desk.database.read() as session:
        assert session.get_one(ListingRow, ("court-aaaaaaaa", "court")).in_edition == "2019-02"


def test_an_edition_forgets_whom_ended_listings_were_about(printer: Printer) -> None:
    keep(printer.desk, [say(listed(stands_until=MARCH))])
    printer.turn(MARCH)
    with printer.desk.database.read() as session:
        row = session.get_one(ListingRow, ("court-aaaaaaaa", "court"))
        assert (row.name, row.truncated_id, row.reason, row.withdrawn_at) == (None,) * 4


def test_old_lines_of_the_feed_are_forgotten(printer: Printer) -> None:
    keep(printer.desk, [withdraw(listed())])
    printer.turn(FEBRUARY)
    printer.turn(date(2021, 3, 1))
    with printer.desk.database.read() as session:
        assert printer.desk.database.engine.url.database
        row = editions.latest(session)
        assert row is not None
        assert row.feed_seq == 1


def test_it_is_idle_when_no_edition_is_owed_and_every_notice_is_applied(printer: Printer) -> None:
    duties = printer.duties()
    assert duties.is_idle()
    assert duties.next_due_at() == start_of(FEBRUARY)
    printer.desk.clock.move(start_of(FEBRUARY))
    assert not duties.is_idle()
    duties.run_due(printer.desk.clock.now())
    assert duties.is_idle()
    printer.is_stream_idle = False
    assert not duties.is_idle()


class CutFolder(EditionFolder):
    """The power goes at one step of the work on the disk."""

    def __init__(self, path: Path, step: str, error: BaseException) -> None:
        super().__init__(path)
        self._step, self._error = step, error

    def begin(self, name: str) -> Packing:
        self._reached(f"begin {name}")
        return super().begin(name)

    def settle(self, packing: Packing) -> dict[str, Any]:
        name = packing.path.name.removesuffix(".part")
        self._reached(f"settle {name}")
        made = super().settle(packing)
        self._reached(f"settled {name}")
        return made

    def sweep(self, counting: Any) -> None:
        if counting:
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
def test_cut_off_before_the_commit_the_old_edition_stays_whole(
    printer: Printer, step: str
) -> None:
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
    printer.desk.clock.move(start_of(MARCH))
    duties = printer.duties(CutFolder(printer.path, "sweep", OSError()) if False else None)
    duties.run_due(printer.desk.clock.now())
    assert [line["ref"] for line in printer.lines()] == ["court-aaaaaaaa", "court-bbbbbbbb"]


def test_a_full_disk_leaves_the_old_edition_and_is_told(printer: Printer) -> None:
    two_editions_apart(printer)
    full = CutFolder(printer.path, "settle all", OSError(28, "No space left on device"))
    duties = printer.turn(MARCH, full)
    assert duties.not_ready() == "An edition could not be made: OSError."
    assert not duties.is_idle()
    assert [line["ref"] for line in printer.lines()] == ["court-aaaaaaaa"]


def in_turn(clock: FixedClock) -> Callable[[], date]:
    return lambda: clock.now().date()
