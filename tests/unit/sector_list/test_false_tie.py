"""A stolen identity card, a student made "director": the tie is cut and what followed is undone."""

from datetime import date

import pytest

from tests.unit.answers import done, refused
from tests.unit.sector_list.conftest import Opens
from tests.unit.sector_list.persons import DIRECTOR, STUDENT, Behind, listed_firm, tie


async def test_a_listing_that_followed_from_a_false_tie_was_made_in_error(
    open_sector: Opens,
) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, STUDENT)
    listing = await behind.listed()
    assert (listing["listed_on"], listing["is_contested"]) == ("2019-01-18", False)
    contest = done(await behind.contest())
    assert (contest["decide_by"], contest["withdrawn"]) == ("2019-02-02", [])
    procedure = (await behind.file())["procedures"][0]
    assert procedure["listing"]["is_contested"] is True
    read = done(await wages.officer("appeals").get(f"/v1/ties/{behind.tie}"))
    assert (read["name"], read["decide_by"]) == (STUDENT.name, "2019-02-02")
    assert "a picture of my identity card" in read["statement"]
    tasks = done(await wages.officer("appeals").get("/v1/worklist"))["tasks"]
    assert [(task["what"], task["id"], task["due_on"]) for task in tasks] == [
        ("decide the contest", behind.tie, "2019-02-02")
    ]
    decided = done(await behind.answer(upheld=True))
    assert decided["withdrawn"] == [listing["ref"]]
    ended = (await behind.file())["procedures"][0]["listing"]
    assert (ended["stands"], ended["cause"]) == (False, "listed_in_error")
    assert wages.rows("SELECT act FROM acts ORDER BY seq") == [
        ("listed",),
        ("listed",),
        ("withdrawn",),
    ]
    held = await behind.held()
    assert held["cut_because"] == "The registry found the signature forged."
    assert held["remedies"] == []


async def test_while_it_is_contested_nothing_new_follows(open_sector: Opens) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, STUDENT)
    proposal = done(await behind.propose())["id"]
    done(await behind.contest())
    assert refused(await behind.approve(proposal)) == (409, "tie_contested")
    assert refused(await behind.propose()) == (409, "tie_contested")
    decided = done(await behind.answer(upheld=True))
    assert decided["lapsed"] == [proposal]
    assert refused(await behind.propose()) == (409, "tie_over")


async def test_a_contested_tie_lets_a_publication_lapse_on_its_day(open_sector: Opens) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, DIRECTOR)
    proposal = await behind.notified()
    done(await behind.contest())
    wages.advance(date.fromisoformat(proposal["publish_on"]))
    ended = (await behind.procedure(proposal["id"]))["proposal"]
    assert (ended["state"], ended["lapsed_because"]) == ("lapsed", "tie_contested")
    done(await behind.answer(upheld=False))
    assert done(await behind.propose())["state"] == "proposed"  # a whole procedure anew


async def dismissed(behind: Behind) -> None:
    """The person's contest is turned down."""
    done(await behind.contest())
    done(await behind.answer(upheld=False))


async def test_a_dismissal_goes_to_the_body_above_within_its_time(open_sector: Opens) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, STUDENT)
    listing = await behind.listed()
    await dismissed(behind)  # on 18 January: sixty days for the review
    again, above = (await behind.held())["remedies"]
    assert above["door"] == f"/v1/ties/{behind.tie}/review-request"
    assert above["until"] == "2019-03-19"
    assert again["door"].endswith("/contest")
    assert (await behind.file())["procedures"][0]["listing"]["is_contested"] is False
    wages.advance(date(2019, 3, 19))
    student = wages.party(STUDENT)
    asked = done(await student.post(above["door"]))
    assert asked["review_asked_at"] is not None
    assert (await behind.held())["remedies"] == []
    assert (await behind.file())["procedures"][0]["listing"]["is_contested"] is True
    same = await behind.answer(upheld=True, step="review")
    assert refused(same) == (403, "second_officer_needed")
    reviewed = done(await behind.answer(upheld=True, step="review", by="judge-two"))
    assert reviewed["withdrawn"] == [listing["ref"]]


async def test_the_day_after_its_last_the_body_above_is_not_asked_any_more(
    open_sector: Opens,
) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, STUDENT)
    await dismissed(behind)
    wages.advance(date(2019, 3, 12))  # decided on 10 January
    assert [one["until"] for one in (await behind.held())["remedies"]] == [None]
    answer = await wages.party(STUDENT).post(f"/v1/ties/{behind.tie}/review-request")
    assert refused(answer) == (409, "window_closed")


async def test_only_the_person_contests_and_not_whoever_recorded_it_decides(
    open_sector: Opens,
) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, STUDENT)
    body = {"statement": "This is not me."}
    answer = await wages.party(DIRECTOR).post(f"/v1/ties/{behind.tie}/contest", body)
    assert refused(answer) == (404, "not_found")
    answer = await wages.party(DIRECTOR).post(f"/v1/ties/{behind.tie}/review-request")
    assert refused(answer) == (404, "not_found")
    assert refused(await behind.answer(upheld=True)) == (404, "not_found")
    done(await behind.contest())
    assert refused(await behind.contest()) == (409, "step_not_allowed")
    answer = await behind.answer(upheld=False, by="clerk-one")
    assert refused(answer) == (403, "second_officer_needed")


async def test_what_another_true_tie_carries_stays(open_sector: Opens) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, DIRECTOR)
    done(await tie(behind.case, DIRECTOR, "responsible"))
    await behind.listed()
    done(await behind.contest())
    assert done(await behind.answer(upheld=True))["withdrawn"] == []
    assert (await behind.file())["procedures"][0]["listing"]["stands"] is True


async def test_what_was_found_false_is_not_recorded_again(open_sector: Opens) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, STUDENT)
    done(await behind.contest())
    done(await behind.answer(upheld=True))
    assert refused(await tie(behind.case, STUDENT)) == (409, "tie_found_false")
    assert refused(await behind.contest()) == (409, "tie_over")
    wages.advance(date(2019, 6, 1))
    done(await tie(behind.case, STUDENT, since="2019-05-01"))  # who becomes it later is it


@pytest.mark.parametrize("upheld", [True, False])
async def test_an_objection_and_a_contest_are_decided_each_for_itself(
    open_sector: Opens, upheld: bool
) -> None:
    wages = await open_sector("wages")
    behind = await listed_firm(wages, STUDENT)
    proposal = (await behind.notified())["id"]
    wages.advance(date(2019, 1, 18))
    body = {"proposal": proposal, "statement": "I studied that year."}
    objection = done(await wages.party(STUDENT).post("/v1/objections", body))["id"]
    done(await behind.contest())
    verdict = {"upheld": False, "reasons": "No."}
    judge = wages.officer("appeals", name="judge-two")
    done(await judge.post(f"/v1/objections/{objection}/decision", verdict))
    assert (await behind.procedure(proposal))["listing"]["is_contested"] is True
    done(await behind.answer(upheld=upheld))
    listing = (await behind.procedure(proposal))["listing"]
    assert (listing["stands"], listing["is_contested"]) == (not upheld, False)
