"""The court's side of the ledger of consequences: by duty, by end, by who knew; nobody in it."""

import re
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.court.app import create_app
from services.court.domain import Duty
from shared.calendar import start_of
from shared.contract import Cause
from shared.procedure.ledger_page import HERE
from tests.page_words import missing_words
from tests.unit.answers import done
from tests.unit.apps import OpenApp, open_app
from tests.unit.court.many import Wanted, ask, debtor, put
from tests.unit.court.story import PUBLISHED_ON, open_case

FEBRUARY, MARCH, APRIL = date(2019, 2, 1), date(2019, 3, 1), date(2019, 4, 1)
HOUR = timedelta(hours=1)


async def ledger(court: OpenApp) -> dict[str, Any]:
    """What everybody reads."""
    return done(await court.anybody().get("/v1/consequences"))


def of(shown: dict[str, Any], list_id: str = "judgment-defaulters") -> dict[str, Any]:
    """One list."""
    return next(one for one in shown["lists"] if one["list"] == list_id)


def listed(shown: dict[str, Any], month: str = "2019-02") -> dict[str, tuple[int, int]]:
    """How many were listed in a month, and for how long, by bracket; only what is told."""
    cells = {
        bracket["id"]: next(one for one in bracket["months"] if one["month"] == month)
        for bracket in of(shown)["brackets"]
    }
    return {
        bracket: (cell["listings"], cell["months_standing"])
        for bracket, cell in cells.items()
        if cell["listings"] is not None
    }


async def test_one_list_for_unlike_duties(court: OpenApp) -> None:
    """A plot of 900 yuan, an apology and two million yuan: the same list, and for as long."""
    put(court, 12, Wanted(FEBRUARY, amount_yuan=900))
    put(court, 21, Wanted(FEBRUARY, amount_yuan=2_000_000), first=100)
    put(court, 11, Wanted(FEBRUARY, amount_yuan=None, duty=Duty.APOLOGISE), first=200)
    put(court, 9, Wanted(FEBRUARY, amount_yuan=None, duty=Duty.VISIT), first=300)
    court.advance(MARCH)
    shown = await ledger(court)
    assert listed(shown) == {
        "small-amount": (10, 24),
        "largest-amount": (20, 24),
        "duty-apologise": (10, 24),
    }
    brackets = of(shown)["brackets"]
    assert brackets[0]["says"]["en"] == "Under 10,000 yuan"
    assert {one["origin"] for one in brackets} == {"ours"}
    assert shown["heading"].endswith("rows unconfirmed")


async def test_a_month_that_is_not_over_is_not_told(court: OpenApp) -> None:
    put(court, 30, Wanted(FEBRUARY))
    court.advance(date(2019, 2, 28))
    shown = await ledger(court)
    assert (shown["first_month"], shown["is_being_counted"]) == (None, False)


async def test_until_a_month_is_counted_the_door_says_so_and_tells_the_one_before(
    court: OpenApp,
) -> None:
    put(court, 30, Wanted(FEBRUARY))
    court.app.state.clock.move(start_of(MARCH))
    assert (await ledger(court))["is_being_counted"]
    court.run_due()
    before = await ledger(court)
    assert (before["last_month"], before["is_being_counted"]) == ("2019-02", False)
    court.app.state.clock.move(start_of(APRIL))
    assert await ledger(court) == before | {"is_being_counted": True}


async def test_what_ended_is_told_by_its_cause_and_what_simply_ended_apart(court: OpenApp) -> None:
    """Of 45 listings of 2017 fifteen end on their day, in March; the others earlier in it."""
    then = date(2017, 3, 20)
    early = date(2019, 3, 5)
    put(court, 15, Wanted(then, stands_until=date(2019, 3, 20)))
    put(court, 20, Wanted(then, withdrawn_on=early, cause=Cause.PERFORMED), first=100)
    put(court, 7, Wanted(then, withdrawn_on=early, cause=Cause.LISTED_IN_ERROR), first=200)
    late = Wanted(then, withdrawn_on=date(2019, 3, 25), cause=Cause.TERM_ENDED)
    put(court, 10, late, first=300)
    court.advance(APRIL)
    (march,) = [one for one in of(await ledger(court))["ended"] if one["month"] == "2019-03"]
    assert march["on_its_day"] == 25
    assert {cause: n for cause, n in march["early"].items() if n} == {"performed": 20}
    assert set(march["early"]) == set(Cause)


