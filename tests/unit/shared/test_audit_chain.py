"""The chain of the audit log: what a line's hash is taken over, and who may add one when."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

import services.court
from shared.audit import START, Applied, Checkpoint, Line, Verification, link
from shared.database import Database, open_database
from shared.house import Entry, HouseBase, audit_after, audit_end, write_audit, write_audits
from shared.migrating import upgrade

NOON = datetime(2019, 1, 2, 4, tzinfo=UTC)
ENTRY = Entry(NOON, "clerk-1", "approve", "POST /v1/x", "p-1")


def make_line(**changes: object) -> Line:
    """The first line of a log."""
    words = {
        "seq": 1,
        "at": NOON,
        "actor": "clerk-1",
        "act": "approve",
        "door": "POST /v1/x",
        "about": "p-1",
        "rule": "a-row",
        "other_rules": "b-row c-row",
        "openness": "open",
        "outcome": "done",
        "hash": None,
    }
    return Line(**(words | changes))  # type: ignore[arg-type]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """The tables of every service, in a file."""
    opened = Database(open_database(f"sqlite:///{tmp_path / 'x.sqlite'}"))
    HouseBase.metadata.create_all(opened.engine)
    yield opened
    opened.close()


def faults(database: Database, against: Checkpoint | None = None) -> list[str]:
    """What does not fit."""
    check = Verification(against)
    with database.read() as session:
        check.read(audit_after(session, 0, 100_000))
        return check.end(*audit_end(session))


def test_a_hash_can_be_made_again_with_nothing_but_this_text() -> None:
    text = (
        '["' + "0" * 64 + '",1,"2019-01-02T04:00:00.000000Z","clerk-1","approve","POST /v1/x",'
        '"p-1","a-row","b-row c-row","open","done"]'
    )
    assert link(make_line(), START) == hashlib.sha256(text.encode("ascii")).hexdigest()


def test_the_same_instant_in_another_zone_is_the_same_line() -> None:
    beijing = NOON.astimezone(timezone(timedelta(hours=8)))
    assert link(make_line(at=beijing), START) == link(make_line(), START)


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 2},
        {"at": NOON + timedelta(microseconds=1)},
        {"actor": "clerk-2"},
        {"act": "refuse"},
        {"door": "POST /v1/y"},
        {"about": "p-2"},
        {"rule": "b-row"},
        {"other_rules": ""},
        {"openness": "fixed"},
        {"outcome": "refused"},
        {"actor": "clerk-1approve", "act": ""},
    ],
)
def test_whatever_is_changed_changes_the_hash(change: dict[str, object]) -> None:
    assert link(make_line(**change), START) != link(make_line(), START)


def test_many_lines_in_one_transaction_make_the_same_chain_as_one_by_one(
    database: Database, tmp_path: Path
) -> None:
    entries = [Entry(NOON, "clerk-1", "propose", "d", f"p-{n}") for n in range(20)]
    with database.write() as session:
        write_audits(session, entries[:7])
        write_audits(session, entries[7:])
    other = Database(open_database(f"sqlite:///{tmp_path / 'y.sqlite'}"))
    HouseBase.metadata.create_all(other.engine)
    for entry in entries:
        with other.write() as session:
            write_audit(session, entry)
    with database.read() as here, other.read() as there:
        assert audit_end(here) == audit_end(there)
        assert audit_after(here, 0, 99) == audit_after(there, 0, 99)
    other.close()
    assert faults(database) == []


def test_officers_who_act_at_once_make_one_chain(database: Database) -> None:
    def act(number: int) -> None:
        for count in range(10):
            with database.write() as session:
                write_audit(session, Entry(NOON, f"clerk-{number}", "act", "d", f"p-{count}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(8)))
    with database.read() as session:
        assert audit_end(session)[0] == 80
    assert faults(database) == []


def test_an_act_that_is_rolled_back_leaves_no_line_and_no_gap(database: Database) -> None:
    with database.write() as session:
        write_audit(session, ENTRY)
    with database.write() as session:
        write_audit(session, ENTRY)
        session.rollback()
    with database.write() as session:
        write_audit(session, ENTRY)
    assert faults(database) == []
    with database.read() as session:
        assert [line.seq for line in audit_after(session, 0, 9)] == [1, 2]


@pytest.mark.slow
def test_a_line_names_the_row_that_was_judged_and_those_beside_it(database: Database) -> None:
    applied = Applied("a-ground", "open", ("a-term", "b-term"))
    with database.write() as session:
        write_audit(session, Entry(NOON, "clerk-1", "act", "d", "p-1", applied=applied))
    with database.read() as session:
        (line,) = audit_after(session, 0, 9)
    assert (line.rule, line.openness, line.other_rules) == ("a-ground", "open", "a-term b-term")


def test_an_empty_log_is_whole_and_fits_an_empty_checkpoint(database: Database) -> None:
    assert faults(database) == []
    assert faults(database, Checkpoint("court", 0, START, NOON)) == []
    assert faults(database, Checkpoint("court", 1, "ab", NOON)) == [
        "the checkpoint had seen line 1, which is gone: the end was cut off or lines were dropped"
    ]


def test_lines_of_the_time_before_are_kept_as_they_are(tmp_path: Path) -> None:
    """Nobody could vouch for them now: the chain begins after them."""
    steps = Path(services.court.__file__).parent / "migrations"
    file = tmp_path / "court.sqlite"
    engine = open_database(f"sqlite:///{file}")
    first = tmp_path / "first"
    first.mkdir()
    shutil.copy(steps / "0001_first_tables.py", first)
    upgrade(engine, first)
    with closing(sqlite3.connect(file)) as old, old:
        old.execute(
            "INSERT INTO audit (at, actor, door, about, outcome)"
            " VALUES ('2019-01-02 00:00:00.000000', 'clerk-1', 'POST /v1/x', 'p-1', 'done')"
        )
    upgrade(engine, steps)
    database = Database(engine)
    with database.write() as session:
        write_audit(session, ENTRY)
    with database.read() as session:
        before, after = audit_after(session, 0, 9)
    assert (before.seq, before.act, before.hash) == (1, "", None)
    assert (after.seq, after.hash) == (2, link(after, START))
    assert faults(database) == []
    database.close()
