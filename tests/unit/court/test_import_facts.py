"""What one proposal is held against, every line of a file is held against; read for all at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import event

from tests.builders import make_party
from tests.unit.answers import done
from tests.unit.apps import OpenApp
from tests.unit.court.story import Case, enter_case, open_case
from tests.unit.court.test_import import as_csv, begin, cells, debtors, report, send
from tests.unit.court.test_restriction_doors import ORDERS, restricted

FIFTH = "breaks-consumption-restriction"


@contextmanager
def counted(court: OpenApp) -> Iterator[list[str]]:
    """The questions that the court asks its database meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    engine = court.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_only_who_broke_an_order_is_proposed_on_the_fifth_ground(court: OpenApp) -> None:
    other = await enter_case(court, make_party(sequence=4))
    breaker = await open_case(court, make_party(sequence=2))
    order, ref = await restricted(breaker)
    court.advance(date(2019, 3, 1))
    flight = {"ref": ref, "measure": "planes", "happened_on": "2019-02-20"}
    done(await breaker.clerk_posts(f"{ORDERS}/{order}/breaches", **flight))
    lines = [cells(one.party, one.judgment, ground=FIFTH) for one in (breaker, other)]
    name = await begin(court)
    await send(court, name, as_csv(lines))
    assert await report(court, name) == [(2, None, None), (3, "facts", "breach_not_noted")]


async def test_a_circumstance_bars_its_own_line_and_no_other(court: OpenApp) -> None:
    (one, first), (two, second) = debtors(court, 2)
    door = f"/v1/judgments/{first}/circumstances"
    done(await Case(court, one, first).clerk_posts(door, bar="sufficient-security"))
    name = await begin(court)
    await send(court, name, as_csv([cells(one, first), cells(two, second)]))
    assert await report(court, name) == [(2, "facts", "listing_barred"), (3, None, None)]


async def test_fifty_lines_ask_the_database_no_more_often_than_two(court: OpenApp) -> None:
    cases = debtors(court, 52)
    questions = []
    for some in (cases[:2], cases[2:]):
        name = await begin(court)
        with counted(court) as asked:
            receipt = done(await send(court, name, as_csv([cells(*case) for case in some])))
        assert receipt["proposed_count"] == len(some)
        questions.append(len(asked))
    assert questions[0] == questions[1]
