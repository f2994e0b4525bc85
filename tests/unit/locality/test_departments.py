"""A department sees what it notified, takes it back or puts it right; nobody touches another's."""

from datetime import date
from pathlib import Path

from services.locality.app import create_app
from tests.builders import make_party, words_of
from tests.unit.apps import ROOT, open_app
from tests.unit.locality.story import Place, code, handed_out

WANG = make_party()


async def test_a_department_reads_its_own_events_page_by_page_and_nobody_elses(
    rongcheng: Place,
) -> None:
    resident = await rongcheng.settle(WANG)
    own = [await rongcheng.event("utilities", resident, "utility-late") for _ in range(3)]
    await rongcheng.event("volunteers", resident, "volunteer-hour")
    utilities = rongcheng.department("utilities")
    first = (await utilities.get("/v1/events?limit=2")).json()
    rest = (await utilities.get(f"/v1/events?limit=2&after={first['next']}")).json()
    assert [one["id"] for one in [*first["events"], *rest["events"]]] == sorted(own)
    assert rest["next"] is None
    assert {one["kind"] for one in first["events"]} == {"utility-late"}
    answer = await utilities.get("/v1/events")
    assert WANG.name not in answer.text
    assert WANG.id_number not in answer.text
    for visitor in (rongcheng.clerk, rongcheng.opened.party(WANG)):
        assert code(await visitor.get("/v1/events")) == (403, "role_missing")


async def test_what_was_notified_by_mistake_is_taken_back_and_the_score_follows(
    rongcheng: Place,
) -> None:
    resident = await rongcheng.settle(WANG)
    event = await rongcheng.event("utilities", resident, "utility-late")
    body = {"because": "mistaken", "reasons": "The meter of the house next door."}
    door = f"/v1/events/{event}/withdrawal"
    for other in ("court", "volunteers"):
        answer = await rongcheng.department(other).post(door, body)
        assert code(answer) == (404, "event_unknown")
    answer = await rongcheng.department("utilities").post(door, body, key="once")
    assert (answer.status_code, answer.json()["struck_how"]) == (201, "mistaken")
    assert (answer.json()["law_gave_until"], answer.json()["was_late"]) == (None, False)
    assert (await rongcheng.score(WANG))["points"] == 1000
    held = (await rongcheng.file(WANG))["events"][0]
    assert (held["struck_how"], held["struck_because"]) == ("mistaken", body["reasons"])
    assert held["remedies"] == []
    again = await rongcheng.department("utilities").post(door, body)
    assert code(again) == (409, "step_not_allowed")
    assert code(await rongcheng.object(WANG, event)) == (409, "step_not_allowed")


async def test_taking_back_ends_an_open_objection_in_the_residents_favour(
    rongcheng: Place,
) -> None:
    resident = await rongcheng.settle(WANG)
    event = await rongcheng.event("utilities", resident, "utility-late")
    await rongcheng.object(WANG, event)
    body = {"because": "mistaken", "reasons": "The meter of the house next door."}
    await rongcheng.department("utilities").post(f"/v1/events/{event}/withdrawal", body)
    objection = (await rongcheng.file(WANG))["events"][0]["objection"]
    assert (objection["is_upheld"], objection["reasons"]) == (True, body["reasons"])
    assert (await rongcheng.appeals.get("/v1/worklist")).json()["tasks"] == []


async def test_a_corrected_event_stands_in_the_place_of_the_wrong_one(rongcheng: Place) -> None:
    resident = await rongcheng.settle(WANG)
    wrong = await rongcheng.event("utilities", resident, "utility-theft", "2018-12-20")
    door = f"/v1/events/{wrong}/correction"
    right = {"kind": "utility-late", "happened_on": "2018-12-21"}
    utilities = rongcheng.department("utilities")
    assert code(await utilities.post(door, right | {"kind": "fake-goods"})) == (
        403,
        "kind_not_yours",
    )
    assert (await rongcheng.score(WANG))["points"] == 940
    answer = await utilities.post(door, right)
    assert answer.status_code == 201
    assert (await rongcheng.score(WANG))["points"] == 980
    old, new = (await rongcheng.file(WANG))["events"]
    assert (old["id"], old["struck_how"]) == (wrong, "corrected")
    assert (new["id"], new["corrects"]) == (answer.json()["id"], wrong)
    assert [remedy["until"] for remedy in new["remedies"]] == ["2019-03-03"]
    assert code(await utilities.post(door, right)) == (409, "step_not_allowed")


async def test_a_correction_does_not_start_the_clock_of_deletion_again(village: Place) -> None:
    """The village counts from the finding, which is the first notification."""
    resident = await village.settle(WANG)
    wrong = await village.event("sanitation", resident, "littering", "2018-12-20")
    village.opened.advance(date(2019, 6, 3))
    body = {"kind": "littering", "happened_on": "2018-12-19"}
    answer = await village.department("sanitation").post(f"/v1/events/{wrong}/correction", body)
    assert answer.json()["kept_until"] == "2024-01-02"


