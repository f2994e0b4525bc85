"""A private nats-server for a test: the checked-in configuration, a free port, its own store."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from demo import broker as broker_of_the_demo
from demo.launcher.children import Child, Recipe
from demo.launcher.readiness import Member, tcp_check, wait_until_ready
from demo.roster import SECTOR_LIST, USUAL_SECTORS
from shared.authorities import load
from shared.bus import Bus

ROOT = Path(__file__).resolve().parents[2]
AUTHORITIES = load(ROOT / "authorities.yaml")
# Of the sectors, whose accounts one code makes, one that speaks and one whose list stays with it:
# everybody is tried against everybody, so each more would multiply the tests.
TRIED = [
    one
    for one in AUTHORITIES
    if one.service != SECTOR_LIST or one.slug in (USUAL_SECTORS[0], "education")
]
ISSUERS = [one.slug for one in TRIED if one.is_issuer]
SLUGS = [one.slug for one in TRIED]
USERS = ["platform", "gateway", *SLUGS]


class PrivateBroker:
    """One nats-server of a test; stops, comes back on the same port, and can lose its files."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"nats://127.0.0.1:{self.port}"
        self.store = folder / "store"
        known = ["platform", "gateway", *(one.slug for one in AUTHORITIES)]
        passwords = {f"{user.upper()}_PW": password(user) for user in known}
        command = broker_of_the_demo.command(self.store, self.port)
        self._child = Child(Recipe("broker", command, folder / "broker.log", passwords, ROOT))

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        self._child.start()
        wait_until_ready([Member(self._child, tcp_check("127.0.0.1", self.port))], seconds=15)

    def stop(self) -> None:
        """Stop it in good order."""
        self._child.terminate()
        if not self._child.wait(10):
            self._child.kill()

    def kill(self) -> None:
        """End it as a power cut would."""
        self._child.kill()

    def wipe(self) -> None:
        """Delete its files; it must be stopped."""
        shutil.rmtree(self.store)

    @asynccontextmanager
    async def bus(self, user: str) -> AsyncIterator[Bus]:
        """A connected bus of that user."""
        bus = await Bus.connect(self.url, user, password(user))
        try:
            assert await bus.wait_connected(10), f"{user} does not reach the broker"
            yield bus
        finally:
            await bus.close()


def password(user: str) -> str:
    """The made-up password of a broker user."""
    return f"secretOf{user}"


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def eventually(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Return when the condition holds; TimeoutError if it does not come to hold in time."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[PrivateBroker]:
    """A broker for one test, which may stop it."""
    yield from _running(PrivateBroker(tmp_path))


@pytest.fixture(scope="module")
def standing_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateBroker]:
    """A broker for all tests of a file; they must leave it as it was."""
    yield from _running(PrivateBroker(tmp_path_factory.mktemp("broker")))


def _running(broker: PrivateBroker) -> Iterator[PrivateBroker]:
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()
