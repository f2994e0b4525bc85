"""How fast an authority takes 100,000 proposals from one file, against writing the same rows alone.

The file goes through the authority's own door, streamed; each line is read, its party's number
checked, its facts checked against the case that it rests on, and it becomes a proposal with its
first step, its line in the report and its line in the chained audit log, some hundred lines in one
durable transaction. The ceiling puts the very same rows into equal tables in equal transactions and
does nothing else. A second number holds the whole against the two minutes that it may take.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import func, insert, select

from benchmarks.results import Result
from demo.population.people import resident_id
from demo.portraits import ROOT, paint, prepare
from demo.roster import Place
from services.court.records.judgments import JudgmentRow, NoticeRow
from services.sector_list.records.tables import CaseRow
from services.tax.records.tables import TaxpayerRow, ViolationRow
from shared.access import mint_officer, read_key
from shared.database import Database, open_database
from shared.house import AuditLine
from shared.migrating import upgrade
from shared.procedure.import_tables import ImportLineRow, ImportRow
from shared.procedure.importing.taking import BATCH_LINES
from shared.procedure.records import ProposalRow, StepRow

LINES = 100_000
FLOOR = 0.1
TWO_MINUTES = 120.0
REGION = "660101"
PIECE = 64 * 1024
THEN = datetime(2018, 12, 1, tzinfo=UTC)
HEADER = "list,ground,basis,kind,name,id_number\n"
WRITTEN = (ProposalRow, StepRow, ImportLineRow, AuditLine)
Rows = Iterator[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Office:
    """One authority, what its cases are, and what is asked for on the strength of each."""

    place: Place
    list: str
    ground: str
    fill: Callable[[Database, str], None]


def run() -> list[Result]:
    """Lines a second beside bare writing, and the seconds for all of them, at each authority."""
    return [result for office in OFFICES for result in _measure(office)]


def _measure(office: Office) -> Iterator[Result]:
    with TemporaryDirectory(prefix="chimera-bench-") as name:
        folder = Path(name)
        prepare(folder)
        portrait = paint(office.place, folder)
        database: Database = portrait.app.state.database
        office.fill(database, office.ground)
        key = read_key(portrait.keys / "signing.jwk")
        token = mint_officer(key, office.place.name, "clerk-1", ["clerk"])
        seconds = asyncio.run(_send(portrait.app, token, _file(office)))
        rows = [_rows(database, table) for table in WRITTEN]
        begun = _rows(database, ImportRow)
        database.close()
        bare = _write(office, folder / "bare.sqlite", begun, rows)
    value, ceiling, about = LINES / seconds, LINES / bare, f"proposal_import_{office.place.name}"
    yield Result(about, value, "lines/s", ceiling, value / ceiling, FLOOR)
    yield Result(f"{about}_of_100000", seconds, "s", TWO_MINUTES, TWO_MINUTES / seconds, 1.0)


async def _send(app: FastAPI, token: str, file: bytes) -> float:
    """Begin, send all of it in one request, end; the seconds that it took."""
    headers = {"Authorization": f"Bearer {token}"}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://here", headers=headers, timeout=600
    ) as client:
        began = time.perf_counter()
        begun = (await client.post("/v1/proposal-imports", json={"format": "csv"})).json()
        path = f"/v1/proposal-imports/{begun['id']}"
        csv = {"Content-Type": "text/csv"}
        sent = await client.post(f"{path}/lines", content=_pieces(file), headers=csv)
        assert sent.json()["proposed_count"] == LINES, sent.text
        assert (await client.post(f"{path}/end")).is_success
        return time.perf_counter() - began


async def _pieces(file: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(file), PIECE):
        yield file[at : at + PIECE]


def _file(office: Office) -> bytes:
    lines = (
        f"{office.list},{office.ground},{_case(number)},person,{_name(number)},{_number(number)}\n"
        for number in range(LINES)
    )
    return (HEADER + "".join(lines)).encode()


def _rows(database: Database, table: type[Any]) -> list[dict[str, Any]]:
    """Every row that the import wrote; what it did beside lines has the audit's first line."""
    with database.read() as session:
        found = [dict(row) for row in session.execute(select(*table.__table__.columns)).mappings()]
        assert len(found) == session.scalar(select(func.count()).select_from(table))
    return found


