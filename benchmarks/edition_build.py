"""How long an edition of 1,000,000 listings takes, against writing its bytes from memory.

The build reads the register in order and writes three formats, each for the public lists and for
all, on SQLite, until manifest and files are on the disk. The ceiling has all of that in memory: it
compresses the same lines at the same level, writes the same CSV, encodes the same columns with the
same row groups, into the same six files. The edition measured is the second one, as all are but
one; the first, with which each listing comes out and is filed under its search keys, is told beside
it without a bound. A third number is how much memory the process has taken by the end, so that it
fits beside everything else.
"""

import os
import resource
import sqlite3
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import services.national_platform
from benchmarks.results import Result
from services.national_platform.domain.cadence import Cadence, Rhythm
from services.national_platform.publishing import EditionDuties, Hints, Press
from services.national_platform.records import editions
from services.national_platform.records.edition_files import EditionFolder
from services.national_platform.records.edition_formats import (
    GZIP,
    GZIP_LEVEL,
    PARQUET_COMPRESSION,
    Format,
)
from services.national_platform.records.state import begin
from shared.calendar import ModelClock, start_of
from shared.database import Database, open_database
from shared.migrating import upgrade
from shared.proving.notes import Signer
from shared.rulebook import load

LISTINGS = 1_000_000
SHARED_OF = 4  # every fourth one is on a list that is shared
FLOOR = 1 / 3
MEMORY_MB = 600
BEGAN, FEBRUARY, MARCH = date(2019, 1, 1), date(2019, 2, 1), date(2019, 3, 1)
FOLDER = Path(services.national_platform.__file__).parent
FILL = """
INSERT INTO listings (ref, issuer, list, kind, effect, publication, reason, name, truncated_id,
                      listed_on, stands_until, version, terms_version)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)
SELECT 'court-' || lower(hex(randomblob(10))), 'court', 'judgment-defaulters', 'person', 'adverse',
       CASE WHEN i % :shared_of = 0 THEN 'shared' ELSE 'public' END,
       CASE i % 3 WHEN 0 THEN 'able-but-refuses' ELSE 'obstructs-enforcement' END,
       substr('王李张刘陈杨黄赵周吴', 1 + abs(random() % 10), 1)
       || substr('秀英伟芳娜敏静丽强磊军洋勇艳杰', 1 + abs(random() % 15), 1)
       || substr('秀英伟芳娜敏静丽强磊军洋勇艳杰', 1 + abs(random() % 15), 1),
       printf('66%04d%04d****%04d', abs(random() % 9999), 1940 + abs(random() % 65),
              abs(random() % 9999)),
       date('2019-01-02', (i % 30) || ' days'), date('2021-01-02', (i % 365) || ' days'), 1, 1
FROM n
"""


def run() -> list[Result]:
    """Listings per second; the ratio says which share of the time bare writing would take."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with TemporaryDirectory(prefix="chimera-bench-") as name:
        folder = Path(name)
        database = _register(folder)
        first, seconds = _build(database, folder / "editions")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        bare = _write_from_memory(_made(database, folder / "editions"), folder)
        database.close()
    return [
        Result("edition_build", LISTINGS / seconds, "listings/s", LISTINGS / bare, bare / seconds,
               FLOOR),
        Result("edition_build_first", LISTINGS / first, "listings/s", LISTINGS / bare,
               bare / first),
        Result("edition_build_memory", memory, "MB", MEMORY_MB, MEMORY_MB / memory, 1.0),
    ]  # fmt: skip


def _register(folder: Path) -> Database:
    """A register that nothing was brought out of; another process fills it, with a large cache."""
    file = folder / "platform.sqlite"
    database = Database(open_database(f"sqlite:///{file}"))
    upgrade(database.engine, FOLDER / "migrations")
    with database.write() as session:
        begin(session, start_of(BEGAN))
    filling = get_context("spawn").Process(target=_fill, args=(file, LISTINGS))
    filling.start()
    filling.join()
    assert filling.exitcode == 0
    return database


def _fill(file: Path, count: int) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-1000000")
        connection.execute(FILL, {"count": count, "shared_of": SHARED_OF})


def _build(database: Database, folder: Path) -> list[float]:
    """Seconds for the first edition, which all of them come out with, and for the next month's."""
    clock = ModelClock(start_of(BEGAN))
    rules = load(FOLDER / "rulebook.yaml").as_of(date(2019, 11, 1))
    signer = Signer("bench.example/log", Ed25519PrivateKey.generate())
    cadence = Cadence(Rhythm.MONTHLY, timedelta())
    press = Press(database, clock, EditionFolder(folder), rules, cadence, signer)
    duties = EditionDuties(press, Hints(), lambda: True)
    return [_bring_out(duties, clock, day) for day in (FEBRUARY, MARCH)]


def _bring_out(duties: EditionDuties, clock: ModelClock, day: date) -> float:
    clock.move(start_of(day))
    began = time.perf_counter()
    duties.run_due(clock.now())
    seconds = time.perf_counter() - began
    assert duties.not_ready() is None
    return seconds


def _made(database: Database, folder: Path) -> dict[str, Path]:
    """The files of the edition, by name; all listings must be in them."""
    with database.read() as session:
        row = editions.latest(session)
    assert row is not None
    assert row.files["public.csv"]["listings"] == LISTINGS - LISTINGS // SHARED_OF
    return {name: folder / f"{made['sha256']}.{name.split('.', 1)[1]}"
            for name, made in row.files.items()}  # fmt: skip


def _write_from_memory(made: dict[str, Path], folder: Path) -> float:
    """Seconds for all six files; loading what is written is not counted."""
    total = 0.0
    for prepare in (_lines, _table, _cells):
        write = prepare(made)
        began = time.perf_counter()
        write(folder)
        total += time.perf_counter() - began
    return total


def _lines(made: dict[str, Path]) -> Callable[[Path], None]:
    """Compressed once, and put into both files: public lines, then the others."""
    members = _members(made[f"all.{Format.JSONL}"].read_bytes())
    assert len(members) == 2

    def write(folder: Path) -> None:
        packed = [zlib.compress(member, GZIP_LEVEL, wbits=GZIP) for member in members]
        _put(folder / "public.gz", packed[:1])
        _put(folder / "all.gz", packed)

    return write


def _members(content: bytes) -> list[bytes]:
    members = []
    while content:
        one = zlib.decompressobj(wbits=GZIP)
        members.append(one.decompress(content))
        content = one.unused_data
    return members


def _table(made: dict[str, Path]) -> Callable[[Path], None]:
    """Columns in memory, as Arrow has them."""
    names = [f"{scope}.{Format.PARQUET}" for scope in ("public", "all")]
    tables = [pa.parquet.read_table(made[name]) for name in names]

    def write(folder: Path) -> None:
        for name, table in zip(names, tables, strict=True):
            with (folder / name).open("wb") as file:
                _encode(table, file)
                os.fsync(file.fileno())

    return write


def _encode(table: Any, file: Any) -> None:
    groups = editions.ROWS_IN_A_BLOCK
    pa.parquet.write_table(table, file, compression=PARQUET_COMPRESSION, row_group_size=groups)


def _cells(made: dict[str, Path]) -> Callable[[Path], None]:
    """Bytes as they are."""
    contents = {name: made[f"{name}.csv"].read_bytes() for name in ("public", "all")}

    def write(folder: Path) -> None:
        for name, content in contents.items():
            _put(folder / f"{name}.csv", [content])

    return write


def _put(path: Path, pieces: Sequence[bytes]) -> None:
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
