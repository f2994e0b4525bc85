"""How fast the platform takes in new listings, against a loop that only pulls and acknowledges."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice

import structlog

from benchmarks.backlog import measure
from benchmarks.results import Result
from benchmarks.surroundings import surroundings
from demo.population import Person, make_population
from shared.bus import Announcement
from shared.contract import Act, Effect, Envelope, Notice, Publication
from shared.identifiers import Kind, truncate
from shared.references import new_reference

BACKLOG = 100_000
FLOOR = 0.25
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
    words = list(first_acts(BACKLOG))
    with surroundings() as here:
        bare, platform = asyncio.run(measure(here, words))
    ratio = platform / bare
    return [Result("receiving", platform, "notices/s", bare, ratio, FLOOR)]


def first_acts(count: int) -> Iterator[Announcement]:
    """A first act about each of many people of the synthetic population."""
    people = make_population(2 * count, seed=1)
    for person in islice((one for one in people if isinstance(one, Person)), count):
        masked = truncate(Kind.PERSON, person.id_number)
        notice = Notice(
            name=person.name, truncated_id=masked, issuer="court", reason="able-but-refuses"
        )
        envelope = replace(FIRST, ref=new_reference("court"), event_id=new_reference("e"))
        yield Announcement(envelope.subject(), envelope.headers(), notice.body())
