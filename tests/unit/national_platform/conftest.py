"""The platform's application, and a desk that takes notices without one."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from services.national_platform.app import create_app
from services.national_platform.domain.checking import Checker
from services.national_platform.domain.redaction import Redactor
from services.national_platform.receiving import Desk
from services.national_platform.records import METADATA
from services.national_platform.records.state import begin
from shared.authorities import Authorities, load
from shared.database import Database, open_database
from tests.fakes import FixedClock
from tests.unit.apps import ROOT, open_app
from tests.unit.national_platform.doors import Platform
from tests.unit.national_platform.printing import Printer

SHARED_LIST = """
  - slug: trams
    service: sector_list
    port: 8199
    rulebook: services/sector_list/rulebooks/trams.yaml
    title: {en: "Tramway", zh: "电车"}
    operator: {title: {en: "Model tramway", zh: "模型电车"}, note: "A body of the model."}
    origin: paper
    contact: /v1/contact
    lists:
      - id: passengers
        title: {en: "Passengers", zh: "旅客"}
        effect: adverse
        publication: shared
        kinds: [person]
        origin: paper
"""


@pytest.fixture(scope="session")
def authorities_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model's authorities, and one more that shares its list with partners only."""
    path = tmp_path_factory.mktemp("authorities") / "authorities.yaml"
    path.write_text((ROOT / "authorities.yaml").read_text("utf-8") + SHARED_LIST, "utf-8")
    return path


@pytest.fixture(scope="session")
def authorities(authorities_file: Path) -> Authorities:
    """The same, read."""
    return load(authorities_file)


@pytest.fixture
def clock() -> FixedClock:
    """Noon of 2 January 2019."""
    return FixedClock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """The platform's tables in a file, as more than one thread uses them."""
    found = Database(open_database(f"sqlite:///{tmp_path}/platform.sqlite"))
    for metadata in METADATA:
        metadata.create_all(found.engine)
    yield found
    found.close()


@pytest.fixture
def desk(database: Database, clock: FixedClock, authorities: Authorities) -> Desk:
    """Where batches are kept."""
    with database.write() as session:
        begin(session, clock.now())
    return Desk(
        database, clock, Checker(authorities, 366), Redactor(authorities, b"a key of the platform")
    )


@pytest.fixture
async def platform(keys: Path, tmp_path: Path, authorities_file: Path) -> AsyncIterator[Platform]:
    """The platform in January 2019, before its first edition."""
    extra = {"CHIMERA_AUTHORITIES": str(authorities_file)}
    async with open_app(create_app, "platform", keys, tmp_path, extra) as opened:
        yield Platform(opened, keys)


@pytest.fixture
def printer(desk: Desk, tmp_path: Path) -> Printer:
    """Editions that a test brings out itself."""
    return Printer(desk, tmp_path / "editions")
