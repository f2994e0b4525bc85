"""A defaulter has paid: one partner takes it back and says so, another never does; all see it."""

from datetime import date
from typing import Any

import httpx
import pytest

from tests.builders import make_namesake, make_party
from tests.unit.partner_gateway.test_afterwards import recalls
from tests.unit.partner_gateway.world import AIRLINE, BANK, HOTEL, OTHER_REF, REF, Gateway

PARTY = make_party()
PAID_ON = date(2019, 2, 10)
ANSWERED_ON = date(2019, 2, 12)
TWO_DAYS = 2 * 24 * 3600
DONE = {"done": "undone"}


async def answer(
    gateway: Gateway, partner: str, seq: object, body: object = None, key: str | None = None
) -> httpx.Response:
    """A partner answers a recall."""
    door = f"/v1/recalls/{seq}/acknowledgement"
    return await gateway.partner(partner).post(door, body or DONE, key=key)


async def paid(gateway: Gateway) -> int:
    """Airline and hotel were told in February; the defaulter pays on the tenth; its number."""
    gateway.list(PARTY)
    gateway.bring_out()
    await gateway.ask(PARTY)
    await gateway.ask(PARTY, HOTEL, "star-hotel", purpose="room 12")
    gateway.withdraw()
    gateway.open.advance(PAID_ON)
    assert gateway.read_platform()
    (recall,) = await recalls(gateway, AIRLINE)
    return int(str(recall["seq"]))


async def about_me(gateway: Gateway, door: str) -> list[dict[str, Any]]:
    """What the person reads at one of its own doors."""
    answer = await gateway.open.party(PARTY).get(f"/v1/me/{door}")
    found: list[dict[str, Any]] = answer.json()[door]
    return found


async def test_the_airline_answers_after_two_days_and_the_hotel_never(gateway: Gateway) -> None:
    seq = await paid(gateway)
    gateway.open.advance(ANSWERED_ON)
    answered = await answer(gateway, AIRLINE, seq)
    assert answered.status_code == 201
    assert (answered.json()["done"], answered.json()["replayed"]) == ("undone", False)
    assert answered.json()["acknowledged_at"] == "2019-02-11T16:00:00Z"
    hotel, airline = await about_me(gateway, "queries")
    (told,) = airline["listings"]
    assert told["words"] == {
        "en": "The listing was withdrawn on Sunday, 10 February 2019: what was owed was done."
        " Skyward Air answered on Tuesday, 12 February 2019 that it has undone what it did.",
        "zh": "该条目已于2019年2月10日（星期日）撤销：义务已履行。"
        "凌霄航空已于2019年2月12日（星期二）答复：已撤回所采取的措施。",
    }
    (told,) = hotel["listings"]
    assert told["withdrawn_at"] == "2019-02-09T16:00:00Z"
    assert told["acknowledged_at"] is None
    assert told["words"]["en"].endswith(
        "Four Seasons Inn was told to undo what it did and has not answered yet."
    )
    assert told["words"]["zh"].endswith("四时酒店已获通知须撤回所采取的措施，尚未答复。")


async def test_the_person_sees_by_recall_who_has_and_who_has_not(gateway: Gateway) -> None:
    seq = await paid(gateway)
    await answer(gateway, AIRLINE, seq, {"done": "cannot_undo"})
    airline, hotel = await about_me(gateway, "recalls")
    assert (airline["partner"], airline["done"]) == (AIRLINE, "cannot_undo")
    assert (hotel["partner"], hotel["acknowledged_at"], hotel["done"]) == (HOTEL, None, None)
    assert (hotel["ref"], hotel["cause"]) == (REF, "performed")
    (query,) = [one for one in await about_me(gateway, "queries") if one["partner"] == HOTEL]
    assert hotel["decisions"] == [query["decision_id"]]
    for other in (make_namesake(PARTY), make_party("李静", sequence=8)):
        answered = await gateway.open.party(other).get("/v1/me/recalls")
        assert answered.json() == {"recalls": [], "next_before": None}
    partner = await gateway.partner(AIRLINE).get("/v1/me/recalls")
    assert partner.status_code == 401


