"""The doors that every service has, at the court."""

from datetime import date
from pathlib import Path

import pytest

from services.court.app import create_app
from tests.builders import make_party
from tests.unit.answers import done, refused
from tests.unit.apps import OpenApp, open_app
from tests.unit.court.story import judgment_against, open_case

CLOCK = "/v1/clock"


async def test_the_clock_moves_only_forward_and_only_for_an_operator(court: OpenApp) -> None:
    operator = court.operator()
    moved = done(await operator.put(CLOCK, {"now": "2019-02-01T00:00:00Z"}))
    assert (moved["now"], moved["kind"]) == ("2019-02-01T00:00:00Z", "model")
    assert (
        done(await operator.put(CLOCK, {"now": "2019-02-01T08:00:00+08:00"}))["now"] == moved["now"]
    )
    back = await operator.put(CLOCK, {"now": "2019-01-31T23:59:59Z"})
    assert refused(back) == (409, "clock_moves_back")
    for visitor in (court.officer("clerk"), court.officer("auditor"), court.party(make_party())):
        answer = await visitor.put(CLOCK, {"now": "2019-03-01T00:00:00Z"})
        assert refused(answer) == (403, "role_missing")
    assert done(await court.anybody().get(CLOCK))["now"] == "2019-02-01T00:00:00Z"


async def test_the_audit_log_tells_who_moved_the_clock_and_who_tried_to(court: OpenApp) -> None:
    before = court.app.state.clock.now().isoformat()
    done(await court.operator().put(CLOCK, {"now": "2019-02-01T00:00:00Z"}))
    done(await court.operator().put(CLOCK, {"now": "2019-02-01T00:00:00Z"}))
    back = await court.operator().put(CLOCK, {"now": "2019-01-31T23:59:59Z"})
    assert refused(back) == (409, "clock_moves_back")
    lines = done(await court.officer("auditor").get("/v1/audit"))["lines"]
    told = [(one["actor"], one["act"], one["about"], one["outcome"]) for one in lines]
    assert told == [
        ("operator-one", "move_clock", before, "done"),
        ("operator-one", "move_clock", "", "clock_moves_back"),
    ]


@pytest.mark.parametrize(
    "now", ["2019-02-01", "2019-02-01T00:00:00", "soon", 10**30, None, "9999-12-31T23:59:59Z"]
)
async def test_the_clock_takes_an_instant_within_reckoning(court: OpenApp, now: object) -> None:
    answer = await court.operator().put(CLOCK, {"now": now})
    assert refused(answer) == (422, "invalid_body")
    assert court.today == date(2019, 1, 2)


async def test_the_clock_is_kept_over_a_restart(keys: Path, tmp_path: Path) -> None:
    async with open_app(create_app, "court", keys, tmp_path) as court:
        done(await court.operator().put(CLOCK, {"now": "2019-05-01T00:00:00Z"}))
    async with open_app(create_app, "court", keys, tmp_path) as court:
        assert court.today == date(2019, 5, 1)


async def test_the_walls_clock_cannot_be_moved(keys: Path, tmp_path: Path) -> None:
    real = {"CHIMERA_CLOCK": "real"}
    async with open_app(create_app, "court", keys, tmp_path, real) as court:
        answer = await court.operator().put(CLOCK, {"now": "2190-01-01T00:00:00Z"})
        assert refused(answer) == (409, "clock_is_real")


async def test_health_readiness_and_docs_are_for_everybody(court: OpenApp) -> None:
    anybody = court.anybody()
    assert done(await anybody.get("/healthz")) == {"ok": True}
    unready = await anybody.get("/readyz")
    assert (unready.status_code, unready.json()["ready"]) == (503, False)
    assert unready.json()["not_ready"] == {"broker": "The broker is not reached."}
    assert "https://" not in (await anybody.get("/docs")).text.replace("https://www.w3.org", "")


async def test_the_metrics_count_doors_and_name_nobody(court: OpenApp) -> None:
    number = make_party().id_number
    done(await court.officer("clerk").post("/v1/judgments", judgment_against(make_party())))
    await court.anybody().get(f"/v1/listings/{number}")
    await court.anybody().get(f"/{number}")
    told = (await court.anybody().get("/metrics")).text
    assert 'door="/v1/judgments",method="POST",status="201"' in told
    assert number not in told


async def test_the_rulebook_is_public_with_how_sure_each_rule_is(court: OpenApp) -> None:
    shown = done(await court.anybody().get("/v1/rulebook"))
    assert (shown["authority"], shown["as_of"]) == ("court", "2019-11-01")
    unsure = [row for row in shown["rules"] if row["confidence"] in ("firm", "unconfirmed")]
    assert shown["heading"] == f"{len(unsure)} of {len(shown['rules'])} rows unconfirmed"
    term = next(row for row in shown["rules"] if row["id"] == "able-but-refuses-term")
    assert (term["origin"], term["floor"], term["value"]) == ("ours", True, 2)


async def test_the_contact_says_where_to_contest(court: OpenApp) -> None:
    contact = done(await court.anybody().get("/v1/contact"))
    assert contact["object_at"] == "/v1/objections"
    assert contact["reviewing_body"] == "the court one level above"


async def test_small_counts_are_not_published(court: OpenApp) -> None:
    case = await open_case(court)
    await case.listed()
    counted, _ = done(await court.anybody().get("/v1/statistics"))["lists"]
    assert counted == {"list": "judgment-defaulters", "standing": None, "withdrawn": {}}


async def test_pages_of_the_site_may_call_and_no_others(court: OpenApp) -> None:
    for origin, expected in (
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://evil.test", None),
    ):
        answer = await court.anybody().send("GET", "/healthz", headers={"Origin": origin})
        assert answer.headers.get("access-control-allow-origin") == expected
        assert "access-control-allow-credentials" not in answer.headers
