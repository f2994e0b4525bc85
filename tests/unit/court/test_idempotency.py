"""The same request twice does one thing, under each caller's own key."""

from typing import Any

import pytest

from tests.builders import make_party
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import enter_case, judgment_against, open_case


async def test_a_replay_gets_the_stored_answer_and_enters_nothing(court: OpenApp) -> None:
    clerk = court.officer("clerk")
    words = judgment_against(make_party())
    first = await clerk.post("/v1/judgments", words, key="monday-1")
    again = await clerk.post("/v1/judgments", words, key="monday-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json() | {"replayed": True}
    assert len(court.rows("SELECT * FROM judgments")) == 1
    assert len(court.rows("SELECT * FROM audit")) == 1


async def test_a_key_used_with_another_body_is_refused(court: OpenApp) -> None:
    clerk = court.officer("clerk")
    done(await clerk.post("/v1/judgments", judgment_against(make_party()), key="monday-1"))
    other = judgment_against(make_party(), case_number="(2018)模01民初500号")
    answer = await clerk.post("/v1/judgments", other, key="monday-1")
    assert refused(answer) == (422, "idempotency_key_reused")
    assert len(court.rows("SELECT * FROM judgments")) == 1


async def test_a_refused_request_may_be_sent_again_under_its_key(court: OpenApp) -> None:
    clerk = court.officer("clerk")
    wrong = judgment_against(make_party(), issued_on="2030-01-01", due_on="2030-02-01")
    answer = await clerk.post("/v1/judgments", wrong, key="monday-1")
    assert refused(answer) == (422, "date_in_future")
    done(await clerk.post("/v1/judgments", judgment_against(make_party()), key="monday-1"))


async def test_two_officers_may_use_the_same_key(court: OpenApp) -> None:
    one, two = (court.officer("clerk", name=name) for name in ("clerk-one", "clerk-two"))
    done(await one.post("/v1/judgments", judgment_against(make_party()), key="1"))
    other = judgment_against(make_party(), case_number="(2018)模01民初500号")
    assert done(await two.post("/v1/judgments", other, key="1"))["replayed"] is False


async def test_two_parties_may_use_the_same_key_and_neither_sees_the_others_answer(
    court: OpenApp,
) -> None:
    one = await enter_case(court, make_party())
    two = await open_case(court, make_party("李伟", sequence=5))
    answers = []
    for case in (one, two):
        words = {"proposal": await case.notified(), "statement": "已经履行。"}
        party = court.party(case.party)
        answers.append(done(await party.post("/v1/objections", words, key="1")))
    stranger = court.party(two.party)
    words = {"proposal": answers[0]["proposal_id"], "statement": "已经履行。"}
    assert refused(await stranger.post("/v1/objections", words, key="2")) == (404, "not_found")
    assert answers[0]["id"] != answers[1]["id"]


@pytest.mark.parametrize("door", ["enforcement-notice", "performance"])
async def test_every_door_that_creates_takes_a_key(court: OpenApp, door: str) -> None:
    case = await open_case(court)
    clerk = court.officer("clerk")
    words: dict[str, Any] = {"extent": "partial", "amount_yuan": 5}
    path = f"/v1/judgments/{case.judgment}/performance"
    if door == "enforcement-notice":
        entered = judgment_against(case.party, case_number="(2018)模01民初500号")
        second = done(await clerk.post("/v1/judgments", entered))["id"]
        words, path = {}, f"/v1/judgments/{second}/enforcement-notice"
    assert done(await clerk.post(path, words, key="k"))["replayed"] is False
    assert done(await clerk.post(path, words, key="k"))["replayed"] is True


async def test_proposal_objection_and_renewal_take_a_key(court: OpenApp) -> None:
    other = await enter_case(court, make_party("李伟", sequence=5))
    case = await open_case(court)
    clerk = court.officer("clerk")
    door = "/v1/listing-proposals"
    done(await clerk.post(door, case.proposal_words(), key="k"))
    assert done(await clerk.post(door, case.proposal_words(), key="k"))["replayed"] is True
    _, ref = await other.listed()
    renewal = f"/v1/listings/{ref}/renewal"
    done(await clerk.post(renewal, key="k"))
    assert done(await clerk.post(renewal, key="k"))["replayed"] is True


async def test_keys_and_bodies_are_kept_as_keyed_hashes_only(court: OpenApp) -> None:
    clerk = court.officer("clerk")
    done(await clerk.post("/v1/judgments", judgment_against(make_party()), key="monday-1"))
    ((key, fingerprint, body),) = court.rows("SELECT key, fingerprint, body FROM answers")
    assert len(key) == len(fingerprint) == 64
    assert "monday-1" not in key
    assert make_party().id_number not in body


async def test_an_over_long_key_is_refused(court: OpenApp) -> None:
    answer = await court.officer("clerk").post(
        "/v1/judgments", judgment_against(make_party()), key="k" * 129
    )
    assert refused(answer) == (422, "invalid_body")
    assert "kkkk" not in answer.text
