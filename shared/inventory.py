"""What a service holds, told from its own tables: every field, why, how long, and to whom it goes.

The notes stand beside the columns they describe, so the public inventory cannot drift from the
database; a test compares it with the real tables.
"""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Column, MetaData, Table

from shared.origin import Mark, Origin, ours
from shared.rulebook.rows import LegalForce, Openness, Text


class FieldHeld(BaseModel):
    """One column: why it is held and who else gets it."""

    name: str
    type: str
    why: str
    goes_to: str
    personal: bool
    origin: Origin
    floor: bool


class TableHeld(BaseModel):
    """One table: what it is, how long its rows are kept."""

    name: str
    why: str
    kept: str
    origin: Origin
    floor: bool
    note: str
    fields: list[FieldHeld]


class Flowing(BaseModel):
    """One kind of thing that comes in, and what stands behind it."""

    what: str
    says: Text
    legal_force: LegalForce
    openness: Openness


class FlowIn(BaseModel):
    """One outside body, and all that it may bring in."""

    giver: str
    title: Text
    origin: Origin
    brings: list[Flowing]


class Flows(BaseModel):
    """What comes into a service from outside bodies, and which of its fields leave it."""

    says: Text
    comes_in: list[FlowIn]
    goes_out: list[str]


class Inventory(BaseModel):
    """Everything one service holds, and who operates it; at a locality also what flows in."""

    service: str
    operator: str
    origin: Origin
    tables: list[TableHeld]
    flows: Flows | None = None


def table(why: str, *, kept: str, mark: Mark) -> dict[str, Any]:
    """`__table_args__` of a table: what its rows are for and how long they are kept."""
    return {"info": {"why": why, "kept": kept, "mark": mark}}


def held(
    why: str, *, goes_to: str = "nobody", personal: bool = False, mark: Mark | None = None
) -> dict[str, Any]:
    """`info` of a column: why it is held, to whom it goes, whether it is about a party."""
    return {"why": why, "goes_to": goes_to, "personal": personal, "mark": mark}


def tell(service: str, operator: str, origin: Origin, metadata: Iterable[MetaData]) -> Inventory:
    """The inventory of all tables in these catalogues."""
    tables = [_table(found) for catalogue in metadata for found in catalogue.sorted_tables]
    return Inventory(service=service, operator=operator, origin=origin, tables=tables)


# Readers within an authority's own walls: nothing leaves through them.
AT_HOME = frozenset({"nobody", "the party", "auditor", "the same caller"})
# How a reader ends who is inside and no one else, or who learns nothing about anybody.
STAYS = ("; nobody outside", "; about nobody")


def with_flows(told: Inventory, says: Text, comes_in: list[FlowIn]) -> Inventory:
    """The same with what flows in; what flows out is read from the fields themselves."""
    leaving = [
        f"{table.name}.{field.name}: {field.goes_to}"
        for table in told.tables
        for field in table.fields
        if field.goes_to not in AT_HOME and not field.goes_to.endswith(STAYS)
    ]
    return told.model_copy(update={"flows": Flows(says=says, comes_in=comes_in, goes_out=leaving)})


def _table(found: Table) -> TableHeld:
    info = found.info
    mark = info.get("mark", ours("unmarked"))
    return TableHeld(
        name=found.name,
        why=info.get("why", ""),
        kept=info.get("kept", ""),
        origin=mark.origin,
        floor=mark.floor,
        note=mark.note,
        fields=[_field(column, mark) for column in found.columns],
    )


def _field(column: Column[Any], table_mark: Mark) -> FieldHeld:
    mark = column.info.get("mark") or table_mark
    return FieldHeld(
        name=column.name,
        type=str(column.type),
        why=column.info.get("why", ""),
        goes_to=column.info.get("goes_to", "nobody"),
        personal=column.info.get("personal", False),
        origin=mark.origin,
        floor=mark.floor,
    )
