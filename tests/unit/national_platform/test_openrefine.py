"""OpenRefine at the platform's doors, held against the specification's own schemas."""

import json
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest

from shared.web.rates import Policy, Rates
from tests.builders import make_namesake, make_organisation, make_party
from tests.unit.answers import refused
from tests.unit.national_platform.doors import FEBRUARY, Platform
from tests.unit.national_platform.saying import listed, say, withdraw

SCHEMAS = Path(__file__).with_name("reconciliation-0.2")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TRAMS = {"issuer": "trams", "list": "passengers", "publication": "shared"}
WHOLE = make_party().id_number
OPEN_REFINE = {"Origin": "http://127.0.0.1:3333"}


def must_fit(name: str, told: Any) -> None:
    """Against one of the official schemas; ValidationError says where it does not fit."""
    # Elsewhere they point at one thing only, authentication, which this service does not have.
    elsewhere: dict[str, Any] = {
        "definitions": {"securityDefinitions": {"additionalProperties": {}}}
    }
    kept = [(f"https://reconciliation-api.github.io/specs/0.2/schemas/{file.name}",
             json.loads(file.read_text("utf-8"))) for file in SCHEMAS.glob("*.json")]  # fmt: skip
    registry = jsonschema_rs.Registry([*kept, ("http://swagger.io/v2/schema.json", elsewhere)])
    schema = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"  # theirs says "the newest"
    jsonschema_rs.validator_for(schema, registry=registry).validate(told)


async def ask(platform: Platform, batch: Any, **headers: str) -> httpx.Response:
    """A batch of questions as OpenRefine sends it."""
    return await platform.public.send(
        "POST",
        "/reconcile",
        data={"queries": json.dumps(batch)},
        headers={**OPEN_REFINE, **headers},
    )


async def found(platform: Platform, **query: Any) -> list[dict[str, Any]]:
    """The candidates for one cell; question and answer fit the specification."""
    batch = {"q0": query}
    must_fit("reconciliation-query-batch", batch)
    answer = await ask(platform, batch)
    assert answer.status_code == 200, answer.text
    must_fit("reconciliation-result-batch", answer.json())
    candidates: list[dict[str, Any]] = answer.json()["q0"]["result"]
    scores = [one["score"] for one in candidates]
    assert scores == sorted(scores, reverse=True)
    return candidates


def beside(mask: str) -> list[dict[str, str]]:
    """A column of truncated numbers or codes."""
    return [{"pid": "truncated_id", "v": mask}]


async def test_the_manifest_fits_and_suggests_nothing(platform: Platform) -> None:
    answer = await platform.public.send("GET", "/reconcile", headers=OPEN_REFINE)
    told = answer.json()
    must_fit("manifest", told)
    assert told["view"]["url"] == "http://platform.test/v1/listings/{{id}}"
    assert [one["id"] for one in told["defaultTypes"]] == ["person", "organisation"]
    assert (told["batchSize"], "suggest" in told, "extend" in told) == (50, False, False)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


async def test_a_person_is_a_candidate_and_never_a_match(platform: Platform) -> None:
    party = make_party()
    platform.hears(say(listed()), say(listed("trams-aaaaaaaa", **TRAMS)))
    platform.turns_to(FEBRUARY)
    scores = []
    for query in ("王秀英", "Wáng Xiùyīng", "wang xiuying"):
        alone, both = (
            await found(platform, query=query),
            await found(platform, query=query, properties=beside(party.truncated_id)),
        )
        assert [one["id"] for one in alone + both] == ["court/court-aaaaaaaa"] * 2
        assert not any(one["match"] for one in alone + both)
        scores.append((alone[0]["score"], both[0]["score"]))
    assert scores == [(50, 90), (40, 80), (30, 70)]
    assert (await found(platform, properties=beside(party.truncated_id)))[0]["match"] is False


async def test_a_namesake_is_a_candidate_too(platform: Platform) -> None:
    party = make_party()
    platform.hears(say(listed()), say(listed("court-bbbbbbbb", party=make_namesake(party))))
    platform.turns_to(FEBRUARY)
    both = await found(platform, query=party.name, properties=beside(party.truncated_id))
    assert [(one["id"], one["match"]) for one in both] == [
        ("court/court-aaaaaaaa", False),
        ("court/court-bbbbbbbb", False),
    ]


async def test_an_organisations_only_listing_is_found_by_its_public_code(
    platform: Platform,
) -> None:
    company = make_organisation()
    platform.hears(say(listed(party=company)))
    platform.turns_to(FEBRUARY)
    [by_code] = await found(platform, properties=beside(company.id_number))
    assert (by_code["match"], by_code["score"]) == (True, 100)
    [by_name] = await found(platform, query=company.name)
    assert (by_name["match"], by_name["score"]) == (False, 50)
    assert await found(platform, query="恒瑞", properties=beside(company.id_number)) == []


async def test_of_several_listings_of_one_organisation_none_is_taken_for_found(
    platform: Platform,
) -> None:
    company = make_organisation()
    platform.hears(say(listed(party=company)), say(listed("court-bbbbbbbb", party=company)))
    platform.turns_to(FEBRUARY)
    for limit in (1, 5):
        several = await found(platform, properties=beside(company.id_number), limit=limit)
        assert [one["match"] for one in several] == [False] * min(limit, 2)


