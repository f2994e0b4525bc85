"""How long an act takes from the court's yes to the register, and a withdrawal to the partner.

All of it on a whole stack with its own processes, one act at a time. The ceiling is what broker and
wire alone take for one notice: announced, stored and pulled, with nothing checked or kept. Until a
partner is told `no_listing` it may take a second; what any question takes is told beside it.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from benchmarks.listed_people import ListedPerson, done, list_people, rows
from benchmarks.results import Result
from benchmarks.surroundings import Surroundings, surroundings
from demo.launcher import Stack
from demo.storyline.doors import Doors, Visitor

ACTS = int(os.environ.get("ACTS", "200"))
NOTICE = "listings.court.judgment-defaulters.listed"
MOST_MS = 1_000.0
PATIENCE_SECONDS, LOOK_SECONDS = 30.0, 0.0005
BODY = b'{"name":"...","truncated_id":"6601011990****0020","issuer":"court","reason":"refuses"}'


def run() -> list[Result]:
    """Milliseconds; the ratio is the ceiling's share of them."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with surroundings() as here:
        bare = asyncio.run(_bare(here))
    with (
        TemporaryDirectory(prefix="chimera-bench-") as folder,
        Stack.on_free_ports(Path(folder)) as stack,
        closing(Doors(stack)) as doors,
    ):
        people = list_people(stack, doors, ACTS)
        to_register = [_correct(stack, doors, one) for one in people]
        question = [_ask_about(doors, one) for one in people]
        half = len(people) // 2
        to_answer = [_withdraw_and_ask(doors, one) for one in people[:half]]
        to_index = [_withdraw_and_look(stack, doors, one) for one in people[half:]]
    return [
        _result("propagation_p50", _p50(to_register), _p50(bare)),
        _result("propagation_p95", _p95(to_register), _p95(bare)),
        _bounded("withdrawal_answered_p95", _p95(to_answer)),
        Result("question_p95", _p95(question), "ms"),
        _result("withdrawal_in_index_p95", _p95(to_index), _p95(bare)),
    ]


def _result(name: str, value: float, ceiling: float) -> Result:
    return Result(name, value, "ms", ceiling, ceiling / value)


def _bounded(name: str, value: float) -> Result:
    """Held against what it may take at most, not against a ceiling."""
    return Result(name, value, "ms", MOST_MS, MOST_MS / value, 1.0)


def _p50(times: Sequence[float]) -> float:
    return statistics.median(times)


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


async def _bare(here: Surroundings) -> list[float]:
    """From saying a notice to having it in hand, with our own wire and nothing else."""
    platform, court = await here.bus("platform"), await here.bus("court")
    await platform.ensure_listings_stream()
    inbox, times = platform.listings_inbox("bare"), []
    for _ in range(ACTS):
        waiting = asyncio.create_task(inbox.pull(1, PATIENCE_SECONDS))
        await asyncio.sleep(0.01)  # so that the pull is there first, as the platform's is
        began = time.perf_counter()
        await court.announce(NOTICE, {}, BODY)
        await inbox.ack(await waiting)
        times.append(_ms_since(began))
    await court.close()
    await platform.close()
    return times


def _correct(stack: Stack, doors: Doors, one: ListedPerson) -> float:
    """From the court's answer to a correction until the platform's register has it."""
    clerk, file = doors.officer("court", "clerk"), stack.state_of("platform") / "platform.sqlite"
    right = {"party": {**one.party, "name": f"{one.party['name']}甲"}}
    done(clerk.post(f"/v1/listings/{one.ref}/correction", right))
    query = "SELECT 1 FROM listings WHERE ref = ? AND version = 2"
    return _ms_until(lambda: bool(rows(file, query, one.ref)))


def _ask_about(doors: Doors, one: ListedPerson) -> float:
    """One question, whose answer is `restricted`."""
    partner = doors.partner("skyward-air")
    began = time.perf_counter()
    outcome = _outcome(partner, one)
    assert outcome == "restricted", outcome
    return _ms_since(began)


def _withdraw_and_ask(doors: Doors, one: ListedPerson) -> float:
    """From the court's answer to a withdrawal until a partner is told `no_listing`."""
    _withdraw(doors, one)
    partner = doors.partner("skyward-air")
    return _ms_until(lambda: _outcome(partner, one) == "no_listing")


def _withdraw_and_look(stack: Stack, doors: Doors, one: ListedPerson) -> float:
    """From the court's answer until the gateway itself no longer holds the listing."""
    _withdraw(doors, one)
    file = stack.state_of("gateway") / "index.sqlite"
    query = "SELECT 1 FROM index_withdrawn WHERE ref = ?"
    return _ms_until(lambda: bool(rows(file, query, one.ref)))


def _withdraw(doors: Doors, one: ListedPerson) -> None:
    clerk = doors.officer("court", "clerk")
    done(clerk.post(f"/v1/listings/{one.ref}/withdrawal", {"cause": "performed"}))


def _outcome(partner: Visitor, one: ListedPerson) -> str:
    party = {**one.party, "name": f"{one.party['name']}甲"}
    question = {"measure": "air-travel", "purpose": "booking 8841", "party": party}
    return str(done(partner.post("/v1/decisions", question))["outcome"])


def _ms_until(is_so: Callable[[], bool]) -> float:
    began = time.perf_counter()
    while not is_so():
        assert time.perf_counter() - began < PATIENCE_SECONDS, "it never came"
        time.sleep(LOOK_SECONDS)
    return _ms_since(began)


def _ms_since(began: float) -> float:
    return 1000 * (time.perf_counter() - began)
