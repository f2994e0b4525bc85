"""A gateway under load: a million listings in its index, a million decisions in its log, an issuer
that answers over the real broker, and questions of which one in a hundred meets a listing."""

import asyncio
import gzip
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from fastapi import FastAPI

from benchmarks.surroundings import AUTHORITIES, ROOT, Surroundings, free_port
from demo.launcher.children import Child, Recipe
from demo.launcher.readiness import Member, tcp_check, wait_until_ready
from demo.population import Person, make_population
from services.partner_gateway.api import PartnerLimits
from services.partner_gateway.api.decision_shapes import DecisionAnswer, NewQuestion
from services.partner_gateway.app import create_app
from services.partner_gateway.receiving.building import CHILD
from services.partner_gateway.records import Index, Listed, Position
from shared.access import mint, read_key
from shared.bus import Bus
from shared.database import open_database
from shared.identifiers import Kind, truncate
from shared.migrating import upgrade
from shared.references import new_reference
from shared.sealing import unseal, verdict_bytes
from shared.web.rates import Policy

LISTINGS = 1_000_000
DECISIONS = 1_000_000
QUESTIONS = 50_000
CANDIDATES_OF = 100  # every hundredth question meets a listing
PARTNER, MEASURE = "skyward-air", "air-travel"
SERVER_CORE, OTHERS_CORE = "0", "1"
FILL = """
INSERT INTO {table} ({columns})
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)
SELECT {values} FROM n
"""
HASH = "lower(hex(randomblob(16)))"
DECISION = {
    "id": "'d-' || lower(hex(randomblob(10)))",
    "at": "datetime('2018-01-01', (i / 3) || ' minutes') || '.000000'",
    "partner": f"'{PARTNER}'",
    "measure": f"'{MEASURE}'",
    "mou": "'judgment-defaulters-2016'",
    "purpose": "'booking ' || i",
    "outcome": "'no_listing'",
    "edition": "'2018-12'",
    "index_age_seconds": "7",
    "namesakes_low": "0.00001",
    "namesakes_high": "0.05",
    "valid_until": "datetime('2018-01-02', (i / 3) || ' minutes') || '.000000'",
    "party_hash": HASH,
}
NUMBER = {
    "about_hash": HASH,
    "partner": f"'{PARTNER}'",
    "number_hash": HASH,
    "asked_at": "datetime('2018-12-20', (i % 9999) || ' minutes') || '.000000'",
}


@dataclass(frozen=True, slots=True)
class Serving:
    """A server on one core, and what it is asked with."""

    port: int
    token: str
    questions: Path

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


def create_empty() -> FastAPI:
    """The ceiling: an empty handler with the same models of body and answer."""
    app, now = FastAPI(), datetime.now(UTC)
    answer = DecisionAnswer.model_validate(
        {
            "decision_id": "d-qhzxkvbnwertyuiopasd",
            "outcome": "no_listing",
            "may_be_acted_on": False,
            "measure": MEASURE,
            "mou": "judgment-defaulters-2016",
            "legal_basis": "SPC Provisions on restricting high consumption (2010), Art. 3",
            "listings": [],
            "edition": "2019-02",
            "as_of": now,
            "index_age_seconds": 7,
            "expected_namesakes": {"low": 0.00001, "high": 0.05},
            "valid_until": now,
        }
    )

    @app.post("/v1/decisions")
    async def empty(body: NewQuestion) -> DecisionAnswer:
        """Nothing."""
        return answer

    return app


def create_gateway() -> FastAPI:
    """The gateway as it is, but for the limit of questions a minute."""
    app = create_app()
    endless = PartnerLimits(Policy("questions", quota=10**9, window_seconds=1))
    app.state.gate = replace(app.state.gate, limits=endless)
    return app


def lay_out(around: Surroundings) -> None:
    """Index and log as they are after some years."""
    state = around.folder / "gateway"
    state.mkdir()
    database = open_database(f"sqlite:///{state}/gateway.sqlite")
    upgrade(database, ROOT / "services" / "partner_gateway" / "migrations")
    database.dispose()
    with closing(sqlite3.connect(state / "gateway.sqlite")) as connection, connection:
        connection.execute("PRAGMA cache_size=-1000000")
        for table, columns in (("decisions", DECISION), ("numbers_asked", NUMBER)):
            words = {"columns": ", ".join(columns), "values": ", ".join(columns.values())}
            connection.execute(FILL.format(table=table, **words), {"count": DECISIONS})
    index = Index(state / "index.sqlite")
    place = Position("2019-01", "0" * 64, 0, datetime.now(UTC), has_gap=False)
    index.install(map(_listed, islice(_people(), LISTINGS)), place)
    index.close()


