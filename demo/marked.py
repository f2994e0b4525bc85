"""Everything that carries a mark of where it comes from, collected from code, tables and data.

A thing without a mark is collected too, with `mark` None: the test that looks for those would miss
what is left out here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table

from demo import bus_doors
from demo.portraits import AUTHORITIES, ROOT, Portrait, openapi
from shared import checked_yaml
from shared.authorities import load
from shared.origin import Mark, Origin, ours
from shared.procedure.steps import MARKS, Step

Words = Mapping[str, Any]
METHODS = ("get", "put", "post", "delete", "patch")
# Lists in our data files whose every entry is a rule or a body, and so carries a mark.
BODY_LISTS = frozenset({"partners", "signed_only", "authorities", "departments"})
RULE_LISTS = frozenset({"rows", "items", "benefits", "measures", "departures", "lists"})
# Published figures behind a reckoning: they have sources, but nobody is bound by them.
FIGURES = frozenset({"services/partner_gateway/namesakes.yaml"})
SPANS = {"valid_from": "from", "valid_to": "until"}
IDENTITY = ours(
    "The paper does not say how a person proves who they are; the demonstration signs for all."
)


@dataclass(frozen=True, slots=True)
class Marked:
    """One thing: what it is called, whose it is, what it says, and its mark if it has one."""

    name: str
    where: str
    says: str
    mark: Mark | None


def doors(name: str, document: Words) -> Iterator[Marked]:
    """Every door in a service's OpenAPI document."""
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                door = methods[method]
                says = door.get("description", door.get("summary", ""))
                yield Marked(f"{method.upper()} {path}", name, says, mark_in(door))


def all_doors(portraits: Sequence[Portrait]) -> list[Marked]:
    """Every door once, with all who have it."""
    found: dict[Marked, list[str]] = {}
    documents = openapi(portraits)
    for portrait in portraits:
        for door in doors("", documents[portrait.place.package]):
            found.setdefault(door, []).append(portrait.place.name)
    return [
        Marked(door.name, ", ".join(names), door.says, door.mark) for door, names in found.items()
    ]


def crossing() -> list[Marked]:
    """Every field of every message on the bus, and every header."""
    messages = bus_doors.generate(load(AUTHORITIES))["components"]["messages"]
    return [field for name, message in messages.items() for field in fields_of(name, message)]


def fields_of(name: str, message: Words) -> Iterator[Marked]:
    """The fields of one message: headers, body, and what a sealed body holds."""
    payload = message["payload"]
    parts = {
        "header": message.get("headers", {}).get("properties", {}),
        "field": payload.get("properties", {}),
        "sealed field": payload.get("x-sealed", {}),
    }
    for kind, known in parts.items():
        for field, words in known.items():
            says = words.get("description", "")
            yield Marked(field, f"{name}, {kind}", says, mark_in(words))


def steps() -> list[Marked]:
    """Every step of the procedure."""
    return [Marked(step.value, "every authority", "", MARKS.get(step)) for step in Step]


def tables(name: str, found: Iterable[Table]) -> Iterator[Marked]:
    """Every table of a service, and the columns that do not share their table's mark."""
    for table in found:
        mark = table.info.get("mark")
        yield Marked(table.name, name, table.info.get("why", ""), mark)
        for column in table.columns:
            if column_mark(column) != mark:
                says = column.info.get("why", "")
                yield Marked(f"{table.name}.{column.name}", name, says, column_mark(column))


def column_mark(column: Column[Any]) -> Mark | None:
    """A column's own mark, or that of its table."""
    own: Mark | None = column.info.get("mark")
    return own or column.table.info.get("mark")


def all_tables(portraits: Sequence[Portrait]) -> list[Marked]:
    """Every table once, with all who have it."""
    found: dict[Marked, list[str]] = {}
    for portrait in portraits:
        state = portrait.app.state
        catalogues = [*state.metadata, *state.metadata_beside]
        for table in tables("", (one for part in catalogues for one in part.sorted_tables)):
            found.setdefault(table, []).append(portrait.place.name)
    return [Marked(one.name, ", ".join(names), one.says, one.mark) for one, names in found.items()]


def data_files() -> list[Path]:
    """Rulebooks, schemes, agreements and the authorities: every rule and body kept as data."""
    found = [*(ROOT / "services").rglob("*.yaml"), *(ROOT / "shared").rglob("*.yaml"), AUTHORITIES]
    return sorted(path for path in found if str(path.relative_to(ROOT)) not in FIGURES)


def rows(file: str, content: Any, kind: str = "") -> Iterator[tuple[str, Marked]]:
    """Every rule and body in a data file, each with the kind of list that it stands in."""
    if isinstance(content, list):
        for entry in content:
            yield from rows(file, entry, kind)
    elif isinstance(content, Mapping):
        file = _edition_of(file, content)
        if kind in BODY_LISTS | RULE_LISTS or "source" in content or "origin" in content:
            yield kind, _row(file, content, kind)
        for key, part in content.items():
            yield from rows(file, part, key)


def _edition_of(file: str, content: Words) -> str:
    """A file may hold editions, in which the same rule stands again."""
    return f"{file}, edition {content['edition']}" if "edition" in content else file


@cache
def all_rows() -> tuple[tuple[str, Marked], ...]:
    """The rows of all data files, read once."""
    found: list[tuple[str, Marked]] = []
    for path in data_files():
        content = checked_yaml.unchecked(path.read_text(encoding="utf-8"))
        found += rows(str(path.relative_to(ROOT)), content)
    return tuple(found)


def rules() -> list[Marked]:
    """Every rule, scheme item, benefit, agreement and measure."""
    return [row for kind, row in all_rows() if kind not in BODY_LISTS]


def bodies(portraits: Sequence[Portrait]) -> list[Marked]:
    """Every body of the model."""
    known = list(dict.fromkeys(row for kind, row in all_rows() if kind in BODY_LISTS))
    names = {row.name for row in known}
    services = [
        Marked(one.place.name, "services", one.app.state.operator, Mark(one.app.state.origin))
        for one in portraits
        if one.place.name not in names
    ]
    return [*known, *services, Marked("identity issuer", "demo", "Signs who a party is", IDENTITY)]


def _row(file: str, content: Words, kind: str) -> Marked:
    usual = kind.removesuffix("s") if kind in BODY_LISTS | RULE_LISTS else kind
    name = next((content[key] for key in ("id", "slug", "code") if key in content), usual)
    origin = content.get("origin")
    floor = bool(content.get("floor", False))
    mark = Mark(Origin(origin), floor, _basis(content)) if origin else None
    where = f"{file}, {kind}" if kind in BODY_LISTS else file
    return Marked(str(name), where, _says(content), mark)


def _basis(content: Words) -> str:
    """What a rule rests on, and when it was in force."""
    basis = str(content.get("legal_basis") or content.get("source") or content.get("note") or "")
    spans = [f"{word} {content[key]}" for key, word in SPANS.items() if content.get(key)]
    return f"{basis} ({', '.join(spans)})" if spans else basis


def _says(content: Words) -> str:
    for key in ("says", "content", "title"):
        if isinstance(content.get(key), Mapping):
            return str(content[key]["en"])
    return ""


def mark_in(words: Words) -> Mark | None:
    """The mark among a JSON document's words."""
    origin = words.get("x-origin")
    if origin is None:
        return None
    return Mark(Origin(origin), bool(words["x-floor"]), words["x-note"])
