"""Everything says whose idea it is: the paper's, a modelled rule's, or ours."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, FastAPI
from sqlalchemy import Column, Integer, MetaData, Table

from demo import marked
from demo.departures import collect
from demo.marked import Marked
from demo.portraits import AUTHORITIES, Portrait
from shared.authorities import load
from shared.contract import Notice
from shared.inventory import held, table
from shared.origin import Origin, door, ours, paper
from tests.house.routes import doors_of

# The pages about the doors themselves.
UNDOCUMENTED = {"GET /docs", "GET /docs/oauth2-redirect"}


def unmarked(things: Iterable[Marked]) -> list[str]:
    """What nobody has marked."""
    return [f"{thing.name} ({thing.where})" for thing in things if thing.mark is None]


def test_everything_that_is_collected_is_marked(portraits: list[Portrait]) -> None:
    found = {title: unmarked(things) for title, things in collect(portraits).items()}
    assert not any(found.values()), found


def test_no_group_is_empty(portraits: list[Portrait]) -> None:
    assert all(collect(portraits).values())


def test_every_door_that_is_answered_is_documented_and_so_marked(portrait: Portrait) -> None:
    found = doors_of(portrait.app)
    assert "GET /v1/clock" in {one.name for one in found}
    hidden = {one.name for one in found if not one.is_documented}
    assert hidden <= UNDOCUMENTED
    bare = [one.name for one in found if one.is_documented and "x-origin" not in one.extra]
    assert bare == []


def test_the_four_fields_are_marked_where_they_are_defined() -> None:
    parts = Notice.model_json_schema()["properties"]
    assert set(parts) == {"name", "truncated_id", "issuer", "reason"}
    assert {name for name, part in parts.items() if marked.mark_in(part) is None} == set()


def test_every_body_says_whether_it_is_invented() -> None:
    for authority in load(AUTHORITIES):
        assert authority.origin in Origin
        assert authority.operator.note


def test_our_own_inventions_and_our_floors_say_why(portraits: list[Portrait]) -> None:
    """A stricter step without a reason would look like somebody's rule."""
    groups = collect(portraits)
    silent = [
        thing.name
        for title in ("Doors", "Steps", "What crosses", "Rules")
        for thing in groups[title]
        if thing.mark and thing.mark.floor and not (thing.mark.note or thing.says)
    ]
    assert silent == []


def test_an_unmarked_door_is_found() -> None:
    router = APIRouter()
    router.add_api_route("/v1/marked", lambda: None, **door(paper("Introduction")))
    router.add_api_route("/v1/bare", lambda: None)
    app = FastAPI()
    app.include_router(router)
    assert unmarked(marked.doors("x", app.openapi())) == ["GET /v1/bare (x)"]
    assert [one.name for one in doors_of(app) if not one.extra] == ["GET /v1/bare"]


def test_an_unmarked_table_is_found_and_a_column_may_differ_from_its_table() -> None:
    catalogue = MetaData()
    own = held("why", mark=ours("because"))
    note: dict[str, Any] = table("why", kept="for ever", mark=paper())
    Table("told", catalogue, Column("a", Integer), Column("b", Integer, info=own), **note)
    Table("bare", catalogue, Column("a", Integer))
    found = list(marked.tables("x", catalogue.sorted_tables))
    assert unmarked(found) == ["bare (x)"]
    assert "told.b" in {thing.name for thing in found}


def test_an_unmarked_rule_is_found_wherever_it_stands() -> None:
    content = {
        "id": "mou",
        "origin": "paper",
        "measures": [{"id": "golf", "origin": "rule"}, {"id": "bare", "content": {"en": "x"}}],
        "basis": {"source": "somewhere"},
    }
    found = [row for _, row in marked.rows("x.yaml", content)]
    assert unmarked(found) == ["bare (x.yaml)", "basis (x.yaml)"]


def test_an_unmarked_field_on_the_bus_is_found() -> None:
    message = {
        "headers": {"properties": {"Chimera-New": {"type": "string"}}},
        "payload": {"properties": {}, "x-sealed": {"age": {"type": "integer"}}},
    }
    assert unmarked(marked.fields_of("notice", message)) == [
        "Chimera-New (notice, header)",
        "age (notice, sealed field)",
    ]
