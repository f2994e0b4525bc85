"""Several penalties for one act, after the teacher of the paper's introduction."""

from datetime import date
from typing import Any

import httpx

from tests.builders import make_party
from tests.unit.locality.story import Place, code

TEACHER = make_party("陈志强", sequence=5)
IMPOSED = (
    ("the school", "a month of duties, apology to the pupils", "2019-05-05", "school order 7"),
    ("the school", "loss of the year's bonus", "2019-05-05", "school order 8"),
    ("the county education bureau", "the contract is not renewed", "2019-07-02", "bureau order 3"),
)


async def _act(place: Place) -> str:
    place.opened.advance(date(2019, 7, 3))
    resident = await place.settle(TEACHER)
    return await place.event("education", resident, "other-conduct", "2019-04-29", points=-20)


async def _hold(place: Place, event: str, words: tuple[str, ...], **more: Any) -> httpx.Response:
    names = ("imposed_by", "penalty", "imposed_on", "reference")
    body = dict(zip(names, words, strict=True)) | more
    return await place.clerk.post(f"/v1/events/{event}/penalties", body)


async def test_three_penalties_for_one_act_are_counted_and_cost_no_points(
    rongcheng: Place,
) -> None:
    event = await _act(rongcheng)
    counts = [(await _hold(rongcheng, event, one)).json()["penalties_count"] for one in IMPOSED]
    assert counts == [1, 2, 3]
    held = (await rongcheng.file(TEACHER))["events"][0]
    assert held["penalties_count"] == 3
    assert [one["reference"] for one in held["penalties"]][2] == "bureau order 3"
    assert held["penalties_say"]["en"] == (
        "Penalties imposed for this one act: 3, by 2 bodies. They cost no points."
    )
    assert (await rongcheng.score(TEACHER))["points"] == 980


async def test_the_same_penalty_is_held_once_and_nothing_before_the_act_or_tomorrow(
    rongcheng: Place,
) -> None:
    event = await _act(rongcheng)
    assert (await _hold(rongcheng, event, IMPOSED[0])).status_code == 201
    assert code(await _hold(rongcheng, event, IMPOSED[0])) == (409, "penalty_noted")
    early = await _hold(rongcheng, event, IMPOSED[1], imposed_on="2019-04-28")
    assert code(early) == (422, "dates_out_of_order")
    late = await _hold(rongcheng, event, IMPOSED[1], imposed_on="2019-07-04")
    assert code(late) == (422, "date_in_future")
    number = await _hold(rongcheng, event, IMPOSED[1], reference=TEACHER.id_number)
    assert code(number) == (422, "hidden_number")
    assert (await rongcheng.file(TEACHER))["events"][0]["penalties_count"] == 1


async def test_only_a_clerk_holds_them_and_they_follow_the_act_when_it_is_corrected(
    rongcheng: Place,
) -> None:
    event = await _act(rongcheng)
    door = f"/v1/events/{event}/penalties"
    for visitor in (rongcheng.department("education"), rongcheng.opened.party(TEACHER)):
        assert code(await visitor.post(door, {})) == (403, "role_missing")
    await _hold(rongcheng, event, IMPOSED[0])
    right = {
        "kind": "other-conduct",
        "happened_on": "2019-04-30",
        "points": -5,
        "points_because": "Less than was said.",
    }
    await rongcheng.department("education").post(f"/v1/events/{event}/correction", right)
    old, new = (await rongcheng.file(TEACHER))["events"]
    assert (old["penalties_count"], new["penalties_count"]) == (0, 1)


async def test_they_are_forgotten_with_the_act_on_its_day(rongcheng: Place) -> None:
    event = await _act(rongcheng)
    await _hold(rongcheng, event, IMPOSED[0])
    rongcheng.opened.advance(date(2024, 4, 28))
    assert len(rongcheng.opened.rows("SELECT * FROM penalties")) == 1
    rongcheng.opened.advance(date(2024, 4, 29))
    assert rongcheng.opened.rows("SELECT * FROM penalties") == []
    assert (await rongcheng.file(TEACHER))["events"] == []


async def test_the_statistics_tell_how_often_acts_are_stacked_and_no_small_counts(
    rongcheng: Place,
) -> None:
    event = await _act(rongcheng)
    for one in IMPOSED[:2]:
        await _hold(rongcheng, event, one)
    stacked = (await rongcheng.opened.anybody().get("/v1/statistics")).json()["stacked"]
    assert stacked == [{"penalties": 2, "acts": None}]
