"""Whom the court refuses to list, and why."""

from datetime import date
from typing import Any

import pytest

from tests.builders import make_namesake, make_organisation, make_party, words_of
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import PUBLISHED_ON, judgment_against, open_case


async def test_a_minor_is_not_listed(court: OpenApp) -> None:
    case = await open_case(court, make_party(born_on=date(2001, 2, 2)))
    assert refused(await case.propose()) == (409, "party_is_minor")
    court.advance(date(2019, 2, 2))
    assert done(await case.propose())["state"] == "proposed"


async def test_whoever_was_not_warned_is_not_listed(court: OpenApp) -> None:
    case = await open_case(court)
    clerk = court.officer("clerk")
    words = judgment_against(case.party, case_number="(2018)模01民初500号")
    unwarned = done(await clerk.post("/v1/judgments", words))["id"]
    assert refused(await case.propose(basis=unwarned)) == (409, "not_notified")
    door = f"/v1/judgments/{unwarned}/enforcement-notice"
    done(await clerk.post(door, {"warns_of_listing": False}))
    court.advance(date(2019, 5, 1))
    assert refused(await case.propose(basis=unwarned)) == (409, "not_notified")


async def test_the_period_of_the_notice_must_be_over(court: OpenApp) -> None:
    clerk = court.officer("clerk")
    entered = done(await clerk.post("/v1/judgments", judgment_against(make_party())))
    door = f"/v1/judgments/{entered['id']}/enforcement-notice"
    done(await clerk.post(door, {}))
    words = {
        "list": "judgment-defaulters",
        "ground": "able-but-refuses",
        "basis": entered["id"],
        "party": words_of(make_party()),
    }
    court.advance(date(2019, 1, 12))
    assert refused(await clerk.post("/v1/listing-proposals", words)) == (409, "not_notified")
    court.advance(date(2019, 1, 13))
    done(await clerk.post("/v1/listing-proposals", words))


async def test_before_the_duty_is_due_nobody_is_listed(court: OpenApp) -> None:
    case = await open_case(court)
    words = judgment_against(
        case.party, case_number="(2019)模01民初1号", issued_on="2019-01-10", due_on="2019-06-01"
    )
    later = done(await court.officer("clerk").post("/v1/judgments", words))["id"]
    assert refused(await case.propose(basis=later)) == (409, "duty_not_due")


async def test_after_full_performance_nobody_is_listed(court: OpenApp) -> None:
    case = await open_case(court)
    done(await case.perform(extent="partial", amount_yuan=57_999))
    done(await case.propose())
    done(await case.perform(extent="partial", amount_yuan=1))
    proposal = court.rows("SELECT id FROM proposals")[0][0]
    answer = await case.step(proposal, "approval", "reviewer")
    assert refused(answer) == (409, "duty_performed")
    assert await case.state(proposal) == "proposed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ground": "unpaid-parking"}, "ground_unknown"),
        ({"ground": "fixed-term"}, "ground_unknown"),
        ({"ground": "objection-window"}, "ground_unknown"),
        ({"list": "major-violations"}, "ground_unknown"),
        ({"list": "able-but-refuses"}, "ground_unknown"),
        ({"basis": "j-aaaaaaaaaaaaaaaaaaaa"}, "basis_unknown"),
        ({"basis": "660101199001010020"}, "hidden_number"),
        ({"party": words_of(make_namesake(make_party()))}, "basis_not_of_party"),
        ({"party": words_of(make_party("王秀兰"))}, "basis_not_of_party"),
        ({"party": words_of(make_organisation())}, "basis_not_of_party"),
    ],
)
async def test_a_proposal_that_rests_on_nothing_is_refused(
    court: OpenApp, changes: dict[str, Any], code: str
) -> None:
    case = await open_case(court)
    assert refused(await case.propose(**changes)) == (422, code)
    assert court.rows("SELECT * FROM proposals") == []


async def test_the_same_listing_is_asked_for_once_at_a_time(court: OpenApp) -> None:
    case = await open_case(court)
    await case.proposed()
    assert refused(await case.propose()) == (409, "already_proposed")
    done(await case.propose(ground="refuses-settlement"))


async def test_what_stands_is_not_listed_a_second_time(court: OpenApp) -> None:
    case = await open_case(court)
    await case.listed()
    assert refused(await case.propose()) == (409, "already_listed")


async def test_a_debtor_who_pays_on_the_day_before_publication_is_never_published(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    court.advance(date(2019, 2, 13))
    done(await case.perform(extent="full"))
    court.advance(PUBLISHED_ON)
    procedure = await case.procedure(proposal)
    assert procedure["proposal"]["state"] == "lapsed"
    assert procedure["proposal"]["lapsed_because"] == "duty_performed"
    assert court.rows("SELECT * FROM acts") == []
