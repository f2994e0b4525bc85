"""Live editions: what waits comes out at once, but never two within the gap."""

from datetime import date, datetime, timedelta

import pytest

from services.national_platform.domain.cadence import Rhythm
from services.national_platform.receiving import keep
from services.national_platform.records import editions, statistics
from shared.calendar import start_of
from tests.fakes import noon
from tests.unit.national_platform.printing import FEBRUARY, GAP, MARCH, Printer
from tests.unit.national_platform.saying import correct, listed, say, withdraw

NOON = noon(date(2019, 2, 5))


@pytest.fixture
def live(printer: Printer) -> Printer:
    """Editions come out live; one is out, of noon on 5 February."""
    printer.rhythm = Rhythm.LIVE
    keep(printer.desk, [say(listed())])
    printer.turn(NOON)
    return printer


def ids(printer: Printer) -> list[str]:
    """The editions that are out, newest first."""
    with printer.desk.database.read() as session:
        return [row.id for row in editions.recent(session, 10)]


def after(minutes: int) -> datetime:
    """So long after noon."""
    return NOON + timedelta(minutes=minutes)


def test_an_addition_comes_out_at_once(live: Printer) -> None:
    assert [line["ref"] for line in live.lines()] == ["court-aaaaaaaa"]
    assert ids(live) == ["2019-02-05T1200"]
    assert live.duties().is_idle()


def test_what_comes_within_the_gap_waits_for_its_end(live: Printer) -> None:
    live.desk.clock.move(after(5))
    keep(live.desk, [say(listed("court-bbbbbbbb"))])
    duties = live.turn(after(5))
    assert (ids(live), duties.is_idle()) == (["2019-02-05T1200"], True)
    assert duties.next_due_at() == NOON + GAP
    live.turn(NOON + GAP)
    assert [line["ref"] for line in live.lines()] == ["court-aaaaaaaa", "court-bbbbbbbb"]
    assert ids(live) == ["2019-02-05T1215", "2019-02-05T1200"]


def test_without_news_there_is_none_until_the_month_turns(live: Printer) -> None:
    duties = live.turn(noon(date(2019, 2, 28)))
    assert ids(live) == ["2019-02-05T1200"]
    assert duties.next_due_at() == start_of(date(2019, 3, 1))
    live.turn(date(2019, 3, 1))
    assert ids(live)[0] == "2019-03-01T0000"


def test_a_name_that_was_taken_off_or_put_right_leaves_the_files_too(live: Printer) -> None:
    keep(live.desk, [correct(listed(), "王秀颖")])
    assert [line["name"] for line in live.lines()] == ["王秀英"]
    live.turn(NOON + GAP)
    assert [line["name"] for line in live.lines()] == ["王秀颖"]
    keep(live.desk, [withdraw(listed(version=2))])
    live.turn(NOON + 2 * GAP)
    assert live.lines() == []


def test_a_listing_that_begins_later_comes_out_on_its_day(live: Printer) -> None:
    keep(live.desk, [say(listed("court-bbbbbbbb", listed_on=date(2019, 2, 10)))])
    assert live.turn(after(60)).next_due_at() == start_of(date(2019, 2, 10))
    assert len(ids(live)) == 1
    live.turn(date(2019, 2, 10))
    assert [line["ref"] for line in live.lines()] == ["court-aaaaaaaa", "court-bbbbbbbb"]


def test_the_rhythm_can_be_changed_between_two_starts(live: Printer) -> None:
    live.rhythm = Rhythm.MONTHLY
    keep(live.desk, [say(listed("court-bbbbbbbb"))])
    live.turn(noon(date(2019, 2, 20)))
    assert ids(live) == ["2019-02-05T1200"]
    live.turn(date(2019, 3, 1))
    live.rhythm = Rhythm.LIVE
    keep(live.desk, [say(listed("court-cccccccc"))])
    live.turn(noon(date(2019, 3, 1)))
    assert ids(live) == ["2019-03-01T1200", "2019-03", "2019-02-05T1200"]
    assert len(live.lines()) == 3


def test_monthly_nothing_waits_for_anything_but_the_month(printer: Printer) -> None:
    keep(printer.desk, [say(listed())])
    printer.turn(noon(date(2019, 1, 20)))
    assert (ids(printer), printer.duties().next_due_at()) == ([], start_of(FEBRUARY))


def test_live_editions_are_counted_once_a_month_so_that_nobody_sees_one_person_come(
    live: Printer,
) -> None:
    live.desk.clock.move(after(20))
    keep(live.desk, [say(listed(f"court-{number:08}")) for number in range(30)])
    live.turn(after(20))
    assert len(ids(live)) == 2
    assert counted(live) == {}
    live.desk.clock.move(start_of(MARCH))
    live.turn(MARCH)
    assert counted(live) == {"2019-03-01T0000": {"standing": 30, "first-shown": 30}}


def counted(printer: Printer) -> dict[str, dict[str, int]]:
    """What was told in numbers, by edition."""
    with printer.desk.database.read() as session:
        firsts = [row.id for row in editions.counted(session, 10)]
        told = statistics.told(session, firsts)
    return {
        name: {measure: number for (_, _, measure, _), number in numbers.items()}
        for name, numbers in told.items()
        if numbers
    }
