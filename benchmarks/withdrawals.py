"""How fast withdrawals are applied, against a loop that only pulls and acknowledges.

Every listing stands in the register when its withdrawal comes: its row is emptied, and the feed
that tells the readers grows by a line, in the transaction that takes the notice in.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

import structlog
from fastapi import FastAPI

from benchmarks.backlog import measure
from benchmarks.receiving import first_acts
from benchmarks.results import Result
from benchmarks.surroundings import surroundings
from services.national_platform.receiving import keep
from services.national_platform.receiving.loop import BATCH
from shared.bus import Announcement, Delivery
from shared.contract import Act, Cause, Envelope

BACKLOG = 50_000
FLOOR = 0.25


def run() -> list[Result]:
    """Withdrawals applied per second, and their share of what the bare loop reaches."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    listed = list(first_acts(BACKLOG))
    ended = [_end_of(word) for word in listed]
    with surroundings() as here:
        bare, platform = asyncio.run(measure(here, ended, lambda app: _fill(app, listed)))
    return [Result("withdrawals", platform, "notices/s", bare, platform / bare, FLOOR)]


def _end_of(word: Announcement) -> Announcement:
    """The withdrawal of a listing."""
    first = Envelope.read(word.subject, word.headers)
    last = replace(first, act=Act.WITHDRAWN, version=2, cause=Cause.PERFORMED)
    return Announcement(last.subject(), last.headers(), word.body)


def _fill(app: FastAPI, listed: Sequence[Announcement]) -> None:
    """Take all listings in, past the stream."""
    deliveries = list(_deliveries(listed))
    for start in range(0, len(deliveries), BATCH):
        keep(app.state.desk, deliveries[start : start + BATCH])


def _deliveries(words: Sequence[Announcement]) -> Iterator[Delivery]:
    for seq, word in enumerate(words, 1):
        yield Delivery(word.subject, word.headers, word.body, seq, "", cast(Any, None))
