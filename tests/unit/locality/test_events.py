"""Departments notify what the scheme gives them to say, each with its own key."""

from datetime import date

import pytest

from shared.identifiers import Party
from tests.builders import LOOKS_REAL, make_party, words_of
from tests.unit.locality.story import Place, code

WANG = make_party()
LI = make_party("李军", sequence=3)


async def test_a_volunteer_hour_is_credited_and_a_heating_theft_deducted(
    rongcheng: Place,
) -> None:
    resident = await rongcheng.settle(WANG)
    await rongcheng.event("volunteers", resident, "volunteer-hour", "2018-12-08")
    assert (await rongcheng.score(WANG))["points"] == 1001
    await rongcheng.event("utilities", resident, "utility-theft", "2018-12-20")
    score = await rongcheng.score(WANG)
    assert (score["points"], score["grade"]) == (941, "B")


async def test_the_score_lists_every_line_with_its_rule_and_who_collected_it(
    rongcheng: Place,
) -> None:
    resident = await rongcheng.settle(WANG)
    event = await rongcheng.event("utilities", resident, "utility-theft", "2018-12-20")
    base, theft = (await rongcheng.score(WANG))["lines"]
    assert (base["points"], base["counted"], base["event"]) == (1000, "base", None)
    assert theft["event"] == event
    assert (theft["points"], theft["counted"]) == (-60, "in_full")
    assert (theft["collected_by"], theft["happened_on"]) == ("utilities", "2018-12-20")
    assert theft["rule"]["confidence"] == "confirmed"
    assert "Attachment 1" in theft["rule"]["source"]


async def test_the_same_events_mean_different_things_in_two_places(
    rongcheng: Place, bailu: Place
) -> None:
    scores = []
    for place, judged in ((rongcheng, None), (bailu, -150)):
        resident = await place.settle(WANG)
        await place.event("volunteers", resident, "volunteer-hour")
        await place.event("utilities", resident, "utility-theft", points=judged)
        score = await place.score(WANG)
        scores.append((score["points"], score["grade"]))
    assert scores == [(941, "B"), (353, "bad")]


async def test_a_department_names_a_resident_by_name_and_number_too(rongcheng: Place) -> None:
    resident = await rongcheng.settle(WANG)
    body = {"party": words_of(WANG), "kind": "volunteer-hour", "happened_on": "2018-12-08"}
    answer = await rongcheng.department("volunteers").post("/v1/events", body)
    assert answer.status_code == 201
    assert answer.json()["resident"] == resident
    assert WANG.id_number not in answer.text


async def test_a_department_can_only_say_what_the_scheme_gives_it(rongcheng: Place) -> None:
    resident = await rongcheng.settle(WANG)
    answer = await rongcheng.notify("volunteers", resident, "utility-theft")
    assert code(answer) == (403, "kind_not_yours")
    answer = await rongcheng.notify("volunteers", resident, "jaywalking")
    assert code(answer) == (422, "kind_unknown")
    assert rongcheng.opened.rows("SELECT * FROM events") == []
    assert rongcheng.opened.rows("SELECT actor, outcome FROM audit WHERE outcome != 'done'") == [
        ("volunteers", "kind_not_yours"),
        ("volunteers", "kind_unknown"),
    ]


async def test_a_place_knows_only_the_keys_of_its_own_departments(
    rongcheng: Place, bailu: Place
) -> None:
    resident = await rongcheng.settle(WANG)
    body = {"resident": resident, "kind": "volunteer-hour", "happened_on": "2018-12-08"}
    keys = [bailu.handed_out["volunteers"], "x" * 32, rongcheng.handed_out["volunteers"][:-1]]
    for key in keys:
        answer = await rongcheng.opened.holder(key).post("/v1/events", body)
        assert code(answer) == (401, "unauthenticated")
    assert code(await rongcheng.opened.anybody().post("/v1/events", body))[0] == 401


async def test_neither_officers_nor_residents_notify_events(rongcheng: Place) -> None:
    resident = await rongcheng.settle(WANG)
    body = {"resident": resident, "kind": "volunteer-hour", "happened_on": "2018-12-08"}
    for visitor in (rongcheng.clerk, rongcheng.appeals, rongcheng.opened.party(WANG)):
        assert code(await visitor.post("/v1/events", body)) == (403, "role_missing")


async def test_a_departments_key_opens_no_other_door(rongcheng: Place) -> None:
    await rongcheng.settle(WANG)
    department = rongcheng.department("utilities")
    assert code(await department.get("/v1/me/score")) == (401, "unauthenticated")
    assert code(await department.get("/v1/worklist")) == (403, "role_missing")


