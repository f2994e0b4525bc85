"""The court's worklist: everything with its last day, the most urgent first, page by page."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from shared.calendar import start_of
from shared.procedure.records import ProposalRow
from shared.procedure.waiting import Asked
from shared.procedure.worklist import Place, Terms
from tests.builders import make_party, make_proposal
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import Case, enter_case, open_case

WORKLIST = "/v1/worklist"


async def tasks(court: OpenApp, query: str = "") -> list[dict[str, Any]]:
    """What waits."""
    found: list[dict[str, Any]] = done(await court.officer("clerk").get(WORKLIST + query))["tasks"]
    return found


async def dues(court: OpenApp, query: str = "") -> list[tuple[str, str | None, bool]]:
    """Code, last day, whether it has passed."""
    found = await tasks(court, query)
    return [(one["code"], one["due_on"], one["is_overdue"]) for one in found]


async def test_each_step_has_its_own_term_in_working_days(court: OpenApp) -> None:
    """Proposed on Friday 1 February; Sunday the 3rd is worked, 4 to 10 is Spring Festival."""
    case = await open_case(court)
    proposal = await case.proposed()
    assert await dues(court) == [("approve-or-refuse", "2019-02-13", False)]
    court.advance(date(2019, 2, 13))
    assert await dues(court) == [("approve-or-refuse", "2019-02-13", False)]
    court.advance(date(2019, 2, 14))
    assert await dues(court) == [("approve-or-refuse", "2019-02-13", True)]
    done(await case.step(proposal, "approval", "reviewer"))
    assert await dues(court) == [("notify-the-party", "2019-02-19", False)]
    (task,) = await tasks(court)
    assert (task["term"], task["id"]) == ("notification-term", proposal)
    done(await case.step(proposal, "notification", "clerk"))
    assert await dues(court) == []


async def test_an_objection_and_its_review_have_a_term_each(court: OpenApp) -> None:
    case = await open_case(court)
    objection = await case.objected(await case.notified())
    assert await dues(court) == [("decide-the-objection", "2019-02-16", False)]
    done(await case.verdict(objection, upheld=False))
    assert await dues(court) == []
    court.advance(date(2019, 2, 11))
    done(await court.party(case.party).post(f"/v1/objections/{objection}/review-request"))
    (task,) = await tasks(court)
    assert (task["code"], task["term"]) == ("review-the-decision", "review-decision-term")
    assert task["due_on"] == "2019-02-26"


async def test_a_listing_stands_there_sixty_days_before_its_end(court: OpenApp) -> None:
    """Listed on 14 February 2019 for two years: its last day is 13 February 2021."""
    case = await open_case(court)
    _, ref = await case.listed()
    court.advance(date(2020, 12, 15))
    assert "renew-or-let-end" not in [code for code, *_ in await dues(court)]
    court.advance(date(2020, 12, 16))
    assert await dues(court, "?what=renew-or-let-end") == [
        ("renew-or-let-end", "2021-02-13", False)
    ]
    clerk = court.officer("clerk")
    done(await clerk.post(f"/v1/listings/{ref}/renewal"))
    assert await dues(court, "?what=renew-or-let-end") == []
    court.advance(date(2021, 2, 14))
    assert await dues(court, "?what=renew-or-let-end") == []


async def cases_of_days(court: OpenApp, count: int) -> list[Case]:
    """Debtors who are all warned on 2 January; the clock stands on 1 February."""
    parties = [make_party(sequence=2 * number) for number in range(count)]
    cases = [await enter_case(court, party, case_number=party.id_number[:12]) for party in parties]
    court.advance(date(2019, 2, 1))
    return cases


async def test_the_most_urgent_comes_first_whatever_it_is(court: OpenApp) -> None:
    late, early, objecting = await cases_of_days(court, 3)
    objection = await objecting.objected(await objecting.notified())
    first = await early.proposed()
    court.advance(date(2019, 2, 14))
    second = await late.proposed()
    found = [(one["id"], one["due_on"]) for one in await tasks(court)]
    assert found == [
        (first, "2019-02-13"),
        (objection, "2019-02-16"),
        (second, "2019-02-21"),
    ]
    only = await tasks(court, "?what=decide-the-objection")
    assert [one["id"] for one in only] == [objection]
    assert await tasks(court, "?what=nothing-of-the-kind") == []


async def pages(court: OpenApp, limit: int, query: str = "") -> list[str]:
    """The names of all tasks, read page by page."""
    clerk, found, after = court.officer("clerk"), list[str](), ""
    while True:
        page = done(await clerk.get(f"{WORKLIST}?limit={limit}{query}{after}"))
        assert len(page["tasks"]) <= limit
        found += [task["id"] for task in page["tasks"]]
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
async def test_pages_of_any_size_show_everything_once_and_in_order(
    court: OpenApp, limit: int
) -> None:
    cases = await cases_of_days(court, 7)
    for case in cases[:2]:
        await case.objected(await case.notified())
    approved = [await case.proposed() for case in cases[2:5]]
    court.advance(date(2019, 2, 11))
    for case in cases[5:]:
        await case.proposed()
    for proposal in approved[:2]:
        done(await cases[0].step(proposal, "approval", "reviewer"))
    whole = [one["id"] for one in await tasks(court)]
    assert len(whole) == len(set(whole)) == 7
    assert await pages(court, limit) == whole
    assert await pages(court, limit, "&what=approve-or-refuse") == [
        one["id"] for one in await tasks(court) if one["code"] == "approve-or-refuse"
    ]


@pytest.mark.parametrize("cursor", ["x", "bm90IGpzb24", "WzEsMl0", "%00", "ü"])
async def test_a_cursor_that_nobody_gave_is_refused(court: OpenApp, cursor: str) -> None:
    answer = await court.officer("clerk").get(f"{WORKLIST}?after={cursor}")
    assert refused(answer) == (422, "cursor_invalid")


@pytest.mark.parametrize(
    "place",
    [
        Place(date(1, 1, 1), datetime(2019, 1, 1, tzinfo=UTC), "a", "b"),
        Place(date(2019, 1, 1), datetime(2019, 1, 1), "a", "b"),  # noqa: DTZ001 - that is the point
        Place(date(2019, 1, 1), datetime(1, 1, 1, tzinfo=UTC), "a", "b"),
        Place(date(9999, 12, 30), datetime(2019, 1, 1, tzinfo=UTC), "a", "b"),
    ],
)
async def test_a_cursor_beyond_reckoning_is_refused(court: OpenApp, place: Place) -> None:
    answer = await court.officer("clerk").get(f"{WORKLIST}?after={place.text()}")
    assert refused(answer) == (422, "cursor_invalid")


async def test_after_what_has_no_last_day_nothing_with_one_comes(court: OpenApp) -> None:
    await (await open_case(court)).proposed()
    last = Place(date.max, datetime(2019, 1, 1, tzinfo=UTC), "a", "b").text()
    assert await tasks(court, f"?after={last}") == []


async def test_the_worklist_is_for_officers(court: OpenApp) -> None:
    for visitor in (court.officer("auditor"), court.operator(), court.party(make_party())):
        assert refused(await visitor.get(WORKLIST)) == (403, "role_missing")


def proposals(count: int) -> list[dict[str, Any]]:
    """Many proposals, all of one instant, as an import leaves them."""
    at = start_of(date(2019, 2, 1)) + timedelta(hours=9)
    first = make_proposal(proposed_at=at).as_row()
    return [first | {"id": f"p-many{number:08}"} for number in range(count)]


@pytest.mark.slow
async def test_a_page_of_a_hundred_thousand_costs_no_more_than_one_of_a_thousand(
    court: OpenApp,
) -> None:
    """A page deep inside all proposals of one instant, beside one of a hundredth of them."""
    court.advance(date(2019, 2, 1))
    with court.database.write() as session:
        session.execute(insert(ProposalRow), proposals(1_000))
    few = page_seconds(court, "p-many00000500")
    with court.database.write() as session:
        session.execute(insert(ProposalRow), proposals(100_000)[1_000:])
    many = page_seconds(court, "p-many00050000")
    assert many < 10 * few + 0.05


def page_seconds(court: OpenApp, after: str) -> float:
    """The quickest of three readings of the page after a proposal."""
    rules, today = court.app.state.rules, court.today
    at = start_of(date(2019, 2, 1)) + timedelta(hours=9)
    place = Place(date(2019, 2, 13), at, "approve-or-refuse", after)
    taken = []
    for _ in range(3):
        with court.database.read() as session:
            began = time.perf_counter()
            page = list(Asked(session, Terms(rules, today), place, 101).proposals())
            taken.append(time.perf_counter() - began)
        assert len(page) == 101
        assert page[0].waiting.id > after
    return min(taken)
