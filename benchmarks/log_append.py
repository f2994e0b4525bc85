"""How fast acts go into the log, and how fast one of a million is proved to be there.

Appending writes the act down, salts and hashes it, extends the tree and keeps the salt, in durable
transactions of the size in which notices are received, on SQLite. The ceiling is SHA-256 over the
same bytes and nothing else, in the same run.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.receiving import FIRST
from benchmarks.results import Result
from demo.population import Person, make_population
from services.national_platform.domain.checking import Word
from services.national_platform.domain.commitments import Heard, content, terms_of
from services.national_platform.domain.register import hear
from services.national_platform.receiving.loop import BATCH
from services.national_platform.records import METADATA, log, log_openings
from shared.contract import Notice
from shared.database import Database, open_database
from shared.identifiers import truncate
from shared.proving.canonical import in_order
from shared.references import new_reference

ACTS = 1_000_000
PEOPLE = 20_000
PROVED = 300
LEAST_ACTS = 50_000
MOST_MILLISECONDS = 1.0


def run() -> list[Result]:
    """Acts per second against hashing alone, and milliseconds for a proof against the bound."""
    notices = list(_notices())
    with TemporaryDirectory() as folder:
        database = _open(Path(folder) / "log.sqlite")
        appended, ceiling = _append(database, notices)
        milliseconds = _prove(database)
        database.close()
    share, proving = appended / ceiling, MOST_MILLISECONDS / milliseconds
    return [
        Result("log_append", appended, "acts/s", ceiling, share, LEAST_ACTS / ceiling),
        Result("log_proof", milliseconds, "ms", MOST_MILLISECONDS, proving, 1.0),
    ]


def _open(file: Path) -> Database:
    database = Database(open_database(f"sqlite:///{file}"))
    for metadata in METADATA:
        metadata.create_all(database.engine)
    return database


def _notices() -> Iterator[Notice]:
    """What is said about many people of the synthetic population."""
    people = (one for one in make_population(2 * PEOPLE, seed=1) if isinstance(one, Person))
    for person in islice(people, PEOPLE):
        masked = truncate(FIRST.kind, person.id_number)
        yield Notice(
            name=person.name, truncated_id=masked, issuer="court", reason="able-but-refuses"
        )


def _batches(notices: Sequence[Notice]) -> Iterator[list[Heard]]:
    """First acts about listings that are all different, as many at once as are received."""
    said = cycle(notices)
    for _ in range(ACTS // BATCH):
        words = (
            Word(replace(FIRST, ref=new_reference("court")), notice)
            for notice in islice(said, BATCH)
        )
        yield [Heard(word, None, hear(None, word)) for word in words]


def _append(database: Database, notices: Sequence[Notice]) -> tuple[float, float]:
    """Acts per second: into the log, and hashed only, batch by batch in turns."""
    appending = hashing = 0.0
    for batch in _batches(notices):
        written = [_written(one) for one in batch]
        began = time.perf_counter()
        with database.write() as session:
            log_openings.commit(session, batch)
        appended = time.perf_counter()
        for act in written:
            sha256(act).digest()
        appending += appended - began
        hashing += time.perf_counter() - appended
    return ACTS / appending, ACTS / hashing


def _written(heard: Heard) -> bytes:
    notice = heard.word.notice
    said = content(terms_of(heard.word), heard.after, notice.name, notice.truncated_id)
    return in_order(said)


def _prove(database: Database) -> float:
    """The mean over proofs of acts all over the log, read from the tables each time."""
    with database.read() as session:
        size = log.size(session)
        places = random.Random(1).sample(range(size), PROVED)  # noqa: S311 - nothing secret
        began = time.perf_counter()
        for place in places:
            log.inclusion(session, place, size)
        return (time.perf_counter() - began) * 1000 / PROVED
