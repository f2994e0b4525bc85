"""A broker with the real configuration and fresh keys, in a folder that is thrown away."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from demo import broker
from demo.keys import make_all
from demo.launcher.children import Child, Recipe
from demo.launcher.readiness import Member, tcp_check, wait_until_ready
from demo.roster import read_roster
from shared.bus import Announcement, Bus, NotAnnounced

ROOT = Path(__file__).resolve().parents[1]
AUTHORITIES = ROOT / "authorities.yaml"
WINDOW = 500


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the broker answers, and everybody's keys."""

    folder: Path
    broker_url: str

    @property
    def keys(self) -> Path:
        """One key folder for each service."""
        return self.folder / "keys"

    def password(self, user: str) -> str:
        """What this user says to the broker."""
        return (self.keys / user / "broker_password").read_text("utf-8")

    async def bus(self, user: str) -> Bus:
        """A connected bus of this user."""
        bus = await Bus.connect(self.broker_url, user, self.password(user))
        assert await bus.wait_connected(10), f"{user} does not reach the broker"
        return bus


@contextmanager
def surroundings() -> Iterator[Surroundings]:
    """Started when this is entered, gone when it is left."""
    with TemporaryDirectory(prefix="chimera-bench-") as name:
        folder, port = Path(name), free_port()
        make_all(folder / "keys", read_roster(AUTHORITIES))
        passwords = broker.read_passwords(folder / "keys" / "broker" / "broker.env")
        command = broker.command(folder / "broker", port)
        child = Child(Recipe("broker", command, folder / "broker.log", passwords, ROOT))
        child.start()
        try:
            wait_until_ready([Member(child, tcp_check("127.0.0.1", port))], seconds=15)
            yield Surroundings(folder, f"nats://127.0.0.1:{port}")
        finally:
            child.terminate()
            child.wait(10)


async def announce_all(bus: Bus, words: Sequence[Announcement]) -> None:
    """Put all of these on the stream, in windows.

    On a busy machine a receipt may come too late; such a notice is said again under its old id, so
    that the stream holds each once.
    """
    for start in range(0, len(words), WINDOW):
        waiting = words[start : start + WINDOW]
        while waiting:
            receipts = await bus.announce_all(waiting)
            told = zip(waiting, receipts, strict=True)
            waiting = [word for word, receipt in told if isinstance(receipt, NotAnnounced)]


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
