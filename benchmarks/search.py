"""How fast the platform answers a search over HTTP when a million listings are shown.

The service is a process of its own and asked one question after the other. A whole name, a
beginning in pinyin and a mask are asked for, each with its tail: 95 of 100 answers come within the
value. Told besides: how fast search keys are filed, once for each listing that an edition shows for
the first time.
"""

import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from statistics import quantiles
from typing import Any

import httpx
from sqlalchemy import insert

from benchmarks.results import Result
from benchmarks.surroundings import AUTHORITIES, ROOT, Surroundings, free_port, surroundings
from demo.launcher.children import Child, Recipe
from demo.launcher.readiness import Member, http_check, wait_until_ready
from demo.population import Organisation, Person, make_population
from services.national_platform.domain.readings import KeyKind, keys_of
from services.national_platform.records.search_keys import keep_up
from services.national_platform.records.state import begin
from services.national_platform.records.tables import EditionRow, ListingRow
from shared.calendar import start_of
from shared.database import Database, open_database
from shared.identifiers import Kind, truncate
from shared.migrating import upgrade
from shared.references import new_reference

LISTINGS, PEOPLE = 1_000_000, 100_000
AT_ONCE = 50_000
WARMING, QUESTIONS = 5, 90  # of each kind; all together are as many as one address may ask at once
MOST_MILLISECONDS = 30.0
SINCE, UNTIL = date(2019, 1, 2), date(2021, 1, 2)
EDITION_ON = date(2019, 2, 1)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is listed."""

    kind: str
    name: str
    mask: str


def run() -> list[Result]:
    """The tail of each kind of search, and the filing of the keys."""
    people = _people()
    with surroundings() as here:
        filed = _fill(here, people)
        results = [Result("search_keys", filed, "listings/s")]
        with _platform(here) as url:
            for name, bodies in _questions(people).items():
                tail = _tail(url, bodies)
                ratio = MOST_MILLISECONDS / tail
                results.append(Result(name, tail, "ms at p95", MOST_MILLISECONDS, ratio, 1.0))
    return results


def _people() -> list[Known]:
    """Persons and firms of the synthetic population."""
    found = islice(make_population(PEOPLE, seed=1), PEOPLE)
    return [_known(one) for one in found]


def _known(one: Person | Organisation) -> Known:
    if isinstance(one, Person):
        return Known(Kind.PERSON, one.name, truncate(Kind.PERSON, one.id_number))
    return Known(Kind.ORGANISATION, one.name, one.code)


def _fill(here: Surroundings, people: Sequence[Known]) -> float:
    """A register of public listings that an edition shows; listings filed in a second."""
    database = Database(open_database(f"sqlite:///{here.folder}/platform/platform.sqlite"))
    upgrade(database.engine, ROOT / "services/national_platform/migrations")
    with database.write() as session:
        begin(session, start_of(SINCE))
        session.add(_edition())
    rows = _rows(people)
    while some := list(islice(rows, AT_ONCE)):
        with database.write() as session:
            session.execute(insert(ListingRow), some)
    began = time.perf_counter()
    keep_up(database)
    seconds = time.perf_counter() - began
    database.close()
    return LISTINGS / seconds


def _edition() -> EditionRow:
    now = start_of(EDITION_ON)
    return EditionRow(
        id="2019-02", as_of=now, made_at=datetime.now(UTC), feed_seq=0, counts=[], files={}
    )


def _rows(people: Sequence[Known]) -> Iterator[dict[str, Any]]:
    """A million listings; each name has ten, with a mask of its own but for one."""
    same = {
        "issuer": "court", "list": "judgment-defaulters", "effect": "adverse",
        "publication": "public", "reason": "able-but-refuses", "listed_on": SINCE,
        "stands_until": UNTIL, "version": 1, "terms_version": 1, "in_edition": "2019-02",
        "shown_until": UNTIL,
    }  # fmt: skip
    for number in range(LISTINGS):
        one, other = people[number % len(people)], people[number * 7 % len(people)]
        own = {"name": one.name, "truncated_id": other.mask, "kind": one.kind}
        yield {"ref": new_reference("court"), **same, **own}


def _questions(people: Sequence[Known]) -> dict[str, list[dict[str, str]]]:
    """What is asked, by kind; the beginnings are of two letters and more."""
    chance = random.Random(1)  # noqa: S311 - the same questions in each run
    asked = chance.sample(people, WARMING + QUESTIONS)
    said = [next(key.text for key in keys_of(one.name) if key.kind == KeyKind.SPOKEN)
            for one in asked]  # fmt: skip
    return {
        "search_by_name": [{"name": one.name} for one in asked],
        "search_by_pinyin_prefix": [
            {"name": text[: chance.randint(2, 9)], "match": "prefix"} for text in said
        ],
        "search_by_mask": [{"truncated_id": one.mask} for one in asked],
    }


@contextmanager
def _platform(here: Surroundings) -> Iterator[str]:
    """The service as it is always started, on a port of its own."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [
        sys.executable, "-m", "uvicorn", "services.national_platform.app:create_app", "--factory",
        "--port", str(port), "--no-access-log", "--no-proxy-headers",
    ]  # fmt: skip
    environment = {
        "CHIMERA_KEYS_DIR": str(here.keys / "platform"),
        "CHIMERA_STATE_DIR": str(here.folder / "platform"),
        "CHIMERA_BROKER_URL": here.broker_url,
        "CHIMERA_AUTHORITIES": str(AUTHORITIES),
        "CHIMERA_START": EDITION_ON.isoformat(),
    }
    child = Child(Recipe("platform", command, here.folder / "platform.log", environment, ROOT))
    child.start()
    try:
        wait_until_ready([Member(child, http_check(url))], seconds=60)
        yield url
    finally:
        child.terminate()
        child.wait(10)


def _tail(url: str, bodies: Sequence[dict[str, str]]) -> float:
    """Milliseconds within which 95 of 100 of these are answered."""
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        taken = [_milliseconds(client, body) for body in bodies]
    return quantiles(taken[WARMING:], n=20)[-1]


def _milliseconds(client: httpx.Client, body: dict[str, str]) -> float:
    began = time.perf_counter()
    answer = client.post("/v1/search", json=body)
    taken = time.perf_counter() - began
    assert answer.status_code == httpx.codes.OK, answer.text
    assert answer.json()["listings"], "what is asked for is listed"
    return 1000 * taken
