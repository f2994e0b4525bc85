"""Bodies that a door would take, but for one word in which a number hides."""

from collections.abc import Iterator, Mapping
from typing import Any

Schemas = Mapping[str, Any]


def near_misses(schema: Mapping[str, Any], schemas: Schemas, number: str) -> Iterator[Any]:
    """An example of this shape for each of its words, with the number hidden in that one."""
    yield from _poisoned(_example(schema, schemas), f"备注 {' '.join(number)}")


def _example(schema: Mapping[str, Any], schemas: Schemas) -> Any:
    if "examples" in schema:
        return schema["examples"][0]
    if "$ref" in schema:
        return _example(schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas)
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], schemas)
    if "enum" in schema:
        return schema["enum"][0]
    fields = schema.get("properties", {})
    plain: dict[str, Any] = {
        "object": {name: _example(part, schemas) for name, part in fields.items()}
    }
    plain |= {"integer": 1, "boolean": True, "string": "x-qhzxkvbnwertyuiopasd", "array": []}
    return plain.get(schema.get("type", "string"))


def _poisoned(body: Any, poison: str) -> Iterator[Any]:
    if isinstance(body, str):
        yield poison
    elif isinstance(body, dict):
        for name, part in body.items():
            yield from ({**body, name: changed} for changed in _poisoned(part, poison))
