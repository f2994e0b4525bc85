"""After a decision: a withdrawal reaches whoever was told, and the party sees who asked."""

from datetime import date

from tests.builders import make_namesake, make_party
from tests.unit.partner_gateway.platform import WITHDRAWN_AT
from tests.unit.partner_gateway.world import AIRLINE, BANK, HOTEL, OTHER_REF, REF, Gateway

PARTY = make_party()


async def recalls(gateway: Gateway, partner: str, after: int = 0) -> list[dict[str, object]]:
    """What a partner finds in its feed."""
    answer = await gateway.partner(partner).get(f"/v1/recalls?after={after}")
    found: list[dict[str, object]] = answer.json()["recalls"]
    return found


async def test_whoever_was_told_hears_of_the_withdrawal_once(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    first = (await gateway.ask(PARTY)).json()["decision_id"]
    second = (await gateway.ask(PARTY)).json()["decision_id"]
    advisory = (await gateway.ask(PARTY, BANK, "loan-reference")).json()["decision_id"]
    gateway.withdraw()
    assert gateway.read_platform()
    assert gateway.read_platform()
    (recall,) = await recalls(gateway, AIRLINE)
    assert recall == {
        "seq": recall["seq"],
        "issuer": "court",
        "ref": REF,
        "cause": "performed",
        "withdrawn_at": WITHDRAWN_AT.isoformat().replace("+00:00", "Z"),
        "decisions": [first, second],
        "acknowledged_at": None,
        "done": None,
    }
    assert [one["decisions"] for one in await recalls(gateway, BANK)] == [[advisory]]
    assert await recalls(gateway, HOTEL) == []
    assert (await gateway.ask(PARTY)).json()["outcome"] == "no_listing"


async def test_who_was_only_referred_was_told_nothing_to_recall(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    gateway.issuers.silent.add("court")
    assert (await gateway.ask(PARTY)).json()["outcome"] == "refer"
    gateway.withdraw()
    gateway.read_platform()
    assert await recalls(gateway, AIRLINE) == []


async def test_recalls_are_read_on_from_where_one_stopped(gateway: Gateway) -> None:
    other = make_party("李静", sequence=8)
    gateway.list(PARTY)
    gateway.list(other, OTHER_REF)
    gateway.bring_out()
    await gateway.ask(PARTY)
    await gateway.ask(other)
    gateway.withdraw(REF)
    gateway.withdraw(OTHER_REF)
    gateway.read_platform()
    first, second = await recalls(gateway, AIRLINE)
    assert [first["ref"], second["ref"]] == [REF, OTHER_REF]
    assert await recalls(gateway, AIRLINE, after=int(str(first["seq"]))) == [second]
    answer = await gateway.partner(AIRLINE).get(f"/v1/recalls?after={second['seq']}")
    assert answer.json() == {"recalls": [], "next_after": second["seq"]}


async def test_a_withdrawal_missed_while_away_is_recalled_all_the_same(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    await gateway.ask(PARTY)
    gateway.platform.is_away = True
    gateway.withdraw()
    gateway.bring_out("2019-03", on=date(2019, 3, 1))
    assert await recalls(gateway, AIRLINE) == []
    gateway.platform.is_away = False
    gateway.read_platform()
    assert [one["cause"] for one in await recalls(gateway, AIRLINE)] == ["performed"]


async def test_where_the_feed_forgot_the_withdrawal_it_is_found_by_looking(
    gateway: Gateway,
) -> None:
    other = make_party("李静", sequence=8)
    gateway.list(PARTY)
    gateway.list(other, OTHER_REF)
    gateway.bring_out()
    await gateway.ask(PARTY)
    await gateway.ask(other)
    gateway.withdraw()
    gateway.platform.forget_feed()
    gateway.bring_out("2019-03", on=date(2019, 3, 1))
    assert [(one["ref"], one["cause"]) for one in await recalls(gateway, AIRLINE)] == [
        (REF, "not_in_register")
    ]
    gateway.withdraw(OTHER_REF)
    gateway.read_platform()
    assert [one["ref"] for one in await recalls(gateway, AIRLINE)] == [REF, OTHER_REF]


async def test_a_person_sees_who_asked_in_plain_words(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    await gateway.ask(PARTY)
    await gateway.ask(PARTY, HOTEL, "star-hotel", purpose="room 12")
    shown = (await gateway.open.party(PARTY).get("/v1/me/queries")).json()
    latest, earlier = shown["queries"]
    assert latest["partner_title"] == {"en": "Four Seasons Inn", "zh": "四时酒店"}
    assert (latest["purpose"], latest["outcome"]) == ("room 12", "restricted")
    assert earlier["measure_content"]["zh"] == "限制乘坐飞机。"
    assert "confirmed" in earlier["words"]["en"]
    assert earlier["edition"] == "2019-02"
    assert shown["next_before"] is None


async def test_nobody_sees_questions_about_a_namesake(gateway: Gateway) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    await gateway.ask(PARTY)
    namesake = make_namesake(PARTY)
    assert (await gateway.open.party(namesake).get("/v1/me/queries")).json()["queries"] == []
    await gateway.ask(namesake)
    (own,) = (await gateway.open.party(namesake).get("/v1/me/queries")).json()["queries"]
    assert own["outcome"] == "no_listing"


async def test_only_a_party_with_a_whole_number_sees_questions(gateway: Gateway) -> None:
    masked = await gateway.open.party(PARTY, masked=True).get("/v1/me/queries")
    partner = await gateway.partner(AIRLINE).get("/v1/me/queries")
    nobody = await gateway.open.anybody().get("/v1/me/queries")
    assert [one.status_code for one in (masked, partner, nobody)] == [401, 401, 401]
