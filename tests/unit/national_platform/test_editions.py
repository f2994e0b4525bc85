"""Editions come out when the month turns: whole, and nothing is shown before."""

from datetime import date

from services.national_platform.receiving import keep
from services.national_platform.records import editions, feed, findings
from services.national_platform.records.state import state
from services.national_platform.records.tables import ListingRow
from shared.calendar import start_of
from tests.unit.national_platform.printing import FEBRUARY, FILES, MARCH, Printer
from tests.unit.national_platform.saying import listed, say, spoil, withdraw


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
    trams = {"issuer": "trams", "list": "passengers", "publication": "shared"}
    keep(printer.desk, [say(listed()), say(listed("trams-aaaaaaaa", **trams))])
    printer.turn(FEBRUARY)
    assert [line["issuer"] for line in printer.lines("public")] == ["court"]
    assert [line["issuer"] for line in printer.lines("all")] == ["court", "trams"]
    row = printer.current()
    assert row is not None
    assert [(count["issuer"], count["listings"]) for count in row.counts] == [
        ("court", 1),
        ("trams", None),
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
    assert len(list(printer.path.iterdir())) == FILES - 2  # nothing is shared: two are the same
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


def test_an_edition_prunes_the_feed_and_the_findings(printer: Printer) -> None:
    keep(printer.desk, [withdraw(listed()), spoil(say(listed()), body=b"?")])
    printer.turn(FEBRUARY)
    assert counts(printer) == (1, 1, 0)
    printer.turn(date(2021, 3, 1))
    assert counts(printer) == (0, 0, 1)


def counts(printer: Printer) -> tuple[int, int, int]:
    """Lines of the feed, findings, and how far the feed has forgotten."""
    with printer.desk.database.read() as session:
        told, aside = feed.after(session, 0, 10), findings.quarantine(session, None, 10)
        return len(told), len(aside), state(session).pruned_through


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
