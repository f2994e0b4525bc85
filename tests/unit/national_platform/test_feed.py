"""The feed's numbers: one writer, no holes, nothing skipped by whoever reads along."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest

from services.national_platform.receiving import Desk, keep
from services.national_platform.records import feed
from services.national_platform.records.head import Head, Heads
from services.national_platform.records.state import state
from shared.contract import Act
from shared.database import Database
from tests.unit.national_platform.doors import Platform
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


@pytest.mark.slow
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


async def test_a_reader_that_has_it_already_is_told_so_until_there_is_something_new(
    platform: Platform,
) -> None:
    platform.hears(withdraw(listed()))
    first = await platform.public.get("/v1/withdrawals?after=1")
    asked = {"If-None-Match": f'"other", {first.headers["etag"]}'}
    again = await platform.public.send("GET", "/v1/withdrawals?after=1", headers=asked)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    platform.hears(withdraw(listed("court-bbbbbbbb")))
    new = await platform.public.send("GET", "/v1/withdrawals?after=1", headers=asked)
    assert [line["seq"] for line in new.json()["withdrawals"]] == [2]


async def test_the_gateway_and_the_public_do_not_have_the_same(platform: Platform) -> None:
    public = await platform.public.get("/v1/withdrawals")
    asked = {"If-None-Match": public.headers["etag"]}
    answer = await platform.gateway.send("GET", "/v1/withdrawals", headers=asked)
    assert answer.status_code == 200


async def test_an_edition_that_forgets_names_is_something_new(platform: Platform) -> None:
    first = await platform.public.get("/v1/withdrawals")
    platform.turns_to()
    asked = {"If-None-Match": first.headers["etag"]}
    answer = await platform.public.send("GET", "/v1/withdrawals", headers=asked)
    assert (answer.status_code, answer.json()["edition"]) == (200, "2019-02")


def test_a_head_read_while_something_is_written_is_not_remembered(desk: Desk) -> None:
    heads = Heads(desk.database)
    assert (heads.read(), heads.known) == (Head(0, None), Head(0, None))
    keep(desk, [withdraw(listed())])
    assert heads.known is None
    assert heads.read() == Head(1, None)


async def test_beyond_the_end_and_before_what_is_kept_the_place_is_gone(platform: Platform) -> None:
    platform.hears(withdraw(listed()), withdraw(listed("court-bbbbbbbb")))
    with platform.desk.database.write() as session:
        feed.prune(session, platform.desk.clock.now() + timedelta(days=1))
    platform.hears(withdraw(listed("court-cccccccc")))
    for after, status in ((0, 410), (1, 410), (2, 200), (3, 200), (4, 410), (10**15, 410)):
        answer = await platform.public.get(f"/v1/withdrawals?after={after}")
        assert answer.status_code == status, after
