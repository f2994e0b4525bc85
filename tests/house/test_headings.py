"""Every answer that is made of rules is headed by how many of them are unconfirmed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from demo.portraits import Portrait

# A part of an answer that cites a rule has one of these.
CITES = {"confidence", "legal_basis"}
PUBLIC = {"/v1/rulebook", "/v1/mous", "/v1/recognition", "/v1/benefits"}
HEADINGS = ("heading", "rules")
HEADING = re.compile(r"\d+ of \d+ rows unconfirmed")
# Answers that are about one thing and cite the rule that it rests on, with its own confidence.
ONE_THING = {
    "POST /v1/decision-batches": "one measure, with the basis that the partner acts on",
    "POST /v1/decisions": "one measure, with the basis that the partner acts on",
    "GET /v1/decisions/{id}": "one measure, with the basis that the partner acted on",
}


def answers_made_of_rules(document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each door whose answer cites a rule anywhere in it, and the answer's own properties."""
    schemas = document.get("components", {}).get("schemas", {})
    for path, methods in document["paths"].items():
        for method, door in methods.items():
            for status, answer in door.get("responses", {}).items():
                for content in answer.get("content", {}).values():
                    if status.startswith("2") and cites(content.get("schema", {}), schemas, set()):
                        name = f"{method.upper()} {path}"
                        yield name, properties(content["schema"], schemas)


def cites(schema: Any, schemas: Mapping[str, Any], seen: set[str]) -> bool:
    """Whether a schema, or one that it refers to, has a part that cites a rule."""
    if isinstance(schema, list):
        return any(cites(part, schemas, seen) for part in schema)
    if not isinstance(schema, Mapping):
        return False
    if CITES & set(schema.get("properties", {})):
        return True
    name = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
    if name and name not in seen:
        return cites(schemas[name], schemas, seen | {name})
    return any(cites(part, schemas, seen) for part in schema.values())


def properties(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of an answer's outermost object."""
    name = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
    found: dict[str, Any] = (schemas[name] if name else schema).get("properties", {})
    return found


def headless(document: Mapping[str, Any]) -> list[str]:
    """Answers made of rules that no heading stands over."""
    return sorted(
        name
        for name, parts in answers_made_of_rules(document)
        if not any(parts.get(heading, {}).get("type") == "string" for heading in HEADINGS)
    )


def test_every_answer_made_of_rules_is_headed(portraits: list[Portrait]) -> None:
    bare: set[str] = set()
    headed = 0
    for portrait in portraits:
        document = portrait.app.openapi()
        bare |= set(headless(document))
        headed += len(list(answers_made_of_rules(document)))
    assert bare == set(ONE_THING)
    assert headed > len(portraits)


def test_an_answer_made_of_rules_without_a_heading_is_found() -> None:
    rule = {"properties": {"confidence": {"type": "string"}}}
    nested = {"properties": {"lines": {"items": {"$ref": "#/components/schemas/Rule"}}}}
    headed = {"properties": {**nested["properties"], "rules": {"type": "string"}}}
    answer = "#/components/schemas/Answer"
    said = {"200": {"content": {"application/json": {"schema": {"$ref": answer}}}}}
    for shape, found in ((nested, ["GET /v1/x"]), (headed, []), ({"properties": {}}, [])):
        document = {
            "paths": {"/v1/x": {"get": {"responses": said}}},
            "components": {"schemas": {"Answer": shape, "Rule": rule}},
        }
        assert headless(document) == found


async def test_what_stands_there_is_really_a_heading(portraits: list[Portrait]) -> None:
    """Asked of every service at the doors that anybody may read."""
    for portrait in portraits:
        transport = httpx.ASGITransport(app=portrait.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x.test") as client:
            for path in PUBLIC & set(portrait.app.openapi()["paths"]):
                answer = (await client.get(path)).json()
                said = answer.get("heading") or answer.get("rules")
                assert HEADING.fullmatch(said), (portrait.place.name, path)
