"""Both ways into the doors of decisions lead to the same answers: the direct one and FastAPI's."""

import json
from typing import Any

import httpx
import pytest

from shared.web.limits import MAX_BODY_BYTES
from tests.builders import make_party, words_of
from tests.unit.partner_gateway.world import AIRLINE, Gateway

PARTY = make_party()
QUESTION = {"measure": "air-travel", "purpose": "booking 8841", "party": words_of(PARTY)}
BATCH = {**{key: QUESTION[key] for key in ("measure", "purpose")}, "parties": [words_of(PARTY), 7]}
JSON = {"Content-Type": "application/json"}
PAGE = {"Origin": "http://localhost:8000"}  # a page's question goes FastAPI's way
ONES_OWN = ("decision_id", "as_of", "valid_until", "index_age_seconds")
WORDING = ("detail", "errors")  # which may differ; status and code may not
Case = tuple[str, bytes, dict[str, str]]
CASES: dict[str, Case] = {
    "one": ("/v1/decisions", json.dumps(QUESTION).encode(), JSON),
    "many": ("/v1/decision-batches", json.dumps(BATCH).encode(), JSON),
    "no JSON": ("/v1/decisions", b"{", JSON),
    "half a character": ("/v1/decisions", b'{"measure": "\xff"}', JSON),
    "nothing": ("/v1/decisions", b"", JSON),
    "a list": ("/v1/decisions", b"[]", JSON),
    "deep": ("/v1/decisions", b"[" * 5_000, JSON),
    "a field too many": ("/v1/decisions", json.dumps(QUESTION | {"note": 1}).encode(), JSON),
    "a measure of others": (
        "/v1/decisions",
        json.dumps(QUESTION | {"measure": "golf"}).encode(),
        JSON,
    ),
    "no such measure": ("/v1/decisions", json.dumps(QUESTION | {"measure": "x"}).encode(), JSON),
    "a form": ("/v1/decisions", b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}),
    "too large": ("/v1/decisions", b" " * (MAX_BODY_BYTES + 1), JSON),
    "a key too long": (
        "/v1/decisions",
        json.dumps(QUESTION).encode(),
        JSON | {"Idempotency-Key": "k" * 129},
    ),
}


async def sent(gateway: Gateway, case: Case, more: dict[str, str]) -> httpx.Response:
    """What one way brings."""
    path, body, headers = case
    return await gateway.partner(AIRLINE).send(
        "POST", path, content=body, headers={**headers, **more}
    )


def without_ones_own(found: Any) -> Any:
    """An answer without what is different for every decision, and without wording."""
    if isinstance(found, dict):
        return {
            key: without_ones_own(value)
            for key, value in found.items()
            if key not in ONES_OWN + WORDING
        }
    return [without_ones_own(one) for one in found] if isinstance(found, list) else found


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_both_ways_bring_the_same(gateway: Gateway, case: Case) -> None:
    gateway.list(PARTY)
    gateway.bring_out()
    swift, usual = await sent(gateway, case, {}), await sent(gateway, case, PAGE)
    assert swift.status_code == usual.status_code
    assert without_ones_own(swift.json()) == without_ones_own(usual.json())
    assert swift.headers["content-type"] == usual.headers["content-type"]
    told = {name for name in usual.headers if name.startswith("ratelimit")}
    assert told == {name for name in swift.headers if name.startswith("ratelimit")}


@pytest.mark.parametrize("token", [None, "", "rubbish", "a.b.c"])
async def test_without_a_token_both_ways_are_closed(gateway: Gateway, token: str | None) -> None:
    visitor = gateway.open.holder(token)
    for more in ({}, PAGE):
        body, headers = json.dumps(QUESTION).encode(), JSON | more
        answer = await visitor.send("POST", "/v1/decisions", content=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_other_methods_are_refused_as_everywhere(gateway: Gateway) -> None:
    for method in ("GET", "PUT", "DELETE"):
        answer = await gateway.partner(AIRLINE).send(method, "/v1/decisions")
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_what_fails_unforeseen_is_told_as_everywhere(gateway: Gateway) -> None:
    object.__setattr__(gateway.open.app.state.gate, "enquirer", None)
    gateway.list(PARTY)
    gateway.bring_out()
    for more in ({}, PAGE):
        answer = await sent(gateway, CASES["one"], more)
        assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")


async def test_both_ways_are_counted_by_door_and_status(gateway: Gateway) -> None:
    gateway.bring_out()
    for more in ({}, PAGE):
        await sent(gateway, CASES["one"], more)
    await sent(gateway, CASES["no JSON"], {})
    metrics = (await gateway.open.anybody().get("/metrics")).text
    counted = 'chimera_requests_total{door="/v1/decisions",method="POST",status="%d"} %s'
    assert counted % (200, "2.0") in metrics
    assert counted % (400, "1.0") in metrics
