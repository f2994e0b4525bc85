"""Objecting to an event: while it is open, a deduction counts nothing."""

from datetime import date

from tests.builders import make_party
from tests.unit.locality.story import Place, code

WANG = make_party()
LI = make_party("李军", sequence=3)


async def _deducted(place: Place) -> str:
    resident = await place.settle(WANG)
    return await place.event("utilities", resident, "utility-late", "2018-12-20")


async def test_an_open_objection_suspends_the_deduction_and_the_line_says_so(
    rongcheng: Place,
) -> None:
    event = await _deducted(rongcheng)
    assert (await rongcheng.score(WANG))["points"] == 980
    answer = await rongcheng.object(WANG, event)
    assert answer.status_code == 201
    assert answer.json()["decide_by"] == "2019-01-30"
    score = await rongcheng.score(WANG)
    assert score["points"] == 1000
    assert score["lines"][1]["counted"] == "contested"
    assert score["lines"][1]["points_in_scheme"] == -20


async def test_an_upheld_objection_strikes_the_event_with_its_reasons(rongcheng: Place) -> None:
    event = await _deducted(rongcheng)
    objection = (await rongcheng.object(WANG, event)).json()["id"]
    assert (await rongcheng.decide(objection, upheld=True)).json()["is_upheld"]
    assert len((await rongcheng.score(WANG))["lines"]) == 1
    held = (await rongcheng.file(WANG))["events"][0]
    assert held["struck_because"] == "The meter was read again."
    assert held["remedies"] == []


async def test_after_a_dismissal_the_deduction_counts_again_and_the_body_above_is_named(
    rongcheng: Place,
) -> None:
    event = await _deducted(rongcheng)
    objection = (await rongcheng.object(WANG, event)).json()["id"]
    await rongcheng.decide(objection, upheld=False)
    assert (await rongcheng.score(WANG))["points"] == 980
    held = (await rongcheng.file(WANG))["events"][0]
    assert held["objection"]["reasons"] == "The meter was read again."
    assert [remedy["door"] for remedy in held["remedies"]] == ["/v1/contact"]
    contact = (await rongcheng.opened.anybody().get("/v1/contact")).json()
    assert contact["reviewing_body"]


async def test_one_can_object_once_and_until_the_day_that_the_file_names(rongcheng: Place) -> None:
    event = await _deducted(rongcheng)
    other = await rongcheng.event(
        "utilities", (await rongcheng.file(WANG))["resident"]["id"], "heating-tap"
    )
    remedies = {held["id"]: held["remedies"] for held in (await rongcheng.file(WANG))["events"]}
    assert [remedy["until"] for remedy in remedies[event]] == ["2019-03-03"]
    rongcheng.opened.advance(date(2019, 3, 3))
    assert (await rongcheng.object(WANG, event)).status_code == 201
    assert code(await rongcheng.object(WANG, event)) == (409, "step_not_allowed")
    rongcheng.opened.advance(date(2019, 3, 4))
    assert code(await rongcheng.object(WANG, other)) == (409, "window_closed")


async def test_nobody_objects_to_what_is_about_somebody_else(rongcheng: Place) -> None:
    event = await _deducted(rongcheng)
    await rongcheng.settle(LI)
    assert code(await rongcheng.object(LI, event)) == (404, "event_unknown")
    assert code(await rongcheng.object(WANG, "e-qhzxkvbnwertyuiopasd")) == (404, "event_unknown")


async def test_an_objection_is_decided_once_and_by_appeals_only(rongcheng: Place) -> None:
    objection = (await rongcheng.object(WANG, await _deducted(rongcheng))).json()["id"]
    door, body = f"/v1/event-objections/{objection}/decision", {"upheld": True, "reasons": "Right."}
    for visitor in (rongcheng.clerk, rongcheng.department("utilities")):
        assert code(await visitor.post(door, body)) == (403, "role_missing")
    await rongcheng.decide(objection, upheld=False)
    answer = await rongcheng.decide(objection, upheld=True)
    assert code(answer) == (409, "step_not_allowed")
    answer = await rongcheng.decide("o-qhzxkvbnwertyuiopasd", upheld=True)
    assert code(answer) == (404, "not_found")


async def test_what_waits_for_a_decision_is_on_the_worklist(rongcheng: Place) -> None:
    event = await _deducted(rongcheng)
    objection = (await rongcheng.object(WANG, event)).json()["id"]
    tasks = (await rongcheng.appeals.get("/v1/worklist")).json()["tasks"]
    assert [(task["id"], task["code"], task["due_on"]) for task in tasks] == [
        (objection, "decide-the-objection-to-an-event", "2019-01-30")
    ]
    await rongcheng.decide(objection, upheld=False)
    assert (await rongcheng.appeals.get("/v1/worklist")).json()["tasks"] == []