async def test_what_still_stands_and_what_ended_by_itself_is_told_too(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    await gateway.ask(PARTY)
    (query,) = await about_me(gateway, "queries")
    assert query["listings"][0]["words"]["zh"] == "据此处所知，该条目尚未撤销。"
    gateway.open.advance(date(2021, 1, 20))
    (query,) = await about_me(gateway, "queries")
    told = query["listings"][0]
    assert told["words"]["en"] == "The listing ended by itself on Wednesday, 20 January 2021."
    assert (told["withdrawn_at"], told["done"]) == (None, None)


async def test_a_recall_is_answered_once_and_a_lost_answer_can_be_asked_for(
    gateway: Gateway,
) -> None:
    seq = await paid(gateway)
    first = (await answer(gateway, AIRLINE, seq, key="once")).json()
    assert (await answer(gateway, AIRLINE, seq, key="once")).json() == {**first, "replayed": True}
    for key in (None, "other"):
        again = await answer(gateway, AIRLINE, seq, {"done": "nothing_to_undo"}, key=key)
        assert (again.status_code, again.json()["code"]) == (409, "already_acknowledged")
    (recall,) = await recalls(gateway, AIRLINE)
    assert (recall["acknowledged_at"], recall["done"]) == (first["acknowledged_at"], "undone")


async def test_nobody_answers_for_another_partner(gateway: Gateway) -> None:
    seq = await paid(gateway)
    for partner, number in ((HOTEL, seq), (BANK, seq), (AIRLINE, 999)):
        refused = await answer(gateway, partner, number)
        assert (refused.status_code, refused.json()["code"]) == (404, "recall_unknown")
    party = await gateway.open.party(PARTY).post(f"/v1/recalls/{seq}/acknowledgement", DONE)
    assert party.status_code == 403
    assert gateway.open.rows("SELECT * FROM recalls WHERE acknowledged_at IS NOT NULL") == []


@pytest.mark.parametrize(
    "body",
    [
        {"done": "maybe"},
        {"done": PARTY.id_number},
        {"done": "undone", "note": PARTY.id_number},
        {"undone": True},
        [],
    ],
)
async def test_an_answer_is_one_of_three_words_and_nothing_else(
    gateway: Gateway, body: object
) -> None:
    seq = await paid(gateway)
    door = f"/v1/recalls/{seq}/acknowledgement"
    refused = await gateway.partner(AIRLINE).post(door, body)
    assert refused.status_code == 422
    assert PARTY.id_number not in refused.text
    assert gateway.open.rows("SELECT * FROM recalls WHERE done IS NOT NULL") == []


@pytest.mark.parametrize("seq", ["0", "-1", "x", PARTY.id_number])
async def test_a_number_that_is_no_recall_s_is_not_repeated(gateway: Gateway, seq: str) -> None:
    refused = await answer(gateway, AIRLINE, seq)
    assert refused.status_code == 422
    assert PARTY.id_number not in refused.text


async def test_the_auditor_sees_how_late_each_partner_is_and_nobody_else(gateway: Gateway) -> None:
    seq = await paid(gateway)
    gateway.open.advance(ANSWERED_ON)
    await answer(gateway, AIRLINE, seq)
    gateway.open.advance(date(2019, 3, 12))
    shown = (await gateway.open.officer("auditor").get("/v1/audit/recalls")).json()
    hotel, airline = shown["partners"]
    assert airline == {
        "partner": AIRLINE,
        "open_count": 0,
        "oldest_open_seconds": None,
        "acknowledged_count": 1,
        "median_seconds": TWO_DAYS,
        "worst_seconds": TWO_DAYS,
    }
    assert (hotel["partner"], hotel["open_count"], hotel["median_seconds"]) == (HOTEL, 1, None)
    assert hotel["oldest_open_seconds"] == 30 * 24 * 3600
    assert REF not in str(shown)


async def test_the_median_is_the_middle_one(gateway: Gateway) -> None:
    parties = {
        f"l-{mark}hzxkvbnwertyuiopasd": make_party(sequence=2 * n)
        for n, mark in enumerate("abc", start=1)
    }
    for ref, party in parties.items():
        gateway.list(party, ref)
    gateway.bring_out()
    for ref, party in parties.items():
        await gateway.ask(party)
        gateway.withdraw(ref)
    gateway.read_platform()
    for day, recall in zip((11, 12, 20), await recalls(gateway, AIRLINE), strict=True):
        gateway.open.advance(date(2019, 2, day))
        assert (await answer(gateway, AIRLINE, recall["seq"])).status_code == 201
    shown = (await gateway.open.officer("auditor").get("/v1/audit/recalls")).json()
    (lag,) = shown["partners"]
    assert (lag["acknowledged_count"], lag["median_seconds"]) == (3, TWO_DAYS)
    assert lag["worst_seconds"] == 10 * 24 * 3600


async def test_the_metrics_tell_of_the_oldest_recall_without_an_answer(gateway: Gateway) -> None:
    async def told() -> str:
        return (await gateway.open.anybody().get("/metrics")).text

    assert "chimera_recalls_oldest_open_seconds NaN" in await told()
    await paid(gateway)
    gateway.open.advance(ANSWERED_ON)
    shown = await told()
    assert "chimera_recalls_open 2.0" in shown
    assert f"chimera_recalls_oldest_open_seconds {float(TWO_DAYS)}" in shown


async def test_a_second_listing_has_a_recall_of_its_own(gateway: Gateway) -> None:
    seq = await paid(gateway)
    gateway.list(PARTY, OTHER_REF)
    gateway.bring_out("2019-03", on=date(2019, 3, 1))
    await gateway.ask(PARTY)
    gateway.withdraw(OTHER_REF)
    gateway.read_platform()
    await answer(gateway, AIRLINE, seq)
    first, second = await recalls(gateway, AIRLINE)
    assert (first["done"], second["done"]) == ("undone", None)
    latest, *_ = await about_me(gateway, "queries")
    assert [(one["ref"], one["done"]) for one in latest["listings"]] == [(OTHER_REF, None)]
