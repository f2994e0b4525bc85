"""A backlog on a real stream: how fast the platform works through it, and how fast a bare loop.

Both read the same stream in the same run, in batches of the same size. The bare loop only pulls and
acknowledges; the platform checks every notice, keeps a batch in one durable transaction and
acknowledges it then, on SQLite.
"""

import asyncio
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from fastapi import FastAPI
from nats.aio.client import Client
from nats.errors import TimeoutError as NothingCame
from nats.js import JetStreamContext, api

from benchmarks.surroundings import AUTHORITIES, Surroundings, announce_all
from services.national_platform.app import create_app
from services.national_platform.receiving.loop import BATCH
from shared.bus import Announcement

APPLIED = "chimera_notices_applied_total"
STREAM = "LISTINGS"
Prepare = Callable[[FastAPI], None]


def nothing(_: FastAPI) -> None:
    """For a platform that begins empty."""


async def measure(
    here: Surroundings, words: Sequence[Announcement], prepare: Prepare = nothing
) -> tuple[float, float]:
    """Notices per second: the bare loop, and the platform.

    The bare loop runs before and after, and the mean counts: a machine that has other work for a
    while has it for both.
    """
    await _fill(here, words)
    before = await _bare_loop(here, "bare1", len(words))
    platform = await _platform(here, len(words), prepare)
    after = await _bare_loop(here, "bare2", len(words))
    return 2 / (1 / before + 1 / after), platform


async def _fill(here: Surroundings, words: Sequence[Announcement]) -> None:
    platform, court = await here.bus("platform"), await here.bus("court")
    await platform.ensure_listings_stream()
    await announce_all(court, words)
    await court.close()
    await platform.close()


async def _bare_loop(here: Surroundings, name: str, backlog: int) -> float:
    """The broker client's own pull and acknowledgement, and nothing else."""
    client = Client()
    await client.connect(here.broker_url, user="platform", password=here.password("platform"))
    stream = client.jetstream()
    await stream.add_consumer(STREAM, _consumer(name))
    subscription = await stream.pull_subscribe_bind(name, STREAM)
    began, taken = time.perf_counter(), 0
    while taken < backlog:
        taken += await _take(subscription)
    await client.flush()
    seconds = time.perf_counter() - began
    await client.close()
    return backlog / seconds


async def _take(subscription: JetStreamContext.PullSubscription) -> int:
    try:
        batch = await subscription.fetch(BATCH, timeout=5)
    except NothingCame:
        return 0
    for message in batch:
        await message.ack()
    return len(batch)


def _consumer(name: str) -> api.ConsumerConfig:
    return api.ConsumerConfig(
        name=name,
        durable_name=name,
        ack_policy=api.AckPolicy.EXPLICIT,
        ack_wait=10,
        max_ack_pending=20_000,
    )


async def _platform(here: Surroundings, backlog: int, prepare: Prepare) -> float:
    """The whole service but for its HTTP port, from its start until all is applied."""
    with _environment(_variables(here)):
        app = create_app()
    prepare(app)
    began = time.perf_counter()
    async with app.router.lifespan_context(app):
        while _applied(app) < backlog:
            await asyncio.sleep(0.02)
        seconds = time.perf_counter() - began
    return backlog / seconds


def _applied(app: FastAPI) -> float:
    return app.state.metrics.registry.get_sample_value(APPLIED) or 0.0


def _variables(here: Surroundings) -> dict[str, str]:
    return {
        "CHIMERA_KEYS_DIR": str(here.keys / "platform"),
        "CHIMERA_STATE_DIR": str(here.folder / "platform"),
        "CHIMERA_BROKER_URL": here.broker_url,
        "CHIMERA_AUTHORITIES": str(AUTHORITIES),
        "CHIMERA_CLOCK": "model",
    }


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
