"""The feed's numbers: one writer, no holes, nothing skipped by whoever reads along."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

from services.national_platform.receiving import Desk, keep
from services.national_platform.records import feed
from services.national_platform.records.state import state
from shared.contract import Act
from shared.database import Database
from tests.unit.national_platform.saying import listed, say, withdraw

WRITERS, EACH = 4, 25


def read_along(database: Database, is_over: Event) -> list[int]:
    """What a reader with a cursor sees until the writers are done."""
    seen: list[int] = []
    while True:
        was_over = is_over.is_set()
        with database.read() as session:
            page = [told.seq for told in feed.after(session, seen[-1] if seen else 0, 7)]
        seen += page
        if was_over and not page:
            return seen


def test_a_reader_beside_many_writers_sees_every_number_once_and_in_order(desk: Desk) -> None:
    def write(writer: int) -> None:
        for n in range(EACH):
            keep(desk, [withdraw(listed(f"court-w{'abcd'[writer]}num{n:02}"))])

    over = Event()
    with ThreadPoolExecutor(WRITERS + 2) as pool:
        readers = [pool.submit(read_along, desk.database, over) for _ in range(2)]
        for done in [pool.submit(write, writer) for writer in range(WRITERS)]:
            done.result()
        over.set()
    every_number = list(range(1, WRITERS * EACH + 1))
    assert [reader.result() for reader in readers] == [every_number, every_number]


def test_a_transaction_that_fails_uses_up_no_number(desk: Desk) -> None:
    keep(desk, [withdraw(listed())])
    with desk.database.write() as session:
        told = feed.after(session, 0, 1)[0]
        assert told.act is Act.WITHDRAWN
        state(session).last_seq += 5
        session.rollback()
    assert keep(desk, [withdraw(listed("court-bbbbbbbb"))]).feed_grew_to == 2


def test_what_is_forgotten_is_remembered_as_a_number(desk: Desk) -> None:
    keep(desk, [withdraw(listed())])
    later = desk.clock.now() + timedelta(days=1)
    with desk.database.write() as session:
        feed.prune(session, later)
    with desk.database.read() as session:
        assert (state(session).pruned_through, state(session).last_seq) == (1, 1)
        assert feed.after(session, 0, 10) == []
    keep(desk, [say(listed("court-bbbbbbbb"))])
    assert keep(desk, [withdraw(listed("court-bbbbbbbb"))]).feed_grew_to == 2
