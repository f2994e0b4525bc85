"""The public inventory of every service is what its database really holds."""

from collections.abc import Iterable
from typing import Any

import httpx
import sqlalchemy
from httpx import ASGITransport
from sqlalchemy import Column, Connection, Engine, Integer, MetaData, String, Table

from demo.portraits import Portrait
from shared.inventory import Inventory, TableHeld, held, tell
from shared.migrating import differences
from shared.origin import Origin, ours

BOOKKEEPING = {"alembic_version"}
# What a column of such a name holds is about somebody, whatever its note says.
ABOUT_SOMEBODY = {"name", "id_number", "truncated_id", "statement"}
Held = dict[str, set[str]]


def really_held(portrait: Portrait) -> Held:
    """The tables and columns of the migrated database, and of what is built beside it."""
    state, beside = portrait.app.state, sqlalchemy.create_engine("sqlite://")
    with beside.connect() as connection:
        for catalogue in state.metadata_beside:
            catalogue.create_all(connection)
        found = columns_of(state.database.engine) | columns_of(connection)
    beside.dispose()
    return found


def columns_of(database: Engine | Connection) -> Held:
    """The tables that are really there, with their columns."""
    inspector = sqlalchemy.inspect(database)
    names = set(inspector.get_table_names()) - BOOKKEEPING
    return {name: {column["name"] for column in inspector.get_columns(name)} for name in names}


async def told(portrait: Portrait) -> Inventory:
    """What anybody can read at the door."""
    transport = ASGITransport(app=portrait.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        answer = await client.get("/v1/inventory")
    return Inventory.model_validate(answer.json())


def silences(tables: Iterable[TableHeld]) -> list[str]:
    """Whatever does not say why it is held, how long, to whom it goes, or that it is personal."""
    found = []
    for table in tables:
        if not table.why or not table.kept:
            found.append(table.name)
        for field in table.fields:
            is_hidden = field.name in ABOUT_SOMEBODY and not field.personal
            if not field.why or not field.goes_to or is_hidden:
                found.append(f"{table.name}.{field.name}")
    return found


async def test_what_is_told_is_what_is_held(portrait: Portrait) -> None:
    inventory = await told(portrait)
    said = {table.name: {field.name for field in table.fields} for table in inventory.tables}
    assert said == really_held(portrait)
    assert len(said) > 2


async def test_every_table_and_field_says_why_how_long_and_to_whom(portrait: Portrait) -> None:
    assert silences((await told(portrait)).tables) == []


async def test_the_inventory_says_who_operates_the_service(portrait: Portrait) -> None:
    inventory = await told(portrait)
    assert inventory.service == portrait.place.name
    assert inventory.operator


async def test_a_whole_number_goes_to_nobody_beyond_its_owner(portrait: Portrait) -> None:
    fields = [field for table in (await told(portrait)).tables for field in table.fields]
    whole = [field for field in fields if field.name == "id_number"]
    assert [field.goes_to for field in whole if field.goes_to not in ("nobody", "the party")] == []


def test_the_migrations_make_exactly_the_tables_in_the_code(portrait: Portrait) -> None:
    state = portrait.app.state
    assert differences(state.database.engine, state.metadata) == []


def test_a_column_that_no_migration_makes_is_found(portrait: Portrait) -> None:
    state = portrait.app.state
    planted = MetaData()
    Table("planted", planted, Column("a", Integer, primary_key=True))
    assert len(differences(state.database.engine, [*state.metadata, planted])) == 1


def test_a_column_that_hides_what_it_is_for_is_found() -> None:
    catalogue = MetaData()
    info: dict[str, Any] = {"why": "a reason", "kept": "a year", "mark": ours("a reason")}
    Table(
        "planted",
        catalogue,
        Column("seq", Integer, primary_key=True, info=held("order")),
        Column("note", String),
        Column("id_number", String, info=held("who it is")),
        info=info,
    )
    Table("bare", catalogue, Column("seq", Integer, primary_key=True, info=held("order")))
    found = tell("x", "nobody", Origin.OURS, [catalogue]).tables
    assert sorted(silences(found)) == ["bare", "planted.id_number", "planted.note"]
