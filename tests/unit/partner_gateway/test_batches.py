"""A batch on 3 February 2019: each party is answered for itself, and guessing gains nothing."""

from typing import Any

import httpx
import pytest

from demo.population import candidates_behind
from shared.identifiers import Party
from tests.builders import LOOKS_REAL, make_namesake, make_party, words_of
from tests.unit.partner_gateway.world import AIRLINE, CUSTOMS, OTHER_REF, Gateway

PARTY = make_party()
OTHERS = [make_party("李静", sequence=place) for place in range(2, 20, 2)]
GUESSES = [
    PARTY.model_copy(update={"id_number": number})
    for number in candidates_behind(PARTY.truncated_id)
    if number != PARTY.id_number
]


async def ask_about(
    gateway: Gateway,
    parties: list[Any],
    *,
    partner: str = AIRLINE,
    measure: str = "air-travel",
    key: str | None = None,
) -> httpx.Response:
    """One batch."""
    words = [words_of(one) if isinstance(one, Party) else one for one in parties]
    body = {"measure": measure, "purpose": "bookings of today", "parties": words}
    return await gateway.partner(partner).post("/v1/decision-batches", body, key=key)


def outcomes(answer: httpx.Response) -> list[str]:
    """What came of each party, in order: an outcome, or the code of a problem."""
    assert answer.status_code == 200, answer.text
    answers = answer.json()["answers"]
    assert [one["position"] for one in answers] == list(range(len(answers)))
    return [
        one["decision"]["outcome"] if one["decision"] else one["problem"]["code"] for one in answers
    ]


async def test_each_party_gets_its_own_answer_in_its_place(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    answer = await ask_about(gateway, [OTHERS[0], PARTY, make_namesake(PARTY), OTHERS[1]])
    assert outcomes(answer) == ["no_listing", "restricted", "no_listing", "no_listing"]
    told = answer.json()["answers"][1]["decision"]
    assert told["may_be_acted_on"] is True
    again = await gateway.partner(AIRLINE).get(f"/v1/decisions/{told['decision_id']}")
    assert again.json() == told
    assert gateway.open.rows("SELECT count(*) FROM decisions") == [(4,)]


async def test_one_bad_party_has_a_problem_and_the_others_their_answers(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    real = {**words_of(PARTY), "id_number": LOOKS_REAL}
    mistyped = {**words_of(PARTY), "id_number": PARTY.id_number[:-1] + "5"}
    answer = await ask_about(gateway, [real, PARTY, mistyped, {"kind": "person"}, "nobody", None])
    assert outcomes(answer) == [
        "real_identifier",
        "restricted",
        "invalid_identifier",
        "invalid_body",
        "invalid_body",
        "invalid_body",
    ]
    assert LOOKS_REAL not in answer.text
    assert LOOKS_REAL not in gateway.open.everything_held()


async def test_a_batch_of_bad_parties_only_is_answered_too(gateway: Gateway) -> None:
    assert outcomes(await ask_about(gateway, [{}, {}])) == ["invalid_body"] * 2


@pytest.mark.parametrize("count", [0, 1_001])
async def test_a_batch_has_one_to_a_thousand_parties(gateway: Gateway, count: int) -> None:
    answer = await ask_about(gateway, [PARTY] * count)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body")
    assert gateway.open.rows("SELECT * FROM decisions") == []


async def test_a_thousand_parties_are_answered(gateway: Gateway) -> None:
    assert outcomes(await ask_about(gateway, [PARTY] * 1_000)) == ["no_listing"] * 1_000
    assert gateway.open.rows("SELECT count(*) FROM decisions") == [(1_000,)]


async def test_a_third_number_behind_one_mask_stops_batch_and_partner(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    stopped = await ask_about(gateway, [OTHERS[0], *GUESSES[:2], PARTY])
    assert (stopped.status_code, stopped.json()["code"]) == (403, "partner_stopped")
    assert gateway.issuers.asked == []
    assert gateway.open.rows("SELECT * FROM decisions") == []
    assert gateway.open.rows("SELECT partner FROM alerts") == [(AIRLINE,)]
    assert (await gateway.ask(OTHERS[1])).json()["code"] == "partner_stopped"


async def test_batches_and_single_questions_count_together(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    assert outcomes(await ask_about(gateway, GUESSES[:2])) == ["no_listing"] * 2
    assert (await gateway.ask(PARTY)).json()["code"] == "partner_stopped"


async def test_the_same_batch_twice_is_one_batch(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    first = (await ask_about(gateway, [PARTY, OTHERS[0]], key="today")).json()
    again = (await ask_about(gateway, [PARTY, OTHERS[0]], key="today")).json()
    assert again == {**first, "replayed": True}
    assert len(gateway.issuers.asked) == 1
    other = await ask_about(gateway, [PARTY], key="today")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_who_may_not_ask_about_one_may_not_ask_about_many(gateway: Gateway) -> None:
    answer = await ask_about(gateway, [PARTY], partner=CUSTOMS)
    assert (answer.status_code, answer.json()["code"]) == (403, "outside_mou")
    assert gateway.open.rows("SELECT partner, code FROM refusals") == [(CUSTOMS, "outside_mou")]


async def test_a_silent_issuer_leaves_its_own_parties_open_and_no_others(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.list(OTHERS[0], OTHER_REF)
    gateway.bring_out()
    gateway.issuers.silent.add("court")
    answer = await ask_about(gateway, [PARTY, OTHERS[1], OTHERS[0]])
    assert outcomes(answer) == ["refer", "no_listing", "refer"]
    assert all(one["decision"]["listings"] == [] for one in answer.json()["answers"])


async def test_what_is_withdrawn_while_a_batch_is_asked_about_restricts_nobody(
    gateway: Gateway,
) -> None:
    gateway.list(PARTY)
    gateway.bring_out()

    def withdraw() -> None:
        gateway.platform.withdraw("l-qhzxkvbnwertyuiopasd")
        assert gateway.read_platform()

    gateway.issuers.meanwhile = withdraw
    assert outcomes(await ask_about(gateway, [PARTY, OTHERS[0]])) == ["no_listing"] * 2
