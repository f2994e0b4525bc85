"""How fast the platform works through a backlog, against a loop that only pulls and acknowledges.

Both read the same stream in the same run, in batches of the same size. The platform checks every
notice, keeps a batch in one durable transaction and acknowledges it then, on SQLite.
"""

import asyncio
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice

import structlog
from fastapi import FastAPI
from nats.aio.client import Client
from nats.errors import TimeoutError as NothingCame
from nats.js import JetStreamContext, api

from benchmarks.results import Result
from benchmarks.surroundings import AUTHORITIES, Surroundings, announce_all, surroundings
from demo.population import Person, make_population
from services.national_platform.app import create_app
from services.national_platform.receiving.loop import BATCH
from shared.bus import Announcement
from shared.contract import Act, Effect, Envelope, Notice, Publication
from shared.identifiers import Kind, truncate
from shared.references import new_reference

BACKLOG = 100_000
FLOOR = 0.25
APPLIED = "chimera_notices_applied_total"
STREAM = "LISTINGS"
FIRST = Envelope(
    issuer="court",
    list="judgment-defaulters",
    act=Act.LISTED,
    ref="",
    version=1,
    kind=Kind.PERSON,
    effect=Effect.ADVERSE,
    publication=Publication.PUBLIC,
    listed_on=date(2019, 1, 2),
    stands_until=date(2021, 1, 2),
    sent_at=datetime(2019, 1, 2, tzinfo=UTC),
)


def run() -> list[Result]:
    """Notices applied per second, and its share of what pulling and acknowledging alone reach."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    words = list(_words())
    with surroundings() as here:
        bare, platform = asyncio.run(_measure(here, words))
    ratio = platform / bare
    return [Result("receiving", platform, "notices/s", bare, ratio, FLOOR)]


async def _measure(here: Surroundings, words: Sequence[Announcement]) -> tuple[float, float]:
    """Per second: the bare loop, and the platform.

    The bare loop runs before and after, and the mean counts: a machine that has other work for a
    while has it for both.
    """
    await _fill(here, words)
    before = await _bare_loop(here, "bare1")
    platform = await _platform(here)
    after = await _bare_loop(here, "bare2")
    return 2 / (1 / before + 1 / after), platform


async def _fill(here: Surroundings, words: Sequence[Announcement]) -> None:
    platform, court = await here.bus("platform"), await here.bus("court")
    await platform.ensure_listings_stream()
    await announce_all(court, words)
    await court.close()
    await platform.close()


def _words() -> Iterator[Announcement]:
    """A first act about each of many people of the synthetic population."""
    people = make_population(2 * BACKLOG, seed=1)
    for person in islice((one for one in people if isinstance(one, Person)), BACKLOG):
        masked = truncate(Kind.PERSON, person.id_number)
        notice = Notice(
            name=person.name, truncated_id=masked, issuer="court", reason="able-but-refuses"
        )
        envelope = replace(FIRST, ref=new_reference("court"), event_id=new_reference("e"))
        yield Announcement(envelope.subject(), envelope.headers(), notice.body())


async def _bare_loop(here: Surroundings, name: str) -> float:
    """The broker client's own pull and acknowledgement, and nothing else."""
    client = Client()
    await client.connect(here.broker_url, user="platform", password=here.password("platform"))
    stream = client.jetstream()
    await stream.add_consumer(STREAM, _consumer(name))
    subscription = await stream.pull_subscribe_bind(name, STREAM)
    began, taken = time.perf_counter(), 0
    while taken < BACKLOG:
        taken += await _take(subscription)
    await client.flush()
    seconds = time.perf_counter() - began
    await client.close()
    return BACKLOG / seconds


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


async def _platform(here: Surroundings) -> float:
    """The whole service but for its HTTP port, from its start until all is applied."""
    with _environment(_variables(here)):
        app = create_app()
    began = time.perf_counter()
    async with app.router.lifespan_context(app):
        while _applied(app) < BACKLOG:
            await asyncio.sleep(0.02)
        seconds = time.perf_counter() - began
    return BACKLOG / seconds


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
