"""How fast the tax authority evaluates 100,000 firms, against writing the same grades alone.

The evaluation reads what was found about each firm and its grades of earlier years, makes the grade
with its lines, and keeps a batch in one durable transaction; then it looks for firms that another's
D reaches. The ceiling puts the very same rows into an equal table in equal batches and does nothing
else. A second number holds the whole against the minute that it may take.
"""

import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert, select

import services.tax
from benchmarks.results import Result
from demo.population.organisations import organisation_code
from demo.population.people import resident_id
from services.tax.domain.scale import Scale
from services.tax.publishing.yearly import BATCH, YearlyEvaluation
from services.tax.records.runs import start_run
from services.tax.records.tables import RatingRow, TaxpayerRow
from services.tax.records.work_tables import EventRow
from shared.database import Database, open_database
from shared.identifiers import Kind
from shared.migrating import upgrade
from shared.rulebook import load
from shared.signature import CLOCK, Signature
from shared.ties.records import TieRow

FIRMS = 100_000
FLOOR = 0.1
MINUTE = 60.0
YEAR = 2018
REGION = "660101"
SEED = 1
APRIL = datetime(2019, 4, 1, tzinfo=UTC)
FOLDER = Path(services.tax.__file__).parent
ORDINARY = ("late-return", "late-payment", "late-financial-statements", "zero-returns")
Rows = Iterator[dict[str, Any]]


def run() -> list[Result]:
    """Firms evaluated per second beside bare writing; and the seconds for all of them."""
    with TemporaryDirectory(prefix="chimera-bench-") as name:
        office = _office(Path(name) / "tax.sqlite")
        _fill(office)
        seconds = _evaluate(office)
        rows = _grades(office)
        office.close()
        bare = _office(Path(name) / "bare.sqlite")
        _put(bare, TaxpayerRow, _firms())
        bare_seconds = _write(bare, rows)
        bare.close()
    assert len({row["taxpayer_id"] for row in rows}) == FIRMS
    value, ceiling = FIRMS / seconds, len(rows) / bare_seconds
    return [
        Result("tax_evaluation", value, "firms/s", ceiling, value / ceiling, FLOOR),
        Result("tax_evaluation_of_100000", seconds, "s", MINUTE, MINUTE / seconds, 1.0),
    ]


def _office(file: Path) -> Database:
    """Empty tables, as a service makes them."""
    database = Database(open_database(f"sqlite:///{file}"))
    upgrade(database.engine, FOLDER / "migrations")
    return database


def _fill(office: Database) -> None:
    """Firms; what was found about a third of them; a person behind each, and behind some two."""
    _put(office, TaxpayerRow, _firms())
    _put(office, EventRow, _events())
    _put(office, TieRow, _ties())
    _put(office, RatingRow, _earlier())


def _evaluate(office: Database) -> float:
    scale = Scale.of(load(FOLDER / "rulebook.yaml").as_of(date(2019, 11, 1)))
    began = time.perf_counter()
    with office.write() as session:
        start_run(session, YEAR, Signature(CLOCK, APRIL))
    YearlyEvaluation(office, scale).finish(APRIL)
    return time.perf_counter() - began


def _grades(office: Database) -> list[dict[str, Any]]:
    """Every row that the evaluation wrote."""
    columns = [column for column in RatingRow.__table__.columns if column.key != "seq"]
    with office.read() as session:
        found = session.execute(select(*columns).where(RatingRow.year == YEAR)).mappings()
        return [dict(row) for row in found]


def _write(bare: Database, rows: Sequence[dict[str, Any]]) -> float:
    """The same rows in batches of the same size, each in one transaction."""
    began = time.perf_counter()
    _put(bare, RatingRow, iter(rows))
    return time.perf_counter() - began


def _put(database: Database, table: type[Any], rows: Rows) -> None:
    while batch := list(islice(rows, BATCH)):
        with database.write() as session:
            session.execute(insert(table), batch)


def _firm(number: int) -> str:
    return f"t-firm{number:016}"


def _firms() -> Rows:
    for number in range(FIRMS):
        yield {
            "id": _firm(number),
            "kind": Kind.ORGANISATION,
            "name": f"第{number}号模型有限公司",
            "id_number": organisation_code(REGION, f"MA{number:06}"),
            "registered_by": "clerk-one",
            "registered_at": datetime(2019, 1, 2, tzinfo=UTC),
            "began_on": date(2008, 1, 1) + timedelta(days=number % 3_650),
        }


def _events() -> Rows:
    """A third of the firms were late with something, some were audited, one in fifty is D."""
    dice = random.Random(SEED)  # noqa: S311 - the same firms each time
    for number in range(FIRMS):
        for place in range(dice.choice((0, 0, 0, 0, 1, 2))):
            yield _event(number, place, dice.choice(ORDINARY), dice)
        if dice.random() < 0.1:
            yield _event(number, 8, "under-reporting", dice)
        if dice.random() < 0.02:
            yield _event(number, 9, "abnormal-household", dice)


def _event(number: int, place: int, indicator: str, dice: random.Random) -> dict[str, Any]:
    return {
        "id": f"i-event{number:010}{place:05}",
        "taxpayer_id": _firm(number),
        "indicator": indicator,
        "happened_on": date(YEAR, 1, 1) + timedelta(days=dice.randrange(365)),
        "amount_yuan": dice.randrange(100, 50_000),
        "year_tax_yuan": 400_000,
        "recorded_by": "clerk-one",
        "recorded_at": APRIL,
    }


def _ties() -> Rows:
    """One representative for each firm; every twentieth person has two firms."""
    for number in range(FIRMS):
        person = number - 1 if number % 20 == 1 else number
        born_on = date(1960, 1, 1) + timedelta(days=person % 14_000)
        yield {
            "id": f"b-tie{number:017}",
            "firm": _firm(number),
            "name": "王秀英",
            "id_number": resident_id(REGION, born_on, 2 * (person // 14_000)),
            "role": "representative",
            "since_on": date(2012, 1, 1),
            "recorded_by": "clerk-one",
            "recorded_at": APRIL,
        }


def _earlier() -> Rows:
    """The grade of the year before, for every second firm."""
    for number in range(0, FIRMS, 2):
        yield {
            "id": f"e-earlier{number:013}",
            "taxpayer_id": _firm(number),
            "grade": "D" if number % 50 == 0 else "B",
            "year": YEAR - 1,
            "reasons": "Carried over.",
            "given_by_hand": True,
            "given_by": "clerk-one",
            "given_at": datetime(2018, 4, 1, tzinfo=UTC),
        }