@contextmanager
def loading(around: Surroundings) -> Iterator[None]:
    """The next edition of a million listings is built beside, by the gateway's own child process,
    on the core that the gateway has."""
    edition, state = around.folder / "edition.jsonl.gz", around.folder / "gateway"
    if not edition.exists():
        _write_edition(edition)
    files = [edition, state / "index.sqlite", state / "another.part"]
    command = ["taskset", "-c", SERVER_CORE, sys.executable, "-m", CHILD, *map(str, files)]
    with subprocess.Popen(command, cwd=ROOT, env={}, stdin=subprocess.PIPE) as child:
        time.sleep(1.0)  # past its imports
        assert child.poll() is None
        yield
        assert child.poll() is None, "the edition was too small for the run"
        child.kill()


def _write_edition(file: Path) -> None:
    with gzip.open(file, "wt", compresslevel=1, encoding="utf-8") as lines:
        for row in map(_listed, islice(_people(), LISTINGS)):
            lines.write(json.dumps(asdict(row), default=str) + "\n")


def _people() -> Iterator[Person]:
    everybody = make_population(int(1.2 * (LISTINGS + QUESTIONS)), seed=1)
    return (one for one in everybody if isinstance(one, Person))


def _listed(person: Person) -> Listed:
    return Listed(
        issuer="court",
        ref=new_reference("court"),
        list="judgment-defaulters",
        kind="person",
        effect="adverse",
        publication="public",
        version=1,
        listed_on=date(2018, 12, 3),
        stands_until=date(2020, 12, 3),
        name=person.name,
        truncated_id=truncate(Kind.PERSON, person.id_number),
        reason="able-but-refuses",
    )


def write_questions(file: Path) -> None:
    """One party a line; every hundredth is on the list."""
    people = _people()
    listed = list(islice(people, QUESTIONS // CANDIDATES_OF))
    for _ in islice(people, LISTINGS - len(listed)):
        pass
    others = list(islice(people, QUESTIONS - len(listed)))
    with file.open("w", encoding="utf-8") as lines:
        for number, person in enumerate(others):
            if number % (CANDIDATES_OF - 1) == 0 and listed:
                lines.write(_party(listed.pop()))
            lines.write(_party(person))


def _party(person: Person) -> str:
    words = {"kind": "person", "name": person.name, "id_number": person.id_number}
    return json.dumps(words, ensure_ascii=False) + "\n"


@contextmanager
def serving(around: Surroundings, factory: str, questions: Path) -> Iterator[Serving]:
    """A uvicorn worker on a core of its own."""
    port = free_port()
    command = [
        "taskset", "-c", SERVER_CORE, sys.executable, "-m", "uvicorn",
        f"benchmarks.gateway_world:{factory}", "--factory", "--host", "127.0.0.1",
        "--port", str(port), "--no-access-log", "--no-server-header",
    ]  # fmt: skip
    environment = {
        "CHIMERA_KEYS_DIR": str(around.keys / "gateway"),
        "CHIMERA_STATE_DIR": str(around.folder / "gateway"),
        "CHIMERA_BROKER_URL": around.broker_url,
        "CHIMERA_PLATFORM_URL": f"http://127.0.0.1:{free_port()}",  # nobody: it answers alone
        "CHIMERA_AUTHORITIES": str(AUTHORITIES),
    }
    with running(factory, command, around.folder, environment, port):
        yield Serving(port, _token(around), questions)


@contextmanager
def running(
    name: str, command: Sequence[str], folder: Path, environment: dict[str, str], port: int
) -> Iterator[Child]:
    """A process for as long as this is entered, once it answers at its port."""
    child = Child(Recipe(name, command, folder / f"{name}.log", environment, ROOT))
    child.start()
    try:
        wait_until_ready([Member(child, tcp_check("127.0.0.1", port))], seconds=120)
        yield child
    finally:
        child.terminate()
        child.wait(10)


def _token(around: Surroundings) -> str:
    claims = {"iss": "gateway", "aud": "gateway", "sub": PARTNER, "client_id": PARTNER}
    key = read_key(around.keys / "gateway" / "signing.jwk")
    return mint(key, claims | {"scope": MEASURE}, 3 * 3600, typ="at+jwt")


@contextmanager
def court(around: Surroundings) -> Iterator[Child]:
    """An issuer in a process of its own, which knows all listed people and says yes."""
    environment = {"BROKER": around.broker_url, "KEYS": str(around.keys / "court")}
    command = ["taskset", "-c", OTHERS_CORE, sys.executable, "-m", "benchmarks.gateway_world"]
    child = Child(Recipe("issuer", command, around.folder / "issuer.log", environment, ROOT))
    child.start()
    try:
        yield child
    finally:
        child.kill()


async def _answer_as_court() -> None:
    keys = Path(os.environ["KEYS"])
    key = read_key(keys / "sealing.jwk")
    password = (keys / "broker_password").read_text("utf-8")
    bus = await Bus.connect(os.environ["BROKER"], "court", password)

    async def confirmed(sealed: bytes) -> bytes:
        unseal(sealed, key)
        return verdict_bytes("yes")

    await bus.answer("confirm.court", confirmed)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_answer_as_court())