async def test_who_looked_only_after_a_partner_had_asked(court: OpenApp) -> None:
    """Told at the end of the next month: by then everybody had a month to look."""
    court.run_due()
    asked = start_of(date(2019, 2, 20))
    put(court, 10, Wanted(FEBRUARY, asked_at=asked, looked_at=asked - HOUR))
    put(court, 15, Wanted(FEBRUARY, asked_at=asked, looked_at=asked + HOUR), first=100)
    late = start_of(APRIL)
    put(court, 20, Wanted(FEBRUARY, asked_at=asked, looked_at=late), first=200)
    put(court, 30, Wanted(FEBRUARY, looked_at=asked), first=300)
    court.advance(MARCH)
    assert [one["month"] for one in of(await ledger(court))["asked"]] == ["2019-01"]
    court.advance(APRIL)
    told = {"month": "2019-02", "before": 10, "only_after": 15, "not_yet": 20}
    assert of(await ledger(court))["asked"][-1] == told


async def test_a_question_answered_no_is_about_somebody_else(court: OpenApp) -> None:
    court.run_due()
    put(court, 20, Wanted(FEBRUARY))
    with court.database.write() as session:
        for number in range(20):
            ask(session, number, start_of(FEBRUARY), answer="no")
    court.advance(APRIL)
    month = of(await ledger(court))["asked"][-1]
    assert [month[one] for one in ("before", "only_after", "not_yet")] == [None, None, None]


async def test_what_was_asked_before_looks_were_known_is_not_told(court: OpenApp) -> None:
    """A court that already had questions when first looks began to be kept cannot know."""
    put(court, 20, Wanted(FEBRUARY, asked_at=start_of(FEBRUARY)))
    court.advance(date(2019, 2, 10))
    court.advance(date(2019, 5, 1))
    assert [one["month"] for one in of(await ledger(court))["asked"]] == ["2019-03"]


async def test_a_month_once_told_stays_whatever_happens_later(court: OpenApp) -> None:
    put(court, 12, Wanted(FEBRUARY))
    court.advance(MARCH)
    before = await ledger(court)
    put(court, 40, Wanted(FEBRUARY), first=100)
    with court.database.write() as session:
        for number in range(12):
            ask(session, number, start_of(MARCH))
    court.advance(date(2019, 3, 20))
    assert await ledger(court) == before
    court.advance(APRIL)
    assert listed(await ledger(court)) == {"middle-amount": (10, 24)}


async def test_a_party_that_opens_its_file_finds_when_it_first_did(court: OpenApp) -> None:
    case = await open_case(court)
    proposal, ref = await case.listed()
    first = (await case.procedure(proposal))["first_looked_at"]
    assert first == start_of(PUBLISHED_ON).isoformat().replace("+00:00", "Z")
    court.advance(MARCH)
    assert (await case.procedure(proposal))["first_looked_at"] == first
    assert court.rows("SELECT ref FROM first_looks") == [(ref,)]
    assert ref not in str(court.rows("SELECT * FROM audit WHERE door LIKE '%/v1/me/%'"))


