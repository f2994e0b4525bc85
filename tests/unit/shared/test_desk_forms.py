"""The desk's forms against the doors: every form fits its door, in what it asks and who may."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.court.api import tasks as court_tasks
from services.locality.api import local_casework as locality_tasks
from services.tax.api import tasks as tax_tasks
from shared import checked_yaml
from shared.checked_yaml import BrokenFile
from shared.procedure.desk_page.forms import COMMON, Act, Field, FormFile, Forms, load_forms
from shared.procedure.worklist import code_of
from shared.rulebook import Rulebook
from shared.rulebook import load as load_rulebook
from shared.ties import tasks as ties

ROOT = Path(__file__).resolve().parents[3]
SERVICES = ROOT / "services"
NAMES = ("court", "tax", "sector_list", "locality")
RULEBOOKS = {
    "court": ["court/rulebook.yaml"],
    "tax": ["tax/rulebook.yaml"],
    "sector_list": ["sector_list/rulebooks/*.yaml"],
    "locality": [
        "locality/rulebook.yaml",
        "locality/rulebooks/*.yaml",
        "locality/local_lists/*.yaml",
    ],
}
TASKS = {
    "court": [court_tasks],
    "tax": [tax_tasks, ties],
    "sector_list": [ties],
    "locality": [locality_tasks],
}
ON = date(2019, 11, 1)
HIDDEN = {"replayed", "origin", "source"}  # left out of an answer, or named by the page itself


def forms_of(name: str) -> Forms:
    return load_forms(SERVICES / name / "desk.yaml")


def document_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (ROOT / f"docs/doors/{name}.openapi.json").read_text("utf-8")
    )
    return found


def books_of(name: str) -> list[Rulebook]:
    paths = [path for pattern in RULEBOOKS[name] for path in sorted(SERVICES.glob(pattern))]
    return [load_rulebook(path) for path in paths]


EVERY_ACT = [(name, act) for name in NAMES for act in forms_of(name).acts]
by_act = pytest.mark.parametrize(
    ("name", "act"), EVERY_ACT, ids=[f"{one}-{act.id}" for one, act in EVERY_ACT]
)


def door_of(name: str, act: Act) -> dict[str, Any]:
    """The door that the form is for; KeyError if there is none."""
    found: dict[str, Any] = document_of(name)["paths"][act.path][act.method.lower()]
    return found


def body_of(name: str, act: Act) -> dict[str, Any]:
    """The schema of what the door is sent; empty where it is sent nothing."""
    content = door_of(name, act).get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    return resolved(name, schema) if schema else {"properties": {}}


def resolved(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A schema in the place of what points to it; of what may be null, the other half."""
    one: dict[str, Any] = next(
        (part for part in schema.get("anyOf", []) if part.get("type") != "null"), schema
    )
    if "$ref" not in one:
        return one
    found: dict[str, Any] = document_of(name)["components"]["schemas"][one["$ref"].split("/")[-1]]
    return found


@by_act
def test_a_form_asks_what_its_door_asks(name: str, act: Act) -> None:
    """Every field is in the body, and whatever must be there is asked and marked so."""
    body = body_of(name, act)
    asked = {field.name: field for field in act.fields}
    assert set(asked) <= set(body["properties"])
    needed = set(body.get("required", []))
    assert needed == {field.name for field in act.fields if field.needed}


@by_act
def test_a_form_writes_what_its_door_reads(name: str, act: Act) -> None:
    """A number where a number is asked, a day where a day is, one of the door's own words."""
    properties = body_of(name, act)["properties"]
    for field in act.fields:
        schema = resolved(name, properties[field.name])
        assert kinds_for(schema) >= {field.kind}, (field.name, schema)
        assert {one.value for one in field.options} <= set(schema.get("enum", words_of(field)))


def words_of(field: Field) -> set[str]:
    """Words for a door that takes any code; the rulebook or the domain knows which."""
    return {one.value for one in field.options}


def kinds_for(schema: dict[str, Any]) -> set[str]:
    """Which kinds of field fit a schema."""
    if "id_number" in schema.get("properties", {}):
        return {"party"}
    if "enum" in schema:
        return {"choice"}
    if schema["type"] == "string":
        return (
            {"day"}
            if schema.get("format") == "date"
            else {"text", "statement", "reference", "choice"}
        )
    return {"integer": {"number"}, "boolean": {"yes_no"}, "array": {"references", "people"}}[
        schema["type"]
    ]


