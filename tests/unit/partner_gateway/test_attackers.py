"""Whoever knows a public name and mask, however many calls and friends: the number stays hidden.

The attackers call singly and in batches, in any order, with two partners' tokens. The court answers
as it really does, with its own limit of three wrong numbers on one listing.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.population import candidates_behind
from shared.calendar import start_of
from shared.contract import Act
from shared.ledger.acts import LedgerBase, append
from tests.builders import make_listing, make_party, words_of
from tests.unit.partner_gateway.test_guessing_together import RealLimit
from tests.unit.partner_gateway.world import AIRLINE, FEBRUARY, HOTEL, Gateway, open_gateway
from tests.unit.shared.memory import memory_database

PARTY = make_party()
WRONG = [number for number in candidates_behind(PARTY.truncated_id) if number != PARTY.id_number]
OWN_MEASURE = {AIRLINE: "air-travel", HOTEL: "star-hotel"}
COURTS_LIMIT = 3
WITHOUT_LUCK = 3  # so many wrong guesses come first: whoever guesses right at once knew already


@dataclass(frozen=True)
class Call:
    """One call: by whom, and how many of the numbers not tried yet are in it."""

    partner: str
    count: int
    is_batch: bool
    repeats: bool


Heard = list[tuple[str, str]]
calls = st.lists(
    st.builds(
        Call,
        st.sampled_from([AIRLINE, HOTEL]),
        st.integers(1, 4),
        st.booleans(),
        st.booleans(),
    ),
    min_size=4,
    max_size=14,
)


async def heard_by(gateway: Gateway, call: Call, numbers: Sequence[str]) -> Heard:
    """What a call brings about each number: an outcome or a code."""
    parties = [words_of(PARTY.model_copy(update={"id_number": number})) for number in numbers]
    head = {"measure": OWN_MEASURE[call.partner], "purpose": "curiosity"}
    partner = gateway.partner(call.partner)
    if call.is_batch:
        body = {**head, "parties": parties}
        answer = (await partner.post("/v1/decision-batches", body)).json()
        found = [one["decision"] for one in answer.get("answers", [])] or [answer] * len(numbers)
    else:
        found = [
            (await partner.post("/v1/decisions", {**head, "party": party})).json()
            for party in parties
        ]
    words = [one.get("outcome") or one["code"] for one in found]
    return list(zip(numbers, words, strict=True))


async def play(keys: Path, folder: Path, plan: Sequence[Call], order: Sequence[str]) -> Heard:
    """All that two attackers hear, who share what they know."""
    court = memory_database([LedgerBase.metadata], f"sqlite:///{folder}/court.sqlite")
    with court.write() as session:
        append(session, make_listing(PARTY), Act.LISTED, start_of(FEBRUARY))
    heard: Heard = []
    async with open_gateway(keys, folder / "state") as gateway:
        gateway.list(PARTY)
        gateway.bring_out()
        gate = gateway.open.app.state.gate
        object.__setattr__(gate, "enquirer", RealLimit(court, start_of(FEBRUARY)))
        untried, last = list(order), list(order[:1])
        for call in plan:
            last = last if call.repeats else untried[: call.count] or last
            heard += await heard_by(gateway, call, last)
            # A number that nobody was asked about is as good a guess as before.
            answered = {number for number, word in heard if word == "no_listing"}
            untried = [number for number in order if number not in answered]
    court.close()
    return heard


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(calls, st.permutations([*WRONG[WITHOUT_LUCK:], str(PARTY.id_number)]))
def test_no_sequence_of_calls_finds_the_number(
    keys: Path, plan: list[Call], others: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        order = [*WRONG[:WITHOUT_LUCK], *others]
        heard = asyncio.run(play(keys, Path(folder), plan, order))
    assert {word for _, word in heard} <= {"no_listing", "refer", "partner_stopped"}
    ruled_out = {number for number, word in heard if word == "no_listing"}
    assert len(ruled_out) <= COURTS_LIMIT
