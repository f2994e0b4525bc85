"""Several sectors in one process, each with its own port, keys, tables and place on the bus.

`python -m demo.together APPLICATION NAME=PORT ...`; CHIMERA_KEYS_DIR and CHIMERA_STATE_DIR are the
folders in which each has a folder of its own. Most of a small service's memory is Python and its
libraries, so what costs eighty megabytes as a process costs two in here. It is for a demonstration
on one machine: in the containers each sector runs alone.
"""

import argparse
import asyncio
import contextvars
import importlib
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

FAILED_TO_START = 3


class Guest(uvicorn.Server):
    """One service among several: the signals are for all of them."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Whoever runs all of them listens."""
        yield


@dataclass(frozen=True, slots=True)
class Seat:
    """One service, and the context in which its log lines bear its name."""

    guest: Guest
    context: contextvars.Context


def seat(application: str, name: str, port: int, environment: Mapping[str, str]) -> Seat:
    """A service built as uvicorn would build it, but not started."""
    context = contextvars.copy_context()
    for folder in ("CHIMERA_KEYS_DIR", "CHIMERA_STATE_DIR"):
        os.environ[folder] = str(Path(environment[folder]) / name)
    os.environ["CHIMERA_AUTHORITY"] = name
    module, _, factory = application.partition(":")
    app = context.run(getattr(importlib.import_module(module), factory))
    configuration = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    return Seat(Guest(configuration), context)


async def serve(seats: list[Seat]) -> bool:
    """Run all until a signal comes or one of them ends; whether all had started."""

    def leave() -> None:
        for one in seats:
            one.guest.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, leave)
    running = [loop.create_task(one.guest.serve(), context=one.context) for one in seats]
    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    leave()
    await asyncio.gather(*running)
    return all(one.guest.started for one in seats)


def main() -> int:
    """Run the named services until told to stop."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("application")
    parser.add_argument("services", nargs="+", metavar="NAME=PORT")
    asked = parser.parse_args()
    before = dict(os.environ)
    pairs = (service.split("=") for service in asked.services)
    seats = [seat(asked.application, name, int(port), before) for name, port in pairs]
    return 0 if asyncio.run(serve(seats)) else FAILED_TO_START


if __name__ == "__main__":
    sys.exit(main())
