"""Tables of a service as its first version made them, with data, on whichever database."""

import importlib
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Engine,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    insert,
    inspect,
    select,
)
from sqlalchemy.types import TypeEngine

from shared.migrating import differences, upgrade

ROOT = Path(__file__).resolve().parents[1]
SERVICES = sorted(path.parent.name for path in (ROOT / "services").glob("*/migrations"))
# The same in every row: whatever refers to something refers to what is there.
VALUES: list[tuple[type[TypeEngine[Any]], Any]] = [
    (JSON, {"kept": 1}),
    (Boolean, True),
    (DateTime, datetime(2019, 1, 2, 4, tzinfo=UTC)),
    (Date, date(2019, 1, 2)),
    (Float, 1.5),
    (Integer, 1),
    (String, "a"),
]
# Tables whose rows went into another one: the first name has meant something else since.
MOVED = {("locality", "objections"): "event_objections"}
Rows = dict[str, list[dict[str, Any]]]


def take_to_the_newest(engine: Engine, service: str, folder: Path) -> None:
    """From the first tables, with a row in each, to today's: nothing lost, nothing otherwise.

    The tables that come of it must be those that a fresh database gets, bounds and all.
    """
    steps = ROOT / "services" / service / "migrations"
    first = folder / "first"
    first.mkdir()
    for path in steps.glob("0001_*.py"):
        shutil.copy(path, first)
    upgrade(engine, first)
    written = _fill(engine)
    upgrade(engine, steps)
    moved = {MOVED.get((service, name), name): rows for name, rows in written.items()}
    assert (lost := _lost(moved, _read(engine))) == [], lost
    assert differences(engine, metadata_of(service)) == []


def metadata_of(service: str) -> Sequence[MetaData]:
    """Every table of a service as its code defines it."""
    found: Sequence[MetaData] = importlib.import_module(f"services.{service}.records").METADATA
    return found


def _tables(engine: Engine) -> Iterable[Table]:
    found = MetaData()
    found.reflect(engine)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _fill(engine: Engine) -> Rows:
    tables = _tables(engine)
    with engine.begin() as connection:
        for table in tables:
            row = {column.name: _value(column.type) for column in table.columns}
            connection.execute(insert(table), [row])
    return _read(engine)


def _value(type_: TypeEngine[Any]) -> Any:
    return next(value for kind, value in VALUES if isinstance(type_, kind))


def _read(engine: Engine) -> Rows:
    tables = _tables(engine)
    with engine.begin() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in tables
        }


def _lost(before: Rows, after: Rows) -> list[str]:
    """What stood in a column that is still there and does not stand there any more."""
    return [
        f"{name}.{column}"
        for name, (row,) in before.items()
        if name in after
        for column, value in row.items()
        if not any(column not in other or other[column] == value for other in after[name])
    ]


def bounds(engine: Engine) -> Mapping[str, Any]:
    """Keys, indexes, uniqueness, references and conditions of every table, comparable."""
    look = inspect(engine)
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"])
                for column in look.get_columns(name)
            },
            "key": look.get_pk_constraint(name)["constrained_columns"],
            "indexes": sorted(
                (index["name"] or "", tuple(index["column_names"]), bool(index["unique"]))
                for index in look.get_indexes(name)
                # Of uniqueness PostgreSQL shows the index too, whose name is its own affair.
                if "duplicates_constraint" not in index
            ),
            "unique": sorted(
                tuple(sorted(one["column_names"])) for one in look.get_unique_constraints(name)
            ),
            "references": sorted(
                (tuple(one["constrained_columns"]), one["referred_table"])
                for one in look.get_foreign_keys(name)
            ),
            "conditions": sorted(one["sqltext"] for one in look.get_check_constraints(name)),
        }
        for name in look.get_table_names()
        if name != "alembic_version"
    }


def fresh_bounds(engine: Engine, service: str) -> Mapping[str, Any]:
    """The same of a database that begins today."""
    for metadata in metadata_of(service):
        metadata.create_all(engine)
    return bounds(engine)
