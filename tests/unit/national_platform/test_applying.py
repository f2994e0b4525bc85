"""A batch is kept in one transaction: good notices in the register, bad ones in quarantine."""

import json
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import select

from services.national_platform.receiving import Desk, keep
from services.national_platform.records import register
from services.national_platform.records.finding_tables import QuarantineRow
from services.national_platform.records.tables import InboxRow, ListingRow
from shared.contract import Cause
from shared.database import Database
from tests.unit.national_platform.bad_notices import BAD, WHOLE
from tests.unit.national_platform.saying import (
    correct,
    deliver,
    listed,
    say,
    spoil,
    withdraw,
)

GOOD = say(listed("court-goodgood"))


def found(database: Database, ref: str) -> ListingRow | None:
    with database.read() as session:
        return session.get(ListingRow, (ref, "court"))


def set_aside(database: Database) -> list[QuarantineRow]:
    with database.read() as session:
        return list(session.scalars(select(QuarantineRow).order_by(QuarantineRow.seq)))


@pytest.mark.parametrize("what", BAD)
def test_a_bad_notice_is_set_aside_with_its_reason_and_the_next_one_is_taken(
    desk: Desk, what: str
) -> None:
    reason, spoiling = BAD[what]
    bad, next_one = spoiling(say(listed("court-badbadbad"))), say(listed("court-nextnext"))
    batch = keep(desk, [bad, next_one])
    [row] = set_aside(desk.database)
    assert [why for _, why in batch.bad] == [row.reason] == [reason]
    assert (row.stream_seq, row.size_bytes) == (bad.stream_seq, len(bad.body))
    assert found(desk.database, "court-badbadbad") is None
    assert found(desk.database, "court-nextnext") is not None


def test_no_value_of_any_bad_notice_is_kept(desk: Desk) -> None:
    keep(desk, [spoiling(say(listed("court-badbadbad"))) for _, spoiling in BAD.values()])
    kept = " ".join(
        str([row.subject, row.headers, row.fields, row.reason]) for row in set_aside(desk.database)
    )
    assert len(set_aside(desk.database)) == len(BAD)
    for secret in (WHOLE, "王秀英", "110101", "court-badbadbad", "Does not pay"):
        assert secret not in kept


def test_what_breaks_the_reader_is_set_aside_too(desk: Desk) -> None:
    number: Any = 2  # no client makes such a header
    odd = deliver(GOOD.subject, dict(GOOD.headers) | {"Chimera-Version": number}, GOOD.body)
    batch = keep(desk, [odd, GOOD])
    assert [reason for _, reason in batch.bad] == ["unreadable"]
    assert found(desk.database, "court-goodgood") is not None


def test_after_a_withdrawal_a_new_listing_is_set_aside_and_not_believed(desk: Desk) -> None:
    keep(desk, [say(listed()), withdraw(listed())])
    batch = keep(desk, [say(listed(version=3)), say(listed("court-otherother"))])
    assert [reason for _, reason in batch.bad] == ["listed_after_withdrawal"]
    row = found(desk.database, "court-aaaaaaaa")
    assert row is not None
    assert (row.name, row.cause, row.version) == (None, "performed", 2)
    assert found(desk.database, "court-otherother") is not None


def test_the_same_batch_twice_changes_nothing(desk: Desk) -> None:
    batch = [say(listed()), spoil(GOOD, body=b"?"), withdraw(listed("court-bbbbbbbb"))]
    first, again = keep(desk, batch), keep(desk, batch)
    assert (first.new_count, again.new_count) == (2, 0)
    assert (first.feed_grew_to, again.feed_grew_to) == (1, None)
    assert len(set_aside(desk.database)) == 1


def test_repeats_inside_one_batch_count_once(desk: Desk) -> None:
    batch = keep(desk, [say(listed()), say(listed()), say(listed(version=2))])
    assert batch.new_count == 2
    with desk.database.read() as session:
        assert len(session.scalars(select(InboxRow)).all()) == 2


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_order_and_batches_make_no_difference(desk: Desk, cut: int) -> None:
    told = {}
    for number, order in enumerate(permutations(["listed", "corrected", "withdrawn"])):
        own = listed(f"court-order{'abcdef'[number]}xx")
        acts = {"listed": say(own), "corrected": correct(own, "王秀颖"),
                "withdrawn": withdraw(own.correct("王秀颖", own.id_number))}  # fmt: skip
        said = [acts[name] for name in order]
        keep(desk, said[:cut])
        keep(desk, said[cut:])
        row = found(desk.database, own.ref)
        assert row is not None
        told[order] = (row.name, row.version, row.cause, row.withdrawn_at, row.stands_until)
    assert len(set(told.values())) == 1
    assert set_aside(desk.database) == []


def test_a_number_used_again_for_a_withdrawal_still_ends_the_listing(desk: Desk) -> None:
    keep(desk, [say(listed(version=2))])
    keep(desk, [withdraw(listed())])
    row = found(desk.database, "court-aaaaaaaa")
    assert row is not None
    assert (row.cause, row.name) == (Cause.PERFORMED, None)


def test_references_are_their_issuers_own(desk: Desk) -> None:
    ours = listed("same-reference")
    theirs = listed("same-reference", issuer="tax", list="major-violations", name="李强")
    keep(desk, [say(ours), say(theirs), withdraw(ours)])
    with desk.database.read() as session:
        names = {key: held.name for key, held in register.held(session, ["same-reference"]).items()}
    assert names == {("court", "same-reference"): None, ("tax", "same-reference"): "李强"}


def test_a_listing_may_begin_a_little_ahead_of_our_clock(desk: Desk) -> None:
    ahead = date(2019, 1, 2) + timedelta(days=31)
    keep(desk, [say(listed(listed_on=ahead))])
    assert set_aside(desk.database) == []


def test_the_body_that_was_kept_is_the_one_that_was_said(desk: Desk) -> None:
    keep(desk, [GOOD])
    row, said = found(desk.database, "court-goodgood"), json.loads(GOOD.body)
    assert row is not None
    assert [row.name, row.truncated_id, row.issuer, row.reason] == list(said.values())