async def test_before_there_is_a_listing_a_look_is_not_noted(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    assert (await case.procedure(proposal))["first_looked_at"] is None
    assert court.rows("SELECT * FROM first_looks") == []


async def test_questions_and_looks_are_forgotten_after_two_years(court: OpenApp) -> None:
    """A look is kept while its listing stands: forgotten, it would happen a second time."""
    asked = start_of(date(2019, 2, 20))
    ended = Wanted(FEBRUARY, asked_at=asked, looked_at=asked)
    put(court, 1, ended)
    put(court, 1, Wanted(FEBRUARY, None, Duty.ACT, date(2023, 1, 1), looked_at=asked), first=1)
    court.advance(date(2021, 2, 20))
    assert court.rows("SELECT count(*) FROM confirmations") == [(1,)]
    court.advance(date(2021, 2, 21))
    assert court.rows("SELECT count(*) FROM confirmations") == [(0,)]
    assert court.rows("SELECT ref FROM first_looks") == [(f"l-{1:020}",)]


async def test_nobody_is_in_what_is_told_or_kept_of_it(court: OpenApp) -> None:
    put(court, 20, Wanted(FEBRUARY, asked_at=start_of(FEBRUARY)))
    court.advance(APRIL)
    kept = str(court.rows("SELECT * FROM consequences_told")) + str(await ledger(court))
    for never in (f"l-{0:020}", f"j-{0:020}", debtor(0).id_number, debtor(0).name):
        assert never not in kept


LISTED = st.builds(
    Wanted,
    listed_on=st.dates(date(2019, 1, 2), date(2019, 3, 31)),
    amount_yuan=st.sampled_from([500, 50_000, 5_000_000]),
    withdrawn_on=st.none() | st.dates(date(2019, 4, 1), date(2019, 5, 31)),
    cause=st.just(Cause.PERFORMED),
    asked_at=st.none() | st.dates(date(2019, 4, 1), date(2019, 5, 31)).map(start_of),
    looked_at=st.none() | st.dates(date(2019, 4, 1), date(2019, 5, 31)).map(start_of),
)
HISTORY = st.lists(st.tuples(st.integers(1, 25), LISTED), max_size=6)


@settings(max_examples=8, deadline=None)
@given(history=HISTORY, later=HISTORY)
async def test_no_small_number_is_ever_told_and_telling_twice_is_the_same(
    keys: Path, history: list[tuple[int, Wanted]], later: list[tuple[int, Wanted]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_app(create_app, "court", keys, Path(folder)) as court:
            court.run_due()
            _put_all(court, history, 0)
            court.advance(date(2019, 6, 1))
            first = await ledger(court)
            _put_all(court, later, 1_000)
            court.advance(date(2019, 6, 30))
            assert await ledger(court) == first
            court.advance(date(2019, 8, 1))
            told = _told(await ledger(court))
            assert {key: told[key] for key in _told(first)} == _told(first)
            assert all(count >= 10 and count % 5 == 0 for count in told.values())


def _put_all(court: OpenApp, history: list[tuple[int, Wanted]], first: int) -> None:
    for place, (count, wanted) in enumerate(history):
        put(court, count, wanted, first + 50 * place)


def _told(shown: dict[str, Any]) -> dict[str, int]:
    """Every count that is told, by where it stands; lengths are no counts."""
    return {
        where: count
        for where, count in _numbers(shown["lists"], "")
        if not where.endswith("months_standing")
    }


def _numbers(part: Any, where: str) -> Iterator[tuple[str, int]]:
    if isinstance(part, dict):
        name = part.get("month") or part.get("id") or part.get("list") or ""
        for key, value in part.items():
            yield from _numbers(value, f"{where}/{name}/{key}")
    elif isinstance(part, list):
        for one in part:
            yield from _numbers(one, where)
    elif isinstance(part, int) and not isinstance(part, bool):
        yield where, part


@pytest.mark.parametrize(("language", "words"), [("en", "unlike duties"), ("zh", "轻重不同")])
async def test_the_page_speaks_both_languages_and_stands_in_the_menu(
    court: OpenApp, language: str, words: str
) -> None:
    for path, said in (("/ledger", words), ("/desk", 'href="/ledger')):
        page = await court.anybody().send("GET", f"{path}?lang={language}")
        assert page.status_code == 200
        assert said in page.text
        assert 'name="seed" content="2019"' in page.text
        for asset in re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text):
            assert (await court.anybody().get(asset)).status_code == 200, asset
    assert (await court.anybody().get("/assets/charts.js")).status_code == 200


def test_every_word_of_the_page_is_there() -> None:
    made = [f"{start}_{part}" for start in ("chart", "few") for part in ("duty", "asked", "ended")]
    made += [f"look_{one}" for one in ("before", "only_after", "not_yet")]
    made += [f"cause_{cause}" for cause in Cause]
    assert missing_words(HERE, *made, "duty", "listings", "months_standing") == set()