async def test_only_what_costs_points_is_put_right_and_only_from_a_day_that_has_come(
    rongcheng: Place,
) -> None:
    resident = await rongcheng.settle(WANG)
    late = await rongcheng.event("utilities", resident, "utility-late", "2018-12-20")
    hour = await rongcheng.event("volunteers", resident, "volunteer-hour", "2018-12-20")
    body = {"because": "repaired", "since_on": "2019-01-02", "reasons": "Paid."}
    bad = [
        ("volunteers", hour, body, (422, "not_a_deduction")),
        ("utilities", late, body | {"since_on": "2019-01-03"}, (422, "date_in_future")),
        ("utilities", late, body | {"since_on": "2018-12-19"}, (422, "dates_out_of_order")),
        ("utilities", late, body | {"since_on": None}, (422, "day_needed")),
        ("utilities", late, body | {"because": "mistaken"}, (422, "day_needed")),
        ("utilities", late, body | {"because": "objection_upheld"}, (422, "invalid_body")),
    ]
    for department, event, words, refusal in bad:
        door = f"/v1/events/{event}/withdrawal"
        assert code(await rongcheng.department(department).post(door, words)) == refusal
    assert (await rongcheng.score(WANG))["points"] == 981
    answer = await rongcheng.department("utilities").post(f"/v1/events/{late}/withdrawal", body)
    assert answer.json()["struck_how"] == "repaired"
    assert (await rongcheng.score(WANG))["points"] == 1001


async def test_under_the_law_of_2020_a_department_reports_within_three_working_days(
    keys: Path, tmp_path: Path
) -> None:
    """Revoked on Wednesday 12 February 2025; the last day is Monday 17, told on Tuesday 18."""
    extra = {"CHIMERA_RULES_AS_OF": "2026-01-01", "CHIMERA_START": "2025-02-10"}
    async with open_app(create_app, "rongcheng", keys, tmp_path, extra) as opened:
        place = Place(opened, handed_out(keys, "rongcheng"))
        resident = await place.settle(WANG)
        events = [
            await place.event("court", resident, "sued-for-debt", "2025-01-06") for _ in range(2)
        ]
        body = {"because": "revoked", "since_on": "2025-02-12", "reasons": "On appeal."}
        for event, day, was_late in zip(events, (17, 18), (False, True), strict=True):
            opened.advance(date(2025, 2, day))
            door = f"/v1/events/{event}/withdrawal"
            told = (await place.department("court").post(door, body)).json()
            assert (told["law_gave_until"], told["was_late"]) == ("2025-02-17", was_late)
        held = (await place.file(WANG))["events"]
        assert {one["law_gave_until"] for one in held} == {"2025-02-17"}


async def test_nothing_ends_or_is_found_before_it_happened(rongcheng: Place) -> None:
    resident = await rongcheng.settle(WANG)
    for field in ("ended_on", "found_on"):
        answer = await rongcheng.notify(
            "utilities", resident, "utility-late", **{field: "2018-12-19"}
        )
        assert code(answer) == (422, "dates_out_of_order")
        answer = await rongcheng.notify(
            "utilities", resident, "utility-late", **{field: "2019-01-03"}
        )
        assert code(answer) == (422, "date_in_future")
    answer = await rongcheng.notify(
        "bank", resident, "loan-arrears-month", "2018-11-01", ended_on="2018-11-30"
    )
    assert answer.json()["kept_until"] == "2023-11-30"


async def test_the_inventory_draws_what_each_department_brings_in_and_that_nothing_leaves(
    rongcheng: Place, village: Place
) -> None:
    flows = (await rongcheng.opened.anybody().get("/v1/inventory")).json()["flows"]
    brought = {
        one["giver"]: [thing["what"] for thing in one["brings"]] for one in flows["comes_in"]
    }
    assert brought["volunteers"] == ["volunteer-hour"]
    assert brought["bank"] == ["loan-arrears-month"]
    assert sorted(brought) == [
        "bank", "court", "education", "platform", "tax", "utilities", "volunteers", "welfare",
    ]  # fmt: skip
    assert brought["platform"] == ["evaluation-of-an-organisation"]
    assert sum(map(len, brought.values())) == 21
    assert flows["goes_out"] == []
    told = (await village.opened.anybody().get("/v1/inventory")).json()["flows"]["comes_in"]
    forces = {one["giver"]: {thing["legal_force"] for thing in one["brings"]} for one in told}
    assert forces.pop("platform") == {"policy"}
    assert sorted(forces) == ["committee", "neighbours", "sanitation"]
    assert all(found == {"extra-legal"} for found in forces.values())


async def test_an_event_keeps_the_name_of_the_department_whatever_the_body_says(
    rongcheng: Place,
) -> None:
    resident = await rongcheng.settle(WANG)
    answer = await rongcheng.notify("tax", resident, "tax-return-late", collected_by="court")
    assert code(answer) == (422, "invalid_body")
    body = {"party": words_of(WANG), "kind": "tax-return-late", "happened_on": "2018-12-20"}
    judged = body | {"points": -7, "points_because": "One day."}
    answer = await rongcheng.department("tax").post("/v1/events", judged)
    assert answer.json()["collected_by"] == "tax"


def test_the_page_that_draws_the_flows_names_every_department() -> None:
    page = (ROOT / "docs" / "localities.md").read_text(encoding="utf-8")
    for name in ("court", "tax", "welfare", "utilities", "volunteers", "bank", "education"):
        assert f"`{name}`" in page
