"""A village writes down its norms; nobody can be put on a list for breaking one."""

from datetime import date

from tests.builders import make_party
from tests.unit.locality.story import Place, code

WANG = make_party()


async def _tell(place: Place, event: str) -> None:
    answer = await place.clerk.post(f"/v1/events/{event}/notice")
    assert answer.status_code == 201, answer.text


async def test_littering_counts_nothing_before_the_resident_was_told(village: Place) -> None:
    resident = await village.settle(WANG)
    event = await village.event("sanitation", resident, "littering", "2018-12-20")
    score = await village.score(WANG)
    assert (score["points"], score["lines"][1]["counted"]) == (100, "not_told")
    tasks = (await village.clerk.get("/v1/worklist")).json()["tasks"]
    assert [(task["what"], task["id"]) for task in tasks] == [("tell the resident", event)]
    village.opened.advance(date(2019, 1, 7))
    answer = await village.clerk.post(f"/v1/events/{event}/notice", key="told")
    assert answer.json()["object_until"] == "2019-03-08"
    assert (await village.score(WANG))["points"] == 90
    assert (await village.clerk.get("/v1/worklist")).json()["tasks"] == []
    again = await village.clerk.post(f"/v1/events/{event}/notice")
    assert code(again) == (409, "step_not_allowed")


async def test_the_time_to_object_runs_from_the_telling(village: Place) -> None:
    resident = await village.settle(WANG)
    first, second = [
        await village.event("neighbours", resident, "norm-broken", points=-3) for _ in range(2)
    ]
    held = (await village.file(WANG))["events"][0]
    assert [remedy["until"] for remedy in held["remedies"]] == [None]
    village.opened.advance(date(2019, 7, 1))
    for event in (first, second):
        await _tell(village, event)
    village.opened.advance(date(2019, 8, 30))
    assert (await village.object(WANG, first)).status_code == 201
    village.opened.advance(date(2019, 8, 31))
    assert code(await village.object(WANG, second)) == (409, "window_closed")


async def test_one_may_object_before_being_told_and_an_upheld_objection_strikes(
    village: Place,
) -> None:
    resident = await village.settle(WANG)
    event = await village.event("neighbours", resident, "norm-broken", points=-10)
    objection = (await village.object(WANG, event)).json()
    assert objection["decide_by"] == "2019-01-09"
    await village.decide(objection["id"], upheld=True)
    assert code(await village.clerk.post(f"/v1/events/{event}/notice")) == (409, "step_not_allowed")
    assert (await village.score(WANG))["points"] == 100


async def test_the_file_and_the_lines_say_that_no_law_stands_behind_it(village: Place) -> None:
    resident = await village.settle(WANG)
    event = await village.event("sanitation", resident, "littering")
    await _tell(village, event)
    held = (await village.file(WANG))["events"][0]
    assert held["rule"]["legal_force"] == "extra-legal"
    assert "not a law" in held["rule"]["means"]["en"]
    assert held["kept_until"] == "2024-01-02"
    line = (await village.score(WANG))["lines"][1]
    assert "never be a ground" in line["rule"]["means"]["en"]


async def test_neighbours_praise_and_two_years_of_work_make_a_star_and_its_gift(
    village: Place,
) -> None:
    resident = await village.settle(WANG)
    assert code(await village.claim(WANG, "star-gift")) == (403, "not_enough_points")
    for month in range(1, 9):
        on = f"2018-{month:02}-28"
        await _tell(village, await village.event("committee", resident, "cleaning-month", on))
    for norm in ("good-neighbour", "diligent-work"):
        await _tell(village, await village.event("neighbours", resident, norm, points=2))
    score = await village.score(WANG)
    assert (score["points"], score["grade"]) == (120, "star")
    assert (await village.claim(WANG, "star-gift")).status_code == 201
    assert (await village.claim(WANG, "ploughing-free")).status_code == 201


async def test_only_a_clerk_tells_and_neighbours_do_not(village: Place) -> None:
    resident = await village.settle(WANG)
    event = await village.event("sanitation", resident, "littering")
    door = f"/v1/events/{event}/notice"
    for visitor in (village.department("sanitation"), village.appeals):
        assert code(await visitor.post(door)) == (403, "role_missing")
    assert code(await village.clerk.post("/v1/events/e-qhzxkvbnwertyuiopasd/notice")) == (
        404,
        "not_found",
    )


async def test_an_ordinary_event_needs_no_telling(rongcheng: Place) -> None:
    resident = await rongcheng.settle(WANG)
    event = await rongcheng.event("utilities", resident, "utility-late")
    answer = await rongcheng.clerk.post(f"/v1/events/{event}/notice")
    assert code(answer) == (409, "step_not_allowed")
