"""What holds on SQLite must hold on PostgreSQL: old tables become new ones, the feed skips nothing.

One server of the image that the containers use, without the containers.
"""

import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from services.national_platform.domain.checking import Checker
from services.national_platform.domain.redaction import Redactor
from services.national_platform.receiving import Desk, Wholeness, keep
from services.national_platform.records import METADATA, feed
from services.national_platform.records.state import begin
from shared.authorities import load
from shared.database import Database, open_database
from tests.compose import engine as docker
from tests.fakes import FixedClock
from tests.migrated import SERVICES, bounds, fresh_bounds, take_to_the_newest
from tests.unit.national_platform.saying import listed, say, withdraw
from tests.unit.national_platform.test_feed import read_along
from tests.unit.national_platform.test_reconciling import A, B, Court

pytestmark = pytest.mark.compose
IMAGE, START_SECONDS = "postgres:17", 60.0
WRITERS, EACH = 6, 40


CONTAINER = f"chimera-test-{secrets.token_hex(4)}"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of an empty PostgreSQL, up to the name of a database."""
    name, password = CONTAINER, secrets.token_hex(8)
    docker.docker(
        "run", "--rm", "--detach", "--name", name, "--env", f"POSTGRES_PASSWORD={password}",
        "--publish", "127.0.0.1::5432", IMAGE,
    )  # fmt: skip
    try:
        port = docker.docker("port", name, "5432/tcp").splitlines()[0].rsplit(":", 1)[1]
        address = f"postgresql+psycopg://postgres:{password}@127.0.0.1:{port}"
        _wait(f"{address}/postgres")
        yield address
    finally:
        docker.ask("rm", "--force", "--volumes", name)


def _wait(url: str) -> None:
    """The image starts its server twice; the second one listens on the network."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        engine = open_database(url)
        try:
            with engine.connect():
                return
        except OperationalError:
            assert time.monotonic() < deadline, "PostgreSQL does not start"
            time.sleep(0.1)
        finally:
            engine.dispose()


def fresh(server: str) -> Engine:
    """An empty database of its own."""
    name = f"d{secrets.token_hex(6)}"
    engine = open_database(f"{server}/postgres")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return open_database(f"{server}/{name}")


@pytest.fixture
def desk(server: str) -> Iterator[Desk]:
    """The platform's tables there, and where its batches are kept."""
    database, clock = Database(fresh(server)), FixedClock()
    for metadata in METADATA:
        metadata.create_all(database.engine)
    with database.write() as session:
        begin(session, clock.now())
    authorities = load(docker.ROOT / "authorities.yaml")
    yield Desk(database, clock, Checker(authorities, 366), Redactor(authorities, b"a key of ours"))
    database.close()


@pytest.mark.parametrize("service", SERVICES)
def test_the_first_tables_with_data_become_those_of_a_fresh_database(
    service: str, server: str, tmp_path: Path
) -> None:
    old, new = fresh(server), fresh(server)
    take_to_the_newest(old, service, tmp_path)
    assert bounds(old) == fresh_bounds(new, service)
    for engine in (old, new):
        engine.dispose()


def test_a_reader_beside_many_writers_sees_every_number_once_and_in_order(desk: Desk) -> None:
    def write(writer: int) -> None:
        for n in range(EACH):
            keep(desk, [withdraw(listed(f"court-w{'abcdef'[writer]}num{n:02}"))])

    over = Event()
    with ThreadPoolExecutor(WRITERS + 2) as pool:
        readers = [pool.submit(read_along, desk.database, over) for _ in range(2)]
        for done in [pool.submit(write, writer) for writer in range(WRITERS)]:
            done.result()
        over.set()
    every_number = list(range(1, WRITERS * EACH + 1))
    assert [reader.result() for reader in readers] == [every_number, every_number]


async def test_a_dump_that_is_put_back_is_made_whole_by_the_issuer(
    desk: Desk, tmp_path: Path
) -> None:
    """With the commands that docs/operations.md gives."""
    keep(desk, [say(listed(A)), say(listed(B))])
    name, dump = str(desk.database.engine.url.database), "/tmp/platform.dump"  # noqa: S108 - its own
    inside = ("exec", "--user", "postgres", CONTAINER)
    docker.docker(*inside, "pg_dump", "-Fc", "-U", "postgres", "-f", dump, name)
    keep(desk, [withdraw(listed(A))])
    desk.database.close()
    docker.docker(
        *inside, "pg_restore", "--clean", "--if-exists", "--single-transaction", "-U", "postgres",
        "-d", name, dump,
    )  # fmt: skip
    (tmp_path / "restored").touch()
    wholeness = Wholeness(desk, tmp_path)
    assert wholeness.awaited() == {"court"}
    court = Court(desk, [(B, 1)], [withdraw(listed(A)), say(listed(B))])
    assert await court.compares() == ("agreed", {"not_ended": [(A, 2, 1)]})
    assert wholeness.awaited() == set()
    with desk.database.read() as session:
        (told,) = feed.after(session, 0, 10)
        assert told.seq > 10**9


async def test_what_differs_is_found_there_too(desk: Desk) -> None:
    keep(desk, [say(listed(A))])
    court = Court(desk, [(B, 1)], [say(listed(B)), say(listed(B))])
    outcome, found = await court.compares()
    assert (outcome, found) == ("differs", {"extra": [(A, None, 1)], "missing": [(B, 1, None)]})
