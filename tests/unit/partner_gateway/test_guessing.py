"""A mask hides about 33 numbers; nobody finds the right one by asking about them all."""

import asyncio
from datetime import date

from demo.population import candidates_behind
from shared.calendar import start_of
from shared.identifiers import Party
from tests.builders import make_party
from tests.unit.partner_gateway.world import AIRLINE, HOTEL, Gateway

PARTY = make_party()
GUESSES = [
    PARTY.model_copy(update={"id_number": number})
    for number in candidates_behind(PARTY.truncated_id)
    if number != PARTY.id_number
]


async def codes(gateway: Gateway, guesses: list[Party], partner: str = AIRLINE) -> list[str]:
    """What each guess brought."""
    measure = {AIRLINE: "air-travel", HOTEL: "star-hotel"}[partner]
    answers = [(await gateway.ask(guess, partner, measure)).json() for guess in guesses]
    return [answer.get("code") or answer["outcome"] for answer in answers]


async def test_the_third_number_is_not_asked_about_and_stops_the_partner(
    gateway: Gateway,
) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    heard = await codes(gateway, GUESSES[:4])
    assert heard == ["no_listing", "no_listing", "partner_stopped", "partner_stopped"]
    assert len(gateway.issuers.asked) == 2


async def test_a_stopped_partner_asks_about_nobody_any_more(gateway: Gateway) -> None:
    await codes(gateway, GUESSES[:3])
    elsewhere = await gateway.ask(make_party("李静", sequence=8))
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "partner_stopped")
    assert (await gateway.ask(PARTY, HOTEL, "star-hotel")).status_code == 200


async def test_the_same_number_may_be_asked_about_again_and_again(gateway: Gateway) -> None:
    assert set(await codes(gateway, [PARTY, GUESSES[0]] * 5)) == {"no_listing"}


async def test_each_name_and_mask_is_counted_by_itself(gateway: Gateway) -> None:
    others = [make_party("李静", sequence=place) for place in range(2, 20, 2)]
    assert set(await codes(gateway, [*GUESSES[:2], *others])) == {"no_listing"}


async def test_partners_are_counted_one_by_one(gateway: Gateway) -> None:
    await codes(gateway, GUESSES[:2])
    assert await codes(gateway, GUESSES[2:4], HOTEL) == ["no_listing", "no_listing"]


async def test_a_number_counts_for_thirty_days(gateway: Gateway) -> None:
    await codes(gateway, GUESSES[:2])
    gateway.open.advance(date(2019, 1, 31))
    assert await codes(gateway, GUESSES[2:3]) == ["partner_stopped"]


async def test_after_thirty_days_a_number_no_longer_counts(gateway: Gateway) -> None:
    await codes(gateway, GUESSES[:2])
    gateway.open.advance(date(2019, 2, 3))
    assert gateway.open.rows("SELECT * FROM numbers_asked") == []
    assert await codes(gateway, GUESSES[2:4]) == ["no_listing", "no_listing"]


async def test_an_old_number_does_not_count_even_before_it_is_forgotten(gateway: Gateway) -> None:
    await codes(gateway, GUESSES[:2])
    gateway.open.app.state.clock.move(start_of(date(2019, 2, 3)))
    assert await codes(gateway, GUESSES[2:3]) == ["no_listing"]


async def test_asking_all_at_once_finds_no_more_than_asking_in_turn(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    answers = await asyncio.gather(*(gateway.ask(guess) for guess in [*GUESSES[:9], PARTY]))
    assert sorted(answer.status_code for answer in answers) == [200, 200] + [403] * 8
    assert len(gateway.issuers.asked) == 2
    assert gateway.open.rows("SELECT count(*) FROM alerts") == [(1,)]


async def test_the_auditor_is_told_who_guessed_and_nothing_of_whom(gateway: Gateway) -> None:
    await codes(gateway, GUESSES[:3])
    told = await gateway.open.officer("auditor").get("/v1/alerts")
    (alert,) = told.json()["alerts"]
    assert (alert["partner"], alert["code"]) == (AIRLINE, "too_many_numbers")
    assert alert["released_at"] is None
    assert PARTY.name not in told.text
    assert (await gateway.open.officer("operator").get("/v1/alerts")).status_code == 403
    later = await gateway.open.officer("auditor").get(f"/v1/alerts?after={alert['seq']}")
    assert later.json() == {"alerts": [], "next_after": alert["seq"]}


async def test_the_operator_releases_with_reasons_and_the_guesses_still_count(
    gateway: Gateway,
) -> None:
    await codes(gateway, GUESSES[:3])
    release, operator = f"/v1/partners/{AIRLINE}/release", gateway.open.operator()
    released = await operator.post(release, {"reasons": "A clerk mistyped; explained."})
    assert released.status_code == 200
    assert released.json()["released_by"] == "operator-one"
    assert (await gateway.ask(make_party("李静", sequence=8))).status_code == 200
    assert await codes(gateway, GUESSES[:1]) == ["no_listing"]
    assert await codes(gateway, GUESSES[3:4]) == ["partner_stopped"]
    audit = gateway.open.rows("SELECT actor, about, outcome FROM audit")
    assert audit == [("operator-one", AIRLINE, "done")]


async def test_only_the_operator_releases_and_only_who_is_stopped(gateway: Gateway) -> None:
    body, operator = {"reasons": "No reason."}, gateway.open.operator()
    path = f"/v1/partners/{AIRLINE}/release"
    assert (await gateway.partner(AIRLINE).post(path, body)).status_code == 403
    assert (await gateway.open.officer("auditor").post(path, body)).status_code == 403
    idle = await operator.post(path, body)
    assert (idle.status_code, idle.json()["code"]) == (409, "not_stopped")
    unknown = await operator.post("/v1/partners/nobody/release", body)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "partner_unknown")
    hidden = await operator.post(path, {"reasons": f"It was {PARTY.id_number}."})
    assert (hidden.status_code, hidden.json()["code"]) == (422, "hidden_number")


async def test_what_is_counted_holds_no_name_and_no_number(gateway: Gateway) -> None:
    await codes(gateway, GUESSES[:3])
    held = gateway.open.everything_held()
    for guess in GUESSES[:3]:
        assert guess.id_number not in held
    assert PARTY.name not in held
    assert PARTY.truncated_id not in held