@by_act
def test_the_rows_beside_a_form_are_in_a_rulebook(name: str, act: Act) -> None:
    """Each row that is named is a row of that authority's rules, of whatever day."""
    known = {row.id for book in books_of(name) for row in book.rows}
    needed = {act.needs} if act.needs else set()
    common = {one.id for one in checked_yaml.read(COMMON, FormFile).acts}
    if act.id not in common:
        assert {*act.rules, *needed} <= known


@by_act
def test_a_choice_among_rows_has_something_to_choose(name: str, act: Act) -> None:
    units = {row.unit for book in books_of(name) for row in book.as_of(ON).rows.values()}
    for field in act.fields:
        assert not field.rows or units.intersection(field.rows), field.name


@by_act
def test_what_a_door_answers_has_words(name: str, act: Act) -> None:
    told = json.loads(forms_of(name).told("zh"))["answers"]
    answers = (one for code, one in door_of(name, act)["responses"].items() if code[0] == "2")
    schema = next(answers)["content"]["application/json"]["schema"]
    assert fields_in(name, schema) - set(told) - HIDDEN == set()


def fields_in(name: str, schema: dict[str, Any]) -> set[str]:
    """Every field of an answer, and of what stands in it; a text in two languages has none."""
    one = resolved(name, schema)
    if set(one.get("properties", {})) == {"en", "zh"}:
        return set()
    if "items" in one:
        return fields_in(name, one["items"])
    properties = one.get("properties", {})
    return set(properties).union(*(fields_in(name, part) for part in properties.values()))


@pytest.mark.parametrize("name", NAMES)
def test_a_thing_is_read_at_a_door_that_there_is_and_in_words(name: str) -> None:
    told = set(json.loads(forms_of(name).told("zh"))["answers"])
    for path in [one.read for file in forms_of(name).files for one in file.things if one.read]:
        answer = document_of(name)["paths"][path]["get"]["responses"]["200"]
        assert fields_in(name, answer["content"]["application/json"]["schema"]) <= told | HIDDEN


@pytest.mark.parametrize("name", NAMES)
def test_every_task_of_its_own_has_words(name: str) -> None:
    """So that no worklist shows a bare code."""
    named = {task.code for file in forms_of(name).files for task in file.tasks}
    words = [
        value
        for module in TASKS[name]
        for key, value in vars(module).items()
        if key.isupper() and isinstance(value, str) and re.search(r"[a-z]+ [a-z]+", value)
    ]
    assert {code_of(word) for word in words} == named


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_tell_the_same_forms(name: str) -> None:
    forms = forms_of(name)
    english, chinese = json.loads(forms.told("en")), json.loads(forms.told("zh"))
    assert [one["id"] for one in english["acts"]] == [one["id"] for one in chinese["acts"]]
    assert not re.search(r'"(en|zh)":', forms.told("en") + forms.told("zh"))


BROKEN = {
    "there is no such act": "tasks: [{code: a-task, title: {en: a, zh: b}, act: nothing}]",
    "there is no such thing": (
        "acts: [{id: a, title: {en: a, zh: b}, path: '/v1/a/{id}', roles: [clerk], about: z}]"
    ),
    "a reference needs a place, and a place a reference": (
        "acts: [{id: a, title: {en: a, zh: b}, path: '/v1/a/{id}', roles: [clerk]}]"
    ),
    "a choice among nothing": (
        "acts: [{id: a, title: {en: a, zh: b}, path: /v1/a, roles: [clerk],"
        " fields: [{name: b, label: {en: a, zh: b}, kind: choice}]}]"
    ),
}


@pytest.mark.parametrize("reason", BROKEN)
def test_a_broken_file_stops_the_start_with_its_line(tmp_path: Path, reason: str) -> None:
    file = tmp_path / "desk.yaml"
    file.write_text(f"desk: a-desk\nformat: 1\n{BROKEN[reason]}\n", encoding="utf-8")
    with pytest.raises(BrokenFile, match=f"desk.yaml:3: .*{reason}"):
        load_forms(file)
