"""What a party can do against a proposal or a listing, and what follows from the answers."""

from datetime import date
from typing import Any

import pytest

from shared.calendar import start_of
from tests.builders import make_namesake, make_party
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import FAIR, LAST_DAY, PUBLISHED_ON, open_case


async def test_an_objection_stays_publication_for_as_long_as_it_takes(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    await case.objected(proposal)
    court.advance(date(2019, 6, 1))
    assert await case.state(proposal) == "notified"
    assert court.rows("SELECT * FROM acts") == []


async def test_a_dismissed_objection_frees_publication_on_its_day(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    objection = await case.objected(proposal)
    receipt = done(await case.verdict(objection, upheld=False))
    assert (receipt["is_upheld"], receipt["reasons"]) == (False, FAIR)
    court.advance(LAST_DAY)
    assert await case.state(proposal) == "notified"
    court.advance(PUBLISHED_ON)
    listing = (await case.procedure(proposal))["listing"]
    assert (listing["listed_on"], listing["is_contested"]) == ("2019-02-14", False)


async def test_one_dismissed_after_the_day_is_published_when_it_is_dismissed(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    objection = await case.objected(proposal)
    court.advance(date(2019, 2, 26))
    done(await case.verdict(objection, upheld=False))
    court.run_due()
    assert (await case.procedure(proposal))["listing"]["listed_on"] == "2019-02-26"


async def test_an_upheld_objection_ends_the_proposal(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    done(await case.verdict(await case.objected(proposal), upheld=True))
    stands = (await case.procedure(proposal))["proposal"]
    assert (stands["state"], stands["lapsed_because"]) == ("lapsed", "objection_upheld")
    court.advance(date(2019, 6, 1))
    assert court.rows("SELECT * FROM acts") == []


async def test_on_the_last_day_one_may_object_and_a_day_later_only_to_the_listing(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    court.app.state.clock.move(start_of(PUBLISHED_ON))
    assert refused(await case.object(proposal)) == (409, "window_closed")
    court.run_due()
    await case.objected(proposal)
    assert (await case.procedure(proposal))["listing"]["is_contested"] is True


async def test_an_objection_on_the_last_day_is_in_time(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    court.advance(LAST_DAY)
    receipt = done(await case.object(proposal))
    assert receipt["decide_by"] == "2019-02-28"


async def test_against_a_listing_it_marks_and_an_upheld_one_withdraws(court: OpenApp) -> None:
    case = await open_case(court)
    proposal, ref = await case.listed()
    objection = await case.objected(proposal)
    clerk = court.officer("clerk")
    listing = done(await clerk.get(f"/v1/listings/{ref}"))
    assert (listing["stands"], listing["is_contested"]) == (True, True)
    done(await case.verdict(objection, upheld=True))
    listing = done(await clerk.get(f"/v1/listings/{ref}"))
    assert (listing["stands"], listing["cause"]) == (False, "listed_in_error")


async def test_before_notification_there_is_nothing_to_object_to(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.proposed()
    assert refused(await case.object(proposal)) == (409, "step_not_allowed")


async def test_one_objection_at_a_time(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    await case.objected(proposal)
    assert refused(await case.object(proposal)) == (409, "step_not_allowed")


async def test_nobody_objects_in_anothers_procedure_nor_learns_of_it(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    objection = await case.objected(proposal)
    done(await case.verdict(objection, upheld=False))
    namesake = court.party(make_namesake(case.party))
    words = {"proposal": proposal, "statement": "不是我。"}
    assert refused(await namesake.post("/v1/objections", words)) == (404, "not_found")
    asked = await namesake.post(f"/v1/objections/{objection}/review-request")
    assert refused(asked) == (404, "not_found")
    assert done(await namesake.get("/v1/me/file"))["procedures"] == []


async def test_a_party_opens_no_officers_door_and_an_officer_no_partys(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    party = court.party(case.party)
    for door in (f"/v1/listing-proposals/{proposal}/approval", "/v1/listings/x-aaaaaaaa/renewal"):
        assert refused(await party.post(door)) == (403, "role_missing")
    assert refused(await party.get("/v1/worklist")) == (403, "role_missing")
    clerk = court.officer("clerk")
    words = {"proposal": proposal, "statement": "替他反对。"}
    assert refused(await clerk.post("/v1/objections", words)) == (401, "unauthenticated")
    assert refused(await clerk.get("/v1/me/file")) == (401, "unauthenticated")


async def test_the_body_above_is_asked_once_in_time_and_another_officer_answers(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    objection = await case.objected(proposal)
    decided = done(await case.verdict(objection, upheld=False))
    assert decided["review_until"] == "2019-02-11"
    early = await case.verdict(objection, upheld=True, by="judge-two", step="review")
    assert refused(early) == (409, "step_not_allowed")
    party = court.party(case.party)
    done(await party.post(f"/v1/objections/{objection}/review-request"))
    again = await party.post(f"/v1/objections/{objection}/review-request")
    assert refused(again) == (409, "step_not_allowed")
    same = await case.verdict(objection, upheld=True, step="review")
    assert refused(same) == (403, "second_officer_needed")
    done(await case.verdict(objection, upheld=True, by="judge-two", step="review"))
    assert await case.state(proposal) == "lapsed"
    twice = await case.verdict(objection, upheld=False, by="judge-two", step="review")
    assert refused(twice) == (409, "step_not_allowed")


async def test_a_review_asked_too_late_is_not_heard(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    objection = await case.objected(proposal)
    done(await case.verdict(objection, upheld=False))
    court.advance(date(2019, 2, 12))
    answer = await court.party(case.party).post(f"/v1/objections/{objection}/review-request")
    assert refused(answer) == (409, "window_closed")


async def test_a_review_that_is_upheld_after_publication_withdraws_the_listing(
    court: OpenApp,
) -> None:
    case = await open_case(court)
    proposal, ref = await case.listed()
    objection = await case.objected(proposal)
    done(await case.verdict(objection, upheld=False))
    done(await court.party(case.party).post(f"/v1/objections/{objection}/review-request"))
    done(await case.verdict(objection, upheld=True, by="judge-two", step="review"))
    listing = done(await court.officer("clerk").get(f"/v1/listings/{ref}"))
    assert (listing["stands"], listing["cause"]) == (False, "listed_in_error")


async def test_a_listing_stays_contested_while_a_later_objection_waits(court: OpenApp) -> None:
    case = await open_case(court)
    proposal, ref = await case.listed()
    first = await case.objected(proposal)
    done(await case.verdict(first, upheld=False))
    done(await court.party(case.party).post(f"/v1/objections/{first}/review-request"))
    second = await case.objected(proposal)
    done(await case.verdict(first, upheld=False, by="judge-two", step="review"))
    clerk = court.officer("clerk")
    assert done(await clerk.get(f"/v1/listings/{ref}"))["is_contested"] is True
    done(await case.verdict(second, upheld=False))
    assert done(await clerk.get(f"/v1/listings/{ref}"))["is_contested"] is False


async def test_nobody_decides_twice(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    objection = await case.objected(proposal)
    done(await case.verdict(objection, upheld=False))
    again = await case.verdict(objection, upheld=True, by="judge-two")
    assert refused(again) == (409, "step_not_allowed")


@pytest.mark.parametrize("involved", ["clerk-one", "reviewer-one"])
async def test_who_proposed_or_approved_does_not_decide_the_objection(
    court: OpenApp, involved: str
) -> None:
    case = await open_case(court)
    objection = await case.objected(await case.notified())
    answer = await case.verdict(objection, upheld=False, by=involved)
    assert refused(answer) == (403, "second_officer_needed")
    done(await case.verdict(objection, upheld=False))


@pytest.mark.parametrize("words", [{"upheld": True}, {"upheld": "no", "reasons": FAIR}])
async def test_a_decision_is_a_plain_yes_or_no_with_reasons(
    court: OpenApp, words: dict[str, Any]
) -> None:
    case = await open_case(court)
    objection = await case.objected(await case.notified())
    answer = await court.officer("appeals").post(f"/v1/objections/{objection}/decision", words)
    assert refused(answer) == (422, "invalid_body")


async def test_the_file_names_each_step_each_remedy_and_its_last_day(court: OpenApp) -> None:
    case = await open_case(court)
    proposal = await case.notified()
    procedure = await case.procedure(proposal)
    assert [step["step"] for step in procedure["steps"]] == ["proposed", "approved", "notified"]
    assert [step["floor"] for step in procedure["steps"]] == [False, True, True]
    assert procedure["rule"] == "2017 Provisions, Art. 1 (1)"
    assert [remedy["until"] for remedy in procedure["remedies"]] == ["2019-02-13"]
    objection = await case.objected(proposal)
    assert (await case.procedure(proposal))["remedies"] == []
    done(await case.verdict(objection, upheld=False))
    doors = [remedy["door"] for remedy in (await case.procedure(proposal))["remedies"]]
    assert doors == [f"/v1/objections/{objection}/review-request", "/v1/objections"]


async def test_a_token_for_the_platform_names_no_number_and_opens_no_file(court: OpenApp) -> None:
    answer = await court.party(make_party(), masked=True).get("/v1/me/file")
    assert refused(answer) == (401, "unauthenticated")
