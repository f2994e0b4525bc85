"""The log grows with each batch, by one leaf for each act that was believed, in that order."""

from datetime import date
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from services.national_platform.domain.tiles import (
    DAMAGED,
    LogDamaged,
    Place,
    Tiles,
    grown,
    unfinished,
)
from services.national_platform.receiving import Desk, keep
from services.national_platform.records import editions, log
from services.national_platform.records.log_tables import OpeningRow, TileRow
from services.national_platform.records.tables import InboxRow, ListingRow
from shared.proving import merkle
from shared.proving.canonical import canonical, in_order
from shared.proving.merkle import leaf_hash
from tests.builders import make_party
from tests.unit.national_platform.saying import correct, listed, say, spoil, withdraw
from tests.unit.national_platform.test_editions_cut_off import PowerCut, commits_fail
from tests.unit.proving.trees import plain_root, reader


def size_of(desk: Desk) -> int:
    with desk.database.read() as session:
        return log.size(session)


def openings(desk: Desk) -> list[OpeningRow]:
    with desk.database.read() as session:
        return list(session.scalars(select(OpeningRow).order_by(OpeningRow.log_index)))


def opened(desk: Desk) -> list[tuple[str, int, str]]:
    """Which acts can be opened: reference, version and act."""
    return [(row.ref, row.version, row.act) for row in openings(desk)]


def hashes_of(desk: Desk) -> bytes:
    with desk.database.read() as session:
        found = session.get(TileRow, (0, 0))
        return found.hashes if found else b""


def test_one_leaf_for_each_act_that_was_believed_and_none_for_a_repeat(desk: Desk) -> None:
    batch = [say(listed()), say(listed()), spoil(say(listed("court-badbadbad")), body=b"?")]
    keep(desk, [*batch, withdraw(listed("court-bbbbbbbb"))])
    keep(desk, batch)
    assert size_of(desk) == 2
    with desk.database.read() as session:
        assert len(session.scalars(select(InboxRow)).all()) == 2


def test_what_was_in_the_log_stays_in_its_place_when_more_comes(desk: Desk) -> None:
    keep(desk, [say(listed()), say(listed("court-bbbbbbbb"))])
    before = hashes_of(desk)
    keep(desk, [withdraw(listed()), correct(listed("court-bbbbbbbb"), "李强")])
    assert len(hashes_of(desk)) == 4 * 32
    assert hashes_of(desk).startswith(before)


def test_only_the_latest_act_about_a_listing_can_be_opened(desk: Desk) -> None:
    keep(desk, [say(listed()), say(listed("court-bbbbbbbb"))])
    first = {row.ref: row.salt for row in openings(desk)}
    keep(desk, [correct(listed(), "王秀颖")])
    assert opened(desk) == [("court-bbbbbbbb", 1, "listed"), ("court-aaaaaaaa", 2, "corrected")]
    assert first["court-aaaaaaaa"] not in [row.salt for row in openings(desk)]


def test_an_act_that_comes_too_late_is_in_the_log_and_cannot_be_opened(desk: Desk) -> None:
    keep(desk, [correct(listed(), "王秀颖")])
    keep(desk, [say(listed())])
    assert (size_of(desk), opened(desk)) == (2, [("court-aaaaaaaa", 2, "corrected")])
    keep(desk, [withdraw(listed("court-bbbbbbbb"))])
    keep(desk, [say(listed("court-bbbbbbbb"))])
    assert size_of(desk) == 4
    assert opened(desk)[1:] == [("court-bbbbbbbb", 2, "withdrawn")]


@pytest.mark.parametrize("together", [True, False])
def test_a_withdrawal_destroys_the_salt_and_has_one_of_its_own(desk: Desk, together: bool) -> None:
    said = [say(listed()), correct(listed(), "王秀颖"), withdraw(listed(version=2))]
    for batch in [said] if together else [[one] for one in said]:
        keep(desk, batch)
    [row] = openings(desk)
    assert (row.log_index, row.act, len(row.salt)) == (2, "withdrawn", 32)
    assert (row.reason, row.listed_on, row.stands_until) == (None, None, None)


def test_a_withdrawal_under_a_number_used_before_is_in_the_log_too(desk: Desk) -> None:
    keep(desk, [say(listed(version=2))])
    keep(desk, [withdraw(listed())])
    assert (size_of(desk), opened(desk)) == (2, [("court-aaaaaaaa", 2, "withdrawn")])


def test_each_salt_is_another_one(desk: Desk) -> None:
    keep(desk, [say(listed(f"court-number{n}x")) for n in "abcdefgh"])
    assert len({row.salt for row in openings(desk)}) == 8