def _write(
    office: Office, file: Path, begun: Sequence[dict[str, Any]], tables: Sequence[Sequence[Any]]
) -> float:
    """The same rows into tables of the same steps, in transactions of the same size."""
    bare = Database(open_database(f"sqlite:///{file}"))
    upgrade(bare.engine, ROOT / "services" / office.place.package / "migrations")
    with bare.write() as session:
        session.execute(insert(ImportRow), begun)
    began = time.perf_counter()
    for at in range(0, LINES, BATCH_LINES):
        with bare.write() as session:
            for table, rows in zip(WRITTEN, tables, strict=True):
                session.execute(insert(table), rows[at : at + BATCH_LINES])
    seconds = time.perf_counter() - began
    bare.close()
    return seconds


def _case(number: int) -> str:
    return f"c-case{number:014}"


def _name(number: int) -> str:
    return "王李张刘陈杨黄赵"[number % 8] + "秀英"


def _number(number: int) -> str:
    born_on = date(1960, 1, 1) + timedelta(days=number % 14_000)
    return resident_id(REGION, born_on, 2 * (number // 14_000))


def _party(number: int) -> dict[str, Any]:
    return {"kind": "person", "name": _name(number), "id_number": _number(number)}


def _put(database: Database, table: type[Any], row: Callable[[int], dict[str, Any]]) -> None:
    rows = map(row, range(LINES))
    while batch := list(islice(rows, 2_000)):
        with database.write() as session:
            session.execute(insert(table), batch)


def _fill_court(database: Database, _: str) -> None:
    """Judgments to pay, overdue, each with its warning, whose time has run out."""
    _put(
        database,
        JudgmentRow,
        lambda number: (
            _party(number)
            | {
                "id": _case(number),
                "case_number": f"(2018)模01民初{number}号",
                "duty": "pay",
                "amount_yuan": 58_000,
                "severity": "ordinary",
                "issued_on": date(2018, 8, 1),
                "due_on": date(2018, 10, 1),
                "registered_by": "clerk-9",
                "registered_at": THEN,
            }
        ),
    )
    _put(
        database,
        NoticeRow,
        lambda number: {
            "judgment_id": _case(number),
            "given_on": date(2018, 11, 1),
            "perform_by": date(2018, 11, 11),
            "warns_of_listing": True,
        },
    )


def _fill_tax(database: Database, ground: str) -> None:
    """Taxpayers, each with one final case."""
    _put(
        database,
        TaxpayerRow,
        lambda number: (
            _party(number)
            | {"id": f"t-firm{number:014}", "registered_by": "clerk-9", "registered_at": THEN}
        ),
    )
    _put(
        database,
        ViolationRow,
        lambda number: {
            "id": _case(number),
            "taxpayer_id": f"t-firm{number:014}",
            "ground": ground,
            "amount_yuan": 5_000_000,
            "year_tax_yuan": 6_000_000,
            "decided_on": date(2018, 10, 1),
            "is_final": True,
            "recorded_by": "clerk-9",
            "recorded_at": THEN,
        },
    )


def _fill_sector(database: Database, ground: str) -> None:
    """Decided cases."""
    _put(
        database,
        CaseRow,
        lambda number: (
            _party(number)
            | {
                "id": _case(number),
                "ground": ground,
                "found_on": date(2018, 11, 1),
                "facts": "经查证属实。",
                "is_decided": True,
                "recorded_by": "clerk-9",
                "recorded_at": THEN,
                "has_promised": False,
            }
        ),
    )


OFFICES = (
    Office(Place("court", "court", 0), "judgment-defaulters", "obstructs-enforcement", _fill_court),
    Office(Place("tax", "tax", 0), "major-violations", "violent-resistance", _fill_tax),
    Office(Place("rail", "sector_list", 0), "rail-passengers", "evades-fare", _fill_sector),
)
