"""A department sends many events in one file, with its own key; each line stands for itself."""

import json
from typing import Any

import httpx

from tests.builders import LOOKS_REAL, make_party, words_of
from tests.unit.answers import done, refused
from tests.unit.locality.forms import ends
from tests.unit.locality.story import Place

WANG, LI = make_party(), make_party("李军", sequence=3)


async def send(
    place: Place, *lines: Any, department: str = "volunteers", **headers: str
) -> httpx.Response:
    """The department sends these lines."""
    body = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
    headers = {"Content-Type": "application/x-ndjson"} | headers
    who = place.department(department)
    return await who.send("POST", "/v1/event-batches", content=body.encode(), headers=headers)


def told(resident: str, on: str = "2018-12-08", **more: Any) -> dict[str, Any]:
    """An event as a department writes it."""
    return {"resident": resident, "kind": "volunteer-hour", "happened_on": on} | more


async def test_each_line_is_an_event_or_is_refused_by_itself(rongcheng: Place) -> None:
    resident = await rongcheng.settle(WANG)
    by_name: dict[str, Any] = {"party": words_of(WANG), "kind": "volunteer-hour"}
    real = {"party": words_of(WANG) | {"id_number": LOOKS_REAL}, "kind": "volunteer-hour"}
    batch = done(
        await send(
            rongcheng,
            told(resident),
            "",
            by_name | {"happened_on": "2018-12-09"},
            told(resident),
            told(resident, "2019-01-03"),
            told(resident, kind="utility-theft"),
            told(resident, score=500),
            told(resident, "soon"),
            {"kind": "volunteer-hour", "happened_on": "2018-12-08"},
            by_name | {"party": words_of(LI), "happened_on": "2018-12-08"},
            real | {"happened_on": "2018-12-08"},
            "[" * 500,
            "\x00",
        )
    )
    assert (batch["lines"], batch["events"], batch["waiting"], batch["refused"]) == (12, 2, 0, 10)
    assert ends(batch["first_problems"]) == [
        (4, "refused", ["1 line looks_like_another"]),
        (5, "refused", ["1 happened_on date_in_future"]),
        (6, "refused", ["1 item kind_not_yours"]),
        (7, "refused", ["1 line unknown_field"]),
        (8, "refused", ["1 happened_on invalid_happened_on"]),
        (9, "refused", ["1 line invalid_line"]),
        (10, "refused", ["1 id_number resident_unknown"]),
        (11, "refused", ["1 id_number real_identifier"]),
        (12, "refused", ["1 line not_json"]),
        (13, "refused", ["1 line not_json"]),
    ]
    assert batch["lag"]["longest_days"] == 25
    assert (await rongcheng.score(WANG))["points"] == 1002
    assert all(one["on_paper"] is None for one in (await rongcheng.file(WANG))["events"])
    assert LOOKS_REAL not in rongcheng.opened.everything_held()


async def test_a_file_sent_again_adds_nothing(rongcheng: Place) -> None:
    resident = await rongcheng.settle(WANG)
    first = done(await send(rongcheng, told(resident), **{"Idempotency-Key": "may"}))
    again = done(await send(rongcheng, told(resident), **{"Idempotency-Key": "may"}))
    assert again == first | {"replayed": True}
    without_key = done(await send(rongcheng, told(resident)))
    assert (without_key["events"], without_key["refused"]) == (0, 1)
    assert (await rongcheng.score(WANG))["points"] == 1001


async def test_a_department_reads_its_own_files_only(rongcheng: Place) -> None:
    resident = await rongcheng.settle(WANG)
    door = f"/v1/event-batches/{done(await send(rongcheng, told(resident)))['id']}"
    own = rongcheng.department("volunteers")
    assert done(await own.get(door))["events"] == 1
    assert ends(done(await own.get(f"{door}/report"))["lines"]) == [(1, "event", [])]
    for suffix in ("", "/report"):
        other = await rongcheng.department("utilities").get(door + suffix)
        assert refused(other) == (404, "not_found")
        assert refused(await rongcheng.clerk.get(door + suffix)) == (403, "role_missing")
    as_paper = door.replace("event", "paper")
    assert refused(await rongcheng.clerk.get(as_paper)) == (404, "not_found")


async def test_a_file_has_bounds(rongcheng: Place) -> None:
    assert refused(await send(rongcheng, "", " ")) == (422, "nothing_keyed")
    assert refused(await send(rongcheng, *["{}"] * 10_001)) == (422, "too_many_lines")
    assert refused(await send(rongcheng, "x" * 1_048_577)) == (413, "body_too_large")
    assert refused(await send(rongcheng, "{}", **{"Content-Type": "text/csv"}))[0] == 415
