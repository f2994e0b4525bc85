"""Applications of a test on free ports of this machine, in a thread of their own."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI

START_SECONDS = 60


@dataclass
class Served:
    """Where each answers, by the name of its service."""

    urls: dict[str, str] = field(default_factory=dict)
    ready: threading.Event = field(default_factory=threading.Event)
    servers: list[uvicorn.Server] = field(default_factory=list)

    async def serve(self, apps: Sequence[FastAPI]) -> None:
        """Answer until it is enough; `ready` once all of them do."""
        await asyncio.gather(*(self._serve(app, len(apps)) for app in apps))

    async def _serve(self, app: FastAPI, count: int) -> None:
        config = uvicorn.Config(app, port=0, lifespan="off", log_level="error")
        server = uvicorn.Server(config)
        self.servers.append(server)
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        self.urls[app.state.name] = f"http://127.0.0.1:{port}"
        if len(self.urls) == count:
            self.ready.set()
        await serving


@contextmanager
def served(run: Callable[[Served], Coroutine[Any, Any, None]]) -> Iterator[Served]:
    """What `run` opens, fills and serves, until the tests are done."""
    found = Served()
    thread = threading.Thread(target=lambda: asyncio.run(run(found)), daemon=True)
    thread.start()
    assert found.ready.wait(START_SECONDS)
    yield found
    for server in found.servers:
        server.should_exit = True
    thread.join(START_SECONDS)