@pytest.mark.parametrize("party", [LI, make_party("王秀兰")], ids=["stranger", "wrong name"])
async def test_an_event_about_a_stranger_or_a_wrong_name_is_not_taken_in(
    rongcheng: Place, party: Party
) -> None:
    await rongcheng.settle(WANG)
    body = {"party": words_of(party), "kind": "volunteer-hour", "happened_on": "2018-12-08"}
    answer = await rongcheng.department("volunteers").post("/v1/events", body)
    assert code(answer) == (404, "resident_unknown")
    assert party.name not in answer.text
    assert party.id_number not in answer.text
    assert rongcheng.opened.rows("SELECT * FROM events") == []


async def test_nothing_to_come_and_nothing_long_past_is_taken_in(rongcheng: Place) -> None:
    resident = await rongcheng.settle(WANG)
    answer = await rongcheng.notify("utilities", resident, "utility-late", "2019-01-03")
    assert code(answer) == (422, "date_in_future")
    answer = await rongcheng.notify("utilities", resident, "utility-late", "2014-01-02")
    assert code(answer) == (422, "too_old")
    answer = await rongcheng.notify("utilities", resident, "utility-late", "2014-01-03")
    assert answer.status_code == 201


async def test_what_does_not_fit_the_door_is_refused_without_repeating_it(
    rongcheng: Place,
) -> None:
    resident = await rongcheng.settle(WANG)
    good: dict[str, object] = {
        "resident": resident,
        "kind": "volunteer-hour",
        "happened_on": "2018-12-08",
    }
    bad = [
        (good | {"party": words_of(WANG)}, "invalid_body"),
        ({key: value for key, value in good.items() if key != "resident"}, "invalid_body"),
        (good | {"score": 500}, "invalid_body"),
        (good | {"points": 500}, "points_fixed"),
        (good | {"points": 5000}, "invalid_body"),
        (good | {"points_because": "As it was."}, "points_fixed"),
        (good | {"happened_on": "2018-02-30"}, "invalid_body"),
        (good | {"happened_on": 1_545_264_000}, "invalid_body"),
        (good | {"note": "Her number is " + WANG.id_number}, "hidden_number"),
        (good | {"note": "a\u200bb"}, "forbidden_characters"),
    ]
    for body, wanted in bad:
        answer = await rongcheng.department("volunteers").post("/v1/events", body)
        assert code(answer) == (422, wanted)
        assert WANG.id_number not in answer.text
    assert rongcheng.opened.rows("SELECT * FROM events") == []


async def test_a_number_that_could_be_real_is_neither_taken_nor_told(rongcheng: Place) -> None:
    party = words_of(WANG) | {"id_number": LOOKS_REAL}
    body = {"party": party, "kind": "volunteer-hour", "happened_on": "2018-12-08"}
    answer = await rongcheng.department("volunteers").post("/v1/events", body)
    assert code(answer) == (422, "real_identifier")
    assert LOOKS_REAL not in answer.text + rongcheng.opened.everything_held()


async def test_a_retry_notifies_once(rongcheng: Place) -> None:
    resident = await rongcheng.settle(WANG)
    body = {"resident": resident, "kind": "volunteer-hour", "happened_on": "2018-12-08"}
    department = rongcheng.department("volunteers")
    first = await department.post("/v1/events", body, key="shift-8")
    again = await department.post("/v1/events", body, key="shift-8")
    assert again.json() == first.json() | {"replayed": True}
    assert (await rongcheng.score(WANG))["points"] == 1001


async def test_after_five_years_an_event_counts_no_longer_and_is_gone(rongcheng: Place) -> None:
    resident = await rongcheng.settle(WANG)
    event = await rongcheng.event("utilities", resident, "utility-theft", "2018-12-20")
    await rongcheng.object(WANG, event)
    clock = (await rongcheng.opened.anybody().get("/v1/clock")).json()
    assert clock["next_due_at"] == "2023-12-19T16:00:00Z"
    rongcheng.opened.advance(date(2023, 12, 19))
    assert len((await rongcheng.file(WANG))["events"]) == 1
    rongcheng.opened.advance(date(2023, 12, 20))
    assert (await rongcheng.score(WANG))["points"] == 1000
    held = rongcheng.opened.everything_held()
    assert event not in held.replace(str(rongcheng.opened.rows("SELECT * FROM audit")), "")


def test_the_place_keeps_hashes_of_keys_only(rongcheng: Place) -> None:
    for key in rongcheng.handed_out.values():
        assert key not in rongcheng.opened.everything_held()


def test_every_department_has_a_key_of_its_own_in_every_place(
    rongcheng: Place, bailu: Place
) -> None:
    both = [*rongcheng.handed_out.values(), *bailu.handed_out.values()]
    assert len(set(both)) == len(both) == 12
