"""A thousand readers that poll the feed by ETag, against a handler that does nothing.

Each door stands behind bounds and counting in a real uvicorn process of its own, and both are asked
by the same client: one after the other, in rounds, so that a busy moment meets both. The client
keeps a connection for each reader and asks on all of them at once.
"""

import asyncio
import socket
import statistics
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI, Response

from benchmarks.results import Result
from benchmarks.surroundings import AUTHORITIES, ROOT
from demo.keys import make_all
from demo.launcher.children import Child, Recipe
from demo.launcher.readiness import Member, tcp_check, wait_until_ready
from demo.roster import read_roster
from shared.telemetry import Metrics
from shared.web.limits import Aftermath, Bounds, Counting

READERS = 1_000
ROUNDS = 7
POLLS_A_ROUND = 4
FLOOR = 0.5


def create_empty() -> FastAPI:
    """One door that answers 304 to anybody, behind the frame that every service has."""
    app = FastAPI()

    @app.get("/empty")
    async def empty() -> Response:
        """Nothing."""
        return Response(status_code=304)

    app.add_middleware(Bounds)
    app.add_middleware(Aftermath, wake=lambda: None)
    app.add_middleware(Counting, metrics=Metrics())
    return app


def run() -> list[Result]:
    """Polls answered per second, and their share of what the empty handler answers."""
    with TemporaryDirectory(prefix="chimera-bench-") as name:
        folder = Path(name)
        make_all(folder / "keys", read_roster(AUTHORITIES))
        ceilings, found = asyncio.run(_measure(folder))
    ratio = statistics.median(one / ceiling for one, ceiling in zip(found, ceilings, strict=True))
    polls, ceiling = statistics.median(found), statistics.median(ceilings)
    return [Result("feed", polls, "polls/s", ceiling, ratio, FLOOR)]


async def _measure(folder: Path) -> tuple[list[float], list[float]]:
    """Round by round, each door once: an even mixture of whatever else the machine does."""
    async with (
        _serving(folder, "benchmarks.feed:create_empty", "empty") as empty,
        _serving(folder, "services.national_platform.app:create_app", "platform") as platform,
    ):
        tag = await _tag(platform)
        nothing, poll = _request("/empty", ""), _request("/v1/withdrawals?after=0", tag)
        async with _readers(empty) as at_empty, _readers(platform) as at_platform:
            ceilings, found = [], []
            for _ in range(ROUNDS):
                ceilings.append(await _polls_per_second(at_empty, nothing))
                found.append(await _polls_per_second(at_platform, poll))
    return ceilings[1:], found[1:]  # the first round warms both up


@asynccontextmanager
async def _serving(folder: Path, application: str, name: str) -> AsyncIterator[int]:
    """A process that serves an application, as the launcher starts one; the port it is on."""
    port = _free_port()
    command = [
        sys.executable, "-m", "uvicorn", application, "--factory", "--host", "127.0.0.1",
        "--port", str(port), "--no-access-log", "--no-server-header", "--backlog",
        str(4 * READERS), "--timeout-keep-alive", "120",
    ]  # fmt: skip
    environment = {
        "CHIMERA_KEYS_DIR": str(folder / "keys" / "platform"),
        "CHIMERA_STATE_DIR": str(folder / name),
        "CHIMERA_BROKER_URL": f"nats://127.0.0.1:{_free_port()}",  # nobody: nothing comes in
        "CHIMERA_AUTHORITIES": str(AUTHORITIES),
    }
    child = Child(Recipe(name, command, folder / f"{name}.log", environment, ROOT))
    child.start()
    try:
        wait_until_ready([Member(child, tcp_check("127.0.0.1", port))], seconds=60)
        yield port
    finally:
        child.kill()


def _request(path: str, tag: str) -> bytes:
    asks = f"If-None-Match: {tag}\r\n" if tag else ""
    return f"GET {path} HTTP/1.1\r\nHost: feed\r\n{asks}\r\n".encode()


Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def _readers(port: int) -> AsyncIterator[Sequence[Connection]]:
    """A connection for each reader, kept as a poller keeps it."""
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(READERS)]
    try:
        yield connections
    finally:
        for _, writer in connections:
            writer.close()


async def _polls_per_second(connections: Sequence[Connection], request: bytes) -> float:
    """All readers at once, each some times in a row."""
    began = time.perf_counter()
    await asyncio.gather(*(_poll(connection, request) for connection in connections))
    return READERS * POLLS_A_ROUND / (time.perf_counter() - began)


async def _poll(connection: Connection, request: bytes) -> None:
    reader, writer = connection
    for _ in range(POLLS_A_ROUND):
        writer.write(request)
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 304"), answer


async def _tag(port: int) -> str:
    """The tag of what a reader has at first."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_request("/v1/withdrawals?after=0", ""))
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    writer.close()
    assert head.startswith("HTTP/1.1 200"), head
    return next(line[5:].strip() for line in head.splitlines() if line.lower().startswith("etag:"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
