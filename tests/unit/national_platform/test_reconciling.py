"""What differed between register and issuer, found from what the issuer says again."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.national_platform.answering import Books, Comparing
from services.national_platform.domain.checking import Word
from services.national_platform.domain.reconciling import Found, find, is_of_another_time
from services.national_platform.domain.register import hear
from services.national_platform.receiving import Desk, keep
from services.national_platform.records import findings
from shared.bus import Delivery
from shared.contract import Act, Cause
from shared.ledger.acts import envelope_of, notice_of
from shared.ledger.digest import digest
from shared.ledger.listing import Listing
from tests.fakes import noon
from tests.unit.national_platform.doors import Platform
from tests.unit.national_platform.saying import SAID_ON, correct, listed, say, withdraw

DAY = date(2019, 3, 1)
A, B, C = "court-aaaaaaaa", "court-bbbbbbbb", "court-cccccccc"
Told = tuple[str, dict[str, list[tuple[str, int | None, int | None]]]]


@dataclass
class Court:
    """An issuer that says everything again when it is asked, and then sends its digest."""

    desk: Desk
    book: Sequence[tuple[str, int]]
    says: Sequence[Delivery] = ()
    handlers: dict[str, Callable[[bytes], Awaitable[bytes]]] = field(default_factory=dict)
    asked_count: int = 0

    async def answer(self, subject: str, handler: Callable[[bytes], Awaitable[bytes]]) -> None:
        """The platform listens."""
        self.handlers[subject] = handler

    async def ask(self, subject: str, body: bytes, timeout_seconds: float) -> bytes:
        """Everything is said again, and is in the register before the next digest comes."""
        self.asked_count += 1
        keep(self.desk, self.says)
        return b"{}"

    async def sends_digest(self, day: date = DAY) -> str:
        """What the platform answers to it."""
        comparing = Comparing(Books(self.desk.database, self.desk.clock, 366), self, _nothing_waits)
        await comparing.listen("court")
        body = digest(day, self.book).model_dump_json().encode()
        return str(json.loads(await self.handlers["digest.court"](body))["outcome"])

    async def compares(self) -> Told:
        """The second outcome, and what was found until then."""
        assert await self.sends_digest() == "restating"
        outcome = await self.sends_digest()
        return outcome, told(self.desk)


async def _nothing_waits() -> int:
    return 0


def told(desk: Desk) -> dict[str, list[tuple[str, int | None, int | None]]]:
    """What the latest comparison names, by kind."""
    with desk.database.read() as session:
        latest = findings.digests(session, "court", None, 1)[0]
        named = findings.differences(session, [latest.seq])
        found = {kind: [(row.ref, row.version_there, row.version_here) for row in named
                        if row.kind == kind] for kind in latest.found}  # fmt: skip
    assert {kind: len(rows) for kind, rows in found.items() if rows} == {
        kind: count for kind, count in latest.found.items() if kind != Found.UNFIT
    }
    return found


def versioned(ref: str, version: int) -> Listing:
    """A listing whose last act had this number."""
    return listed(ref, version=version)


async def test_what_never_arrived_is_taken_in_and_named(desk: Desk) -> None:
    keep(desk, [say(listed(A)), say(listed(B))])
    ended = listed(B)
    court = Court(
        desk, [(A, 2), (C, 1)], [correct(listed(A), "王秀颖"), withdraw(ended), say(listed(C))]
    )
    assert await court.compares() == (
        "agreed",
        {"outdated": [(A, 2, 1)], "not_ended": [(B, 2, 1)], "missing": [(C, 1, None)]},
    )
    assert court.asked_count == 1


async def test_what_the_issuer_says_no_more_stays_and_is_named(desk: Desk) -> None:
    keep(desk, [say(listed(A)), say(listed(B))])
    court = Court(desk, [(A, 1)], [say(listed(A))])
    assert await court.compares() == ("differs", {"extra": [(B, None, 1)]})
    with desk.database.read() as session:
        assert findings.settled_since(session, 0) == {"court"}
    assert await court.sends_digest() == "restating"


async def test_a_withdrawn_listing_said_to_stand_is_refused_and_named(desk: Desk) -> None:
    keep(desk, [say(listed(A)), withdraw(listed(A)), say(listed(B)), withdraw(listed(B))])
    again = [say(listed(A)), say(versioned(B, 3))]
    court = Court(desk, [(A, 1), (B, 3)], again)
    assert await court.compares() == ("differs", {"withdrawn_here": [(A, 1, 2), (B, 3, 2)]})
    with desk.database.read() as session:
        reasons = [row.reason for row in findings.quarantine(session, None, 10)]
    assert reasons == ["listed_after_withdrawal"]


async def test_an_issuer_put_back_to_an_earlier_state_is_seen(desk: Desk) -> None:
    keep(desk, [say(listed(A)), correct(listed(A), "王秀颖")])
    court = Court(desk, [(A, 1)], [say(listed(A))])
    assert await court.compares() == ("differs", {"ahead": [(A, 1, 2)]})


async def test_an_old_word_that_comes_once_more_does_not_count_against_a_later_one(
    desk: Desk,
) -> None:
    keep(desk, [say(listed(C))])
    court = Court(desk, [(A, 2)], [correct(listed(A), "王秀颖")])
    assert await court.sends_digest() == "restating"
    keep(desk, [say(listed(A))])
    assert await court.sends_digest() == "differs"
    assert told(desk) == {"extra": [(C, None, 1)], "missing": [(A, 2, None)]}


@pytest.mark.parametrize("lie", [[(A, 1), (B, 1)], [], [(A, 7)]])
async def test_a_digest_that_lies_is_seen_and_nothing_is_concluded_from_it(
    desk: Desk, lie: list[tuple[str, int]]
) -> None:
    keep(desk, [say(listed(A))])
    court = Court(desk, lie, [say(listed(A))])
    assert await court.compares() == ("differs", {"unfit": []})


async def test_an_issuer_that_says_nothing_again_has_not_ended_anything(desk: Desk) -> None:
    keep(desk, [say(listed(A)), say(listed(B))])
    assert await Court(desk, [(A, 1)]).compares() == ("differs", {"unfit": []})


async def test_an_empty_book_is_an_issuers_word_too_and_ends_nothing(desk: Desk) -> None:
    keep(desk, [say(listed(A))])
    court = Court(desk, [])
    assert await court.compares() == ("differs", {"extra": [(A, None, 1)]})


@pytest.mark.parametrize(("days", "outcome"), [(3, "agreed"), (-3, "agreed"), (400, "another_day"),
                                               (-400, "another_day")])  # fmt: skip
async def test_a_clock_days_off_is_compared_on_its_own_day_and_one_years_off_is_not(
    desk: Desk, days: int, outcome: str
) -> None:
    keep(desk, [say(listed(A))])
    court = Court(desk, [(A, 1)])
    assert await court.sends_digest(SAID_ON + timedelta(days=days)) == outcome
    assert court.asked_count == 0


async def test_two_issuers_with_the_same_reference_do_not_meet(desk: Desk) -> None:
    keep(desk, [say(listed(A)), say(listed(A, issuer="tax", list="major-violations"))])
    court = Court(desk, [(A, 1), (B, 1)], [say(listed(A)), say(listed(B))])
    assert await court.sends_digest() == "restating"
    keep(desk, [withdraw(listed(A, issuer="tax", list="major-violations"))])
    assert await court.sends_digest() == "agreed"
    assert told(desk) == {"missing": [(B, 1, None)]}


async def test_of_many_only_the_first_are_named_and_all_are_counted(desk: Desk) -> None:
    refs = [f"court-many{chr(97 + n // 26)}{chr(97 + n % 26)}x" for n in range(60)]
    court = Court(desk, [(ref, 1) for ref in refs], [say(listed(ref)) for ref in refs])
    assert await court.sends_digest() == "restating"
    assert await court.sends_digest() == "agreed"
    with desk.database.read() as session:
        latest = findings.digests(session, None, None, 1)[0]
        assert latest.found == {"missing": 60}
        assert [row.ref for row in findings.differences(session, [latest.seq])] == refs[:50]


async def test_an_issuer_without_end_does_not_fill_the_disk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "DIGESTS_KEPT_OF_EACH", 3)
    court = Court(desk, [(A, 1)], [say(listed(A))])
    for _ in range(6):
        await court.sends_digest()
    with desk.database.read() as session:
        seqs = [row.seq for row in findings.digests(session, None, None, 10)]
        assert seqs == [6, 5, 4]
        assert findings.differences(session, [1, 2, 3]) == []


async def test_auditor_and_operator_read_what_differed_and_nobody_else(platform: Platform) -> None:
    keep(platform.desk, [say(listed(A))])
    await Court(platform.desk, [(B, 1)], [say(listed(B))]).compares()
    for role in ("auditor", "operator"):
        answer = await platform.opened.officer(role).get("/v1/digests?issuer=court")
        latest, first = answer.json()["comparisons"]
        assert (latest["outcome"], first["outcome"]) == ("differs", "restating")
        kinds = {one["kind"]: (one["count"], one["is_mended"]) for one in latest["differed"]}
        assert kinds == {"extra": (1, False), "missing": (1, True)}
        assert all(one["why"] for one in latest["differed"])
        assert "王" not in answer.text
    assert (await platform.public.get("/v1/digests")).status_code == 401
    assert (await platform.gateway.get("/v1/digests")).status_code == 403


ACTS = st.lists(st.integers(1, 6), min_size=0, max_size=4)


@given(ACTS, st.integers(1, 6), st.booleans())
def test_a_word_that_finds_itself_changes_nothing(
    heard: list[int], version: int, is_end: bool
) -> None:
    """`same` exactly where the word neither adds to the register nor contradicts it."""
    held = None
    for number in heard:
        held = hear(held, word(versioned(A, number), Act.LISTED))
    listing = versioned(A, version)
    ended = word(listing.withdraw(Cause.PERFORMED, DAY), Act.WITHDRAWN)
    said = ended if is_end else word(listing, Act.LISTED)
    found = find(held, said)
    after = hear(held, said)
    if found is Found.SAME and held is not None:
        assert after == held
    if found in (Found.MISSING, Found.OUTDATED, Found.NOT_ENDED):
        assert after != held
    if found is Found.AHEAD:
        assert after == held


def word(listing: Listing, act: Act) -> Word:
    """An act as the platform reads it."""
    envelope = envelope_of(replace(listing), act, noon(SAID_ON))
    return Word(envelope, notice_of(listing))


def test_a_day_is_of_another_time_from_its_bound_on() -> None:
    assert not is_of_another_time(DAY, DAY + timedelta(days=366), 366)
    assert is_of_another_time(DAY, DAY + timedelta(days=367), 366)
