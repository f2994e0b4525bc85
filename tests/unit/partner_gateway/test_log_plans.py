"""A log of a million rows is never read from end to end, nor one partner's share of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from services.partner_gateway import records
from services.partner_gateway.records import QUESTIONS, REFUSALS, Withdrawal
from tests.unit.partner_gateway.world import AIRLINE, REF, Gateway

BIG = ("decisions", "decision_listings", "refusals", "daily_counts")
AT = datetime(2019, 2, 10, tzinfo=UTC)
IN_A_YEAR = (date(2019, 1, 1), date(2020, 1, 1))
LOOKS: dict[str, Callable[[Session], object]] = {
    "a partner reads its feed": lambda it: records.recalls_after(it, AIRLINE, 0, 100),
    "a partner answers": lambda it: records.recall_of(it, AIRLINE, 1),
    "a party reads its recalls": lambda it: records.recalls_about(it, "0" * 64, None, 100),
    "a party reads what became of it": lambda it: records.told_since(it, ["d-1", "d-2"]),
    "a withdrawal comes": lambda it: records.make_recalls(
        it, [Withdrawal("court", REF, "performed", AT)]
    ),
    "questions are counted": lambda it: records.counted(it, QUESTIONS, *IN_A_YEAR),
    "refusals are counted": lambda it: records.counted(it, REFUSALS, *IN_A_YEAR),
    "recalls are looked at": records.recall_lags,
    "the oldest recall is measured": records.recalls_open,
}


@contextmanager
def heard(gateway: Gateway) -> Iterator[list[tuple[str, Any]]]:
    """What is said to the database meanwhile."""
    said: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        said.append((statement, parameters))

    engine = gateway.open.database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def plans(gateway: Gateway, said: list[tuple[str, Any]]) -> list[str]:
    """Each step that SQLite would take."""
    with gateway.open.database.engine.connect() as connection:
        return [
            str(row[-1])
            for statement, parameters in said
            if statement.lstrip().startswith(("SELECT", "DELETE"))
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


def goes_through_much(step: str) -> bool:
    """Whether a step reads a whole big table, or all that one partner ever asked."""
    is_scan = any(step.startswith(f"SCAN {name}") for name in BIG)
    return is_scan or ("SEARCH decisions" in step and "(partner=?" in step)


@pytest.mark.parametrize("look", LOOKS)
async def test_no_look_goes_through_the_log(gateway: Gateway, look: str) -> None:
    with heard(gateway) as said, gateway.open.database.write() as session:
        LOOKS[look](session)
    steps = plans(gateway, said)
    assert steps
    assert [step for step in steps if goes_through_much(step)] == []


async def test_one_that_did_would_be_found(gateway: Gateway) -> None:
    slow = [
        ("SELECT * FROM decisions WHERE purpose = 'x'", ()),
        ("SELECT * FROM decisions NOT INDEXED, recalls", ()),
    ]
    for statement in slow:
        assert any(map(goes_through_much, plans(gateway, [statement])))
