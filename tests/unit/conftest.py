"""What many tests need: the keys of all services, and a court that is open."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from demo.keys import make_all
from demo.roster import read_roster
from services.court.app import create_app
from tests.unit.apps import ROOT, OpenApp, forget_applications, open_app


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key folder for each service, made once: hashing the partners' secrets takes long."""
    root = tmp_path_factory.mktemp("keys")
    make_all(root, read_roster(ROOT / "authorities.yaml"))
    return root


@pytest.fixture(scope="module", autouse=True)
def _applications_go_with_their_module() -> Iterator[None]:
    """What was opened for the tests of a file is no burden on the next."""
    yield
    forget_applications()


@pytest.fixture
async def court(keys: Path, tmp_path: Path) -> AsyncIterator[OpenApp]:
    """A court whose clock stands on 2 January 2019."""
    async with open_app(create_app, "court", keys, tmp_path) as opened:
        yield opened
