"""No consent, no score; and a no is as easy as a yes."""

from datetime import date

from tests.builders import LOOKS_REAL, make_organisation, make_party, words_of
from tests.unit.locality.story import Place, code

WANG = make_party()
LI = make_party("李军", sequence=3)


async def test_being_registered_gives_nobody_a_score(rongcheng: Place) -> None:
    await rongcheng.register(WANG)
    answer = await rongcheng.opened.party(WANG).get("/v1/me/score")
    assert code(answer) == (403, "no_consent")


async def test_a_yes_gives_the_base_and_a_no_ends_the_score_at_once(rongcheng: Place) -> None:
    resident = await rongcheng.settle(WANG)
    assert (await rongcheng.score(WANG))["points"] == 1000
    said = (await rongcheng.say(WANG, resident, False)).json()
    assert said["consents"] is False
    assert "kept as a record" in said["means"]["en"]
    answer = await rongcheng.opened.party(WANG).get("/v1/me/score")
    assert code(answer) == (403, "no_consent")


async def test_after_a_no_the_records_are_still_kept_and_count_again_after_a_yes(
    rongcheng: Place,
) -> None:
    resident = await rongcheng.settle(WANG)
    await rongcheng.say(WANG, resident, False)
    await rongcheng.event("utilities", resident, "utility-late")
    file = await rongcheng.file(WANG)
    assert [event["kind"] for event in file["events"]] == ["utility-late"]
    assert not file["is_scored"]
    await rongcheng.say(WANG, resident, True)
    assert (await rongcheng.score(WANG))["points"] == 980


async def test_the_file_tells_each_yes_and_no_and_the_same_word_twice_is_one(
    rongcheng: Place,
) -> None:
    resident = await rongcheng.settle(WANG)
    for consents in (True, False, False, True):
        await rongcheng.say(WANG, resident, consents)
    said = [one["consents"] for one in (await rongcheng.file(WANG))["consents"]]
    assert said == [True, False, True]


async def test_nobody_consents_for_somebody_else(rongcheng: Place) -> None:
    resident = await rongcheng.register(WANG)
    assert code(await rongcheng.say(LI, resident, True)) == (404, "resident_unknown")
    await rongcheng.settle(LI)
    assert code(await rongcheng.say(LI, resident, True)) == (404, "resident_unknown")
    door = f"/v1/residents/{resident}/consent"
    assert code(await rongcheng.clerk.put(door, {"consents": True})) == (401, "unauthenticated")
    answer = await rongcheng.opened.party(WANG).get("/v1/me/score")
    assert code(answer) == (403, "no_consent")


async def test_only_a_plain_yes_or_no_is_understood(rongcheng: Place) -> None:
    resident = await rongcheng.register(WANG)
    door = f"/v1/residents/{resident}/consent"
    for body in ({"consents": "yes"}, {"consents": 1}, {}, {"consents": True, "always": True}):
        answer = await rongcheng.opened.party(WANG).put(door, body)
        assert code(answer) == (422, "invalid_body")


async def test_somebody_turns_eighteen_on_3_january_and_not_before(rongcheng: Place) -> None:
    young = make_party("张浩", born_on=date(2001, 1, 3), sequence=3)
    body = {"party": words_of(young)}
    answer = await rongcheng.clerk.post("/v1/residents", body)
    assert code(answer) == (422, "party_is_minor")
    rongcheng.opened.advance(date(2019, 1, 3))
    assert (await rongcheng.clerk.post("/v1/residents", body)).status_code == 201


async def test_companies_and_numbers_that_could_be_real_are_not_registered(
    rongcheng: Place,
) -> None:
    company = {"party": words_of(make_organisation())}
    answer = await rongcheng.clerk.post("/v1/residents", company)
    assert code(answer) == (422, "not_a_person")
    real = {"party": words_of(WANG) | {"id_number": LOOKS_REAL}}
    answer = await rongcheng.clerk.post("/v1/residents", real)
    assert code(answer) == (422, "real_identifier")
    assert LOOKS_REAL not in answer.text
    assert LOOKS_REAL not in rongcheng.opened.everything_held()


async def test_everybody_is_registered_once_and_a_retry_gets_the_same_answer(
    rongcheng: Place,
) -> None:
    body = {"party": words_of(WANG)}
    first = await rongcheng.clerk.post("/v1/residents", body, key="one")
    again = await rongcheng.clerk.post("/v1/residents", body, key="one")
    assert again.json() == first.json() | {"replayed": True}
    answer = await rongcheng.clerk.post("/v1/residents", body, key="two")
    assert code(answer) == (409, "already_resident")


async def test_only_a_clerk_registers(rongcheng: Place) -> None:
    body = {"party": words_of(WANG)}
    opened = rongcheng.opened
    assert code(await opened.anybody().post("/v1/residents", body)) == (401, "unauthenticated")
    for visitor in (opened.officer("appeals"), rongcheng.department("welfare"), opened.party(WANG)):
        assert code(await visitor.post("/v1/residents", body)) == (403, "role_missing")


async def test_a_stranger_has_an_empty_file_and_no_score(rongcheng: Place) -> None:
    file = await rongcheng.file(LI)
    assert file["resident"] is None
    assert (file["events"], file["claims"], file["consents"]) == ([], [], [])
    answer = await rongcheng.opened.party(LI).get("/v1/me/score")
    assert code(answer) == (404, "resident_unknown")