def test_a_batch_that_is_not_kept_leaves_the_log_as_it_was(desk: Desk) -> None:
    keep(desk, [say(listed())])
    before = hashes_of(desk)
    with commits_fail(desk), pytest.raises(PowerCut):
        keep(desk, [say(listed("court-bbbbbbbb"))])
    assert hashes_of(desk) == before
    keep(desk, [say(listed("court-bbbbbbbb"))])
    assert size_of(desk) == 2


def test_a_log_with_a_hole_is_not_continued(desk: Desk) -> None:
    keep(desk, [say(listed())])
    with desk.database.write() as session:
        session.get_one(TileRow, (0, 0)).hashes = b"half a hash"
    with pytest.raises(LogDamaged, match=DAMAGED):
        keep(desk, [say(listed("court-bbbbbbbb"))])
    with desk.database.read() as session:
        assert session.get(ListingRow, ("court-bbbbbbbb", "court")) is None


WIDTHS = [1, 3, 256, 999, 4_000]
SIZES = [1, 255, 256, 257, 511, 512, 1000, 65_536, 66_000]


def test_tiles_prove_what_a_tree_of_any_size_held() -> None:
    leaves = [b"%d" % number for number in range(66_300)]
    hashes, size, widths = [leaf_hash(leaf) for leaf in leaves], 0, cycle(WIDTHS)
    tiles: dict[Place, bytes] = {}
    while size < len(leaves):
        batch = hashes[size : size + next(widths)]
        edge = {place: tiles[place] for place in unfinished(size)}
        tiles |= grown(size, edge, b"".join(batch))
        size += len(batch)
    node = Tiles(tiles).node
    for some in SIZES:
        root = merkle.root(node, some)
        if some <= 1000:
            assert root == plain_root(leaves[:some])
        for index in {0, some // 3, some - 1}:
            path = merkle.inclusion(node, index, some)
            assert merkle.is_included(hashes[index], index, some, path, root)
        since = merkle.consistency(node, some, size)
        assert merkle.is_consistent((some, root), (size, merkle.root(node, size)), since)


def test_the_table_holds_what_a_proof_needs_at_any_size(desk: Desk) -> None:
    leaves = [b"%d" % number for number in range(600)]
    hashes, cut = [leaf_hash(leaf) for leaf in leaves], 0
    for width in (1, 254, 1, 1, 300, 43):
        with desk.database.write() as session:
            assert log.append(session, hashes[cut : cut + width]) == cut
        cut += width
    plain = reader(leaves)
    with desk.database.read() as session:
        assert log.size(session) == 600
        for size in (1, 2, 255, 256, 257, 512, 600):
            assert log.root(session, size) == plain_root(leaves[:size])
            for index in {0, size // 2, size - 1}:
                assert log.inclusion(session, index, size) == merkle.inclusion(plain, index, size)
            assert log.consistency(session, size, 600) == merkle.consistency(plain, size, 600)


@given(st.text(), st.integers(0, 2**53 - 1))
def test_the_quick_way_to_write_an_act_writes_the_same_bytes(text: str, number: int) -> None:
    words = {"name": text, "act": "listed", "version": number}
    assert in_order(dict(sorted(words.items()))) == canonical(words)


def test_a_listing_that_ended_leaves_no_opening_and_may_come_back(desk: Desk) -> None:
    short = listed(listed_on=date(2019, 1, 2), stands_until=date(2019, 1, 20))
    keep(desk, [say(short), say(listed("court-bbbbbbbb", party=make_party("李强")))])
    with desk.database.write() as session:
        editions.forget_ended(session, date(2019, 2, 1))
    assert opened(desk) == [("court-bbbbbbbb", 1, "listed")]
    keep(desk, [say(listed(version=2))])
    assert opened(desk)[-1] == ("court-aaaaaaaa", 2, "listed")


def test_of_a_destroyed_salt_no_byte_is_left_in_the_file(desk: Desk, tmp_path: Path) -> None:
    """On SQLite, once its write-ahead log is folded in."""
    short = listed(listed_on=date(2019, 1, 2), stands_until=date(2019, 1, 20))
    keep(desk, [say(short), say(listed("court-bbbbbbbb"))])
    dead, alive = (row.salt for row in openings(desk))
    with desk.database.write() as session:
        editions.forget_ended(session, date(2019, 2, 1))
    with desk.database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    files = [file.read_bytes() for file in tmp_path.glob("platform.sqlite*")]
    assert any(alive in data for data in files)
    assert not any(dead in data for data in files)
