"""Two gateways behind one address, in February 2019: each has an index of its own, and both have
one log, on PostgreSQL. What one of them was told, the other knows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.keys import make_all
from demo.population import candidates_behind
from demo.roster import read_roster
from shared.calendar import start_of
from tests.builders import make_party, words_of
from tests.compose.engine import ROOT
from tests.compose.test_postgres import fresh, server
from tests.unit.partner_gateway.platform import MemoryPlatform
from tests.unit.partner_gateway.world import (
    AIRLINE,
    FEBRUARY,
    REF,
    Gateway,
    MemoryIssuers,
    open_gateway,
)

__all__ = ["server"]

pytestmark = pytest.mark.compose
PARTY = make_party()
GUESSES = [
    PARTY.model_copy(update={"id_number": number})
    for number in candidates_behind(PARTY.truncated_id)
    if number != PARTY.id_number
]


@dataclass(frozen=True)
class Pair:
    """Both replicas; platform and issuers are the same for them."""

    one: Gateway
    other: Gateway

    def bring_out(self) -> None:
        """The February edition, read by both."""
        self.one.platform.bring_out("2019-02")
        for gateway in (self.one, self.other):
            gateway.open.app.state.clock.move(start_of(FEBRUARY))
            assert gateway.read_platform()


@pytest.fixture
async def pair(server: str, tmp_path: Path) -> AsyncIterator[Pair]:
    """Two gateways that have read an empty platform."""
    make_all(tmp_path / "keys", read_roster(ROOT / "authorities.yaml"))
    engine = fresh(server)
    url = engine.url.render_as_string(hide_password=False)
    engine.dispose()
    platform, issuers = MemoryPlatform(), MemoryIssuers()
    async with AsyncExitStack() as opened:
        one, other = [
            await opened.enter_async_context(
                open_gateway(tmp_path / "keys", tmp_path / name, platform, issuers, url)
            )
            for name in ("one", "other")
        ]
        yield Pair(one, other)


async def test_numbers_count_together_and_a_stop_holds_at_both(pair: Pair) -> None:
    pair.one.list(PARTY)
    pair.bring_out()
    heard = [(await gateway.ask(guess)).json() for gateway, guess in
             zip((pair.one, pair.other, pair.one, pair.other), GUESSES, strict=False)]  # fmt: skip
    words = [one.get("outcome") or one["code"] for one in heard]
    assert words == ["no_listing", "no_listing", "partner_stopped", "partner_stopped"]


async def test_asking_both_at_once_finds_no_more(pair: Pair) -> None:
    pair.one.list(PARTY)
    pair.bring_out()
    asked = [(pair.one, pair.other)[at % 2].ask(guess) for at, guess in enumerate(GUESSES[:8])]
    answers = await asyncio.gather(*asked)
    assert sorted(answer.status_code for answer in answers) == [200] * 2 + [403] * 6


async def test_one_decision_under_one_key_wherever_it_arrives(pair: Pair) -> None:
    pair.one.list(PARTY)
    pair.bring_out()
    first = (await pair.one.ask(PARTY, key="booking-8841")).json()
    again = (await pair.other.ask(PARTY, key="booking-8841")).json()
    assert again == {**first, "replayed": True}
    path = f"/v1/decisions/{first['decision_id']}"
    assert (await pair.other.partner(AIRLINE).get(path)).json()["outcome"] == "restricted"


async def test_a_withdrawal_is_recalled_once_though_both_hear_of_it(pair: Pair) -> None:
    pair.one.list(PARTY)
    pair.bring_out()
    for gateway in (pair.one, pair.other):
        assert (await gateway.ask(PARTY)).json()["outcome"] == "restricted"
    pair.one.withdraw(REF)
    assert pair.one.read_platform()
    assert (await pair.other.ask(PARTY)).json()["outcome"] == "no_listing"  # its issuer says no
    assert pair.other.read_platform()
    told = (await pair.other.partner(AIRLINE).get("/v1/recalls")).json()["recalls"]
    assert [(one["ref"], len(one["decisions"])) for one in told] == [(REF, 2)]


async def test_a_token_given_back_at_one_opens_nothing_at_the_other(pair: Pair) -> None:
    partner = pair.one.partner(AIRLINE)
    body = {"measure": "air-travel", "purpose": "booking", "party": words_of(PARTY)}
    assert (await partner.post("/v1/decisions", body)).status_code == 200
    ended = f"/v1/partners/{AIRLINE}/revocation"
    done = await pair.other.open.operator().post(ended, {"reasons": "It leaked."})
    assert done.status_code < 300, done.text
    refused = await partner.post("/v1/decisions", body)
    assert (refused.status_code, refused.json()["code"]) == (401, "token_revoked")


async def test_a_thousand_parties_are_kept_there_too(pair: Pair) -> None:
    pair.one.list(PARTY)
    pair.bring_out()
    others = [make_party("李静", sequence=place) for place in range(2, 998, 2)]
    body = {
        "measure": "air-travel",
        "purpose": "flight 117",
        "parties": [words_of(one) for one in [PARTY, *others, *others, PARTY]],
    }
    answers = (await pair.one.partner(AIRLINE).post("/v1/decision-batches", body)).json()["answers"]
    outcomes = [one["decision"]["outcome"] for one in answers]
    assert outcomes == ["restricted", *["no_listing"] * (2 * len(others)), "restricted"]
