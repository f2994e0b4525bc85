"""Many rows in one statement, past the ORM.

The driver lets other threads run at each step of a statement, and waits its turn to go on: a row at
a time, a busy process takes longer to hand over than to write. Values go through the types of their
columns all the same.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Dialect, Table
from sqlalchemy.orm import Session

ROWS_AT_ONCE = 500  # times their columns: both databases bound what one statement can carry
Row = Sequence[Any]
Processor = Callable[[Any], Any] | None


def insert_all(
    session: Session, table: Table, names: Sequence[str], rows: Sequence[Row], then: str = ""
) -> None:
    """Insert rows whose values stand in the order of `names`.

    `then` is what follows the values, such as an ON CONFLICT clause of our own words.
    """
    if not rows:
        return
    connection, columns = session.connection(), tuple(names)
    processors = _processors(connection.dialect, table, columns)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        values = [
            value if process is None else process(value)
            for row in some
            for process, value in zip(processors, row, strict=True)
        ]
        statement = _statement(connection.dialect.positional, table.name, columns, len(some))
        connection.exec_driver_sql(statement + then, tuple(values))


def as_driver_takes(dialect: Dialect, column: Column[Any], value: Any) -> Any:
    """One value for a statement of our own words, as the column would have it bound."""
    (process,) = _processors(dialect, column.table, (column.name,))
    return value if process is None else process(value)


@lru_cache(64)
def _processors(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[Processor, ...]:
    """How each value becomes what the driver takes; None where it is that already."""
    types = (table.c[name].type.dialect_impl(dialect) for name in names)
    return tuple(one.bind_processor(dialect) for one in types)


@lru_cache(2 * ROWS_AT_ONCE)
def _statement(is_positional: bool, table: str, names: tuple[str, ...], count: int) -> str:
    mark = "?" if is_positional else "%s"
    row = f"({', '.join([mark] * len(names))})"
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES {', '.join([row] * count)}"  # noqa: S608 - our own names