async def test_types_and_identifiers_narrow_it(platform: Platform) -> None:
    platform.hears(say(listed()), say(listed("trams-aaaaaaaa", **TRAMS)))
    platform.turns_to(FEBRUARY)
    assert len(await found(platform, query="王秀英", type="person")) == 1
    assert len(await found(platform, query="王秀英", type=["person", "organisation"])) == 1
    assert await found(platform, query="王秀英", type="organisation") == []
    assert await found(platform, query="王秀英", type="Q5") == []
    [named] = await found(platform, query="court/court-aaaaaaaa")
    assert (named["score"], named["match"]) == (100, False)
    assert await found(platform, query="trams/trams-aaaaaaaa") == []


@pytest.mark.parametrize("cell", ["  ", "%", "😀", "王\u200f秀英", "张三", "··", "w" * 300])
async def test_a_cell_that_says_nothing_spoils_no_others(platform: Platform, cell: str) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    batch = {"q0": {"query": cell}, "q1": {"query": "王秀英", "properties": [{"pid": "x", "v": 7}]}}
    must_fit("reconciliation-query-batch", batch)
    answer = await ask(platform, batch)
    must_fit("reconciliation-result-batch", answer.json())
    assert [len(one["result"]) for one in answer.json().values()] == [0, 1]


async def test_a_withdrawn_listing_is_no_candidate(platform: Platform) -> None:
    platform.hears(say(listed()))
    platform.turns_to(FEBRUARY)
    platform.hears(withdraw(listed()))
    assert await found(platform, query="王秀英") == []
    assert await found(platform, query="court/court-aaaaaaaa") == []


@pytest.mark.parametrize(
    ("batch", "code"),
    [
        ({"q0": {"query": f"{WHOLE}"}}, "whole_number"),
        ({"q0": {"query": f"court/{WHOLE}"}}, "whole_number"),
        ({WHOLE: {"query": "王秀英"}}, "whole_number"),
        ({"q0": {"query": "王秀英", "properties": beside(WHOLE)}}, "whole_number"),
        (
            {"q0": {"query": "王秀英", "properties": [{"pid": "card", "v": [7, WHOLE]}]}},
            "whole_number",
        ),
        (
            {"q0": {"query": "王秀英", "properties": [{"pid": "x", "v": {"id": WHOLE}}]}},
            "whole_number",
        ),
        ({"q0": {"query": "王秀英", "limit": float("nan")}}, "invalid_queries"),
        ({"q0": {"properties": beside("1101011990****0020")}}, "real_identifier"),
        ({"q0": {"limit": 1}}, "invalid_queries"),
        ({"q0": {"query": "王" * 10_000}}, "invalid_queries"),
        ({"q0": {"query": "王秀英", "id_number": WHOLE}}, "invalid_queries"),
        ({f"q{number}": {"query": "王秀英"} for number in range(51)}, "batch_too_large"),
        ([{"query": "王秀英"}], "invalid_queries"),
        ("王秀英", "invalid_queries"),
    ],
)
async def test_a_batch_that_may_not_be_is_refused_without_an_echo(
    platform: Platform, batch: Any, code: str
) -> None:
    platform.turns_to(FEBRUARY)
    answer = await ask(platform, batch)
    assert refused(answer) == (413 if code == "batch_too_large" else 422, code)
    assert WHOLE not in answer.text
    assert "王秀英" not in answer.text


async def test_names_do_not_belong_into_an_address(platform: Platform) -> None:
    platform.turns_to(FEBRUARY)
    answer = await platform.public.get('/reconcile?queries={"q0":{"query":"王秀英"}}')
    assert refused(answer) == (400, "names_in_address")
    wrong = await platform.public.post("/reconcile", {"queries": "{}"})
    assert refused(wrong) == (415, "unsupported_media_type")


async def test_each_question_of_a_batch_counts(platform: Platform) -> None:
    platform.turns_to(FEBRUARY)
    platform.opened.app.state.searches = Rates(Policy("searches", quota=10, window_seconds=600))
    batch = {f"q{number}": {"query": "王秀英"} for number in range(7)}
    first = await ask(platform, batch)
    assert first.headers["RateLimit"].startswith('"searches";r=3;')
    second = await ask(platform, batch)
    assert refused(second) == (429, "too_many_requests")
    assert second.headers["Access-Control-Allow-Origin"] == "*"
    assert int(second.headers["Retry-After"]) > 0


async def test_other_doors_stay_closed_to_pages_of_other_origins(platform: Platform) -> None:
    answer = await platform.public.send("GET", "/v1/authorities", headers=OPEN_REFINE)
    assert "Access-Control-Allow-Origin" not in answer.headers
    asks = {**OPEN_REFINE, "Access-Control-Request-Method": "POST"}
    before = await platform.public.send("OPTIONS", "/reconcile", headers=asks)
    assert (before.status_code, before.headers["Access-Control-Allow-Origin"]) == (200, "*")


async def test_a_small_page_about_a_candidate(platform: Platform) -> None:
    platform.hears(say(listed(name="<b>王</b>")), say(listed("trams-aaaaaaaa", **TRAMS)))
    platform.turns_to(FEBRUARY)
    page = await platform.public.get("/reconcile/preview?id=court%2Fcourt-aaaaaaaa")
    assert "&lt;b&gt;王&lt;/b&gt;" in page.text
    assert "not an identity" in page.text
    for id in ("trams/trams-aaaaaaaa", "court/court-zzzzzzzz"):
        answer = await platform.public.get(f"/reconcile/preview?id={id}")
        assert refused(answer) == (404, "not_in_edition")
    assert (await platform.public.get("/reconcile/preview?id=王")).status_code == 422
