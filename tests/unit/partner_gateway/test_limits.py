"""A partner asks as often as it may, and nobody fails as often as they like."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.partner_gateway.api import Attempts, PartnerLimits
from services.partner_gateway.api.limits import TooManyAttempts, TooManyQuestions
from shared.web.rates import Buckets, Policy
from tests.builders import make_party
from tests.unit.partner_gateway.clients import Client, first_secret, read
from tests.unit.partner_gateway.world import AIRLINE, HOTEL, Gateway
from tests.unit.shared.test_web_rates import Hand

PARTY = make_party()


def allow(gateway: Gateway, quota: int, window: int = 600) -> None:
    """So many questions, then none for a while."""
    state = gateway.open.app.state
    limits = PartnerLimits(Policy("questions", quota, window))
    state.gate = replace(state.gate, limits=limits)


async def test_every_answer_says_how_much_is_left(gateway: Gateway) -> None:
    answer = await gateway.ask(PARTY)
    assert answer.headers["ratelimit-policy"] == '"questions";q=2000;w=20'
    assert answer.headers["ratelimit"] == '"questions";r=1999;t=1'


async def test_a_partner_that_asks_too_much_waits_and_the_others_do_not(gateway: Gateway) -> None:
    allow(gateway, 2, 600)
    for _ in range(2):
        assert (await gateway.ask(PARTY)).status_code == 200
    refused = await gateway.ask(PARTY)
    assert read(refused) == (429, "too_many_questions")
    assert refused.headers["content-type"] == "application/problem+json"
    assert 290 <= int(refused.headers["retry-after"]) <= 300
    assert refused.headers["ratelimit"].startswith('"questions";r=0;t=')
    assert (await gateway.ask(PARTY, HOTEL, "star-hotel")).status_code == 200
    assert len(gateway.open.rows("SELECT * FROM decisions")) == 3


async def test_whoever_may_not_come_in_takes_nothing_from_a_partner(gateway: Gateway) -> None:
    allow(gateway, 1)
    for visitor in (gateway.open.anybody(), gateway.open.operator()):
        assert (await visitor.post("/v1/decisions", {})).status_code in (401, 403)
    assert (await gateway.ask(PARTY)).status_code == 200


def test_each_of_a_batch_counts_and_a_batch_that_is_refused_counts_nothing() -> None:
    clock = Hand()
    limits = PartnerLimits(Policy("questions", 2000, 20), clock)
    assert limits.take(AIRLINE, 1000).left == 1000
    with pytest.raises(TooManyQuestions) as refused:
        limits.take(AIRLINE, 1500)
    assert refused.value.headers["Retry-After"] == "5"
    clock.now += 5
    assert limits.take(AIRLINE, 1500).left == 0


async def test_wrong_secrets_from_one_address_are_soon_not_even_looked_at(
    gateway: Gateway, keys: Path
) -> None:
    stranger, airline = Client(gateway, "wrong"), Client(gateway, first_secret(keys))
    for _ in range(10):
        assert read(await stranger.token()) == (401, "invalid_client")
    refused = await stranger.token()
    assert read(refused) == (429, "too_many_attempts")
    assert int(refused.headers["retry-after"]) in range(1, 7)
    assert read(await airline.token()) == (429, "too_many_attempts")
    hotel = Client(gateway, first_secret(keys, HOTEL), HOTEL)
    assert (await hotel.token()).status_code == 200


def attempts(clock: Hand) -> Attempts:
    """Two wrong secrets for a client, three from an address."""
    by_client, by_address = (Buckets(Policy("x", most, 60), clock) for most in (2, 3))
    return Attempts(by_client, by_address)


def test_failing_in_a_partners_name_does_not_lock_it_out_elsewhere() -> None:
    tried = attempts(Hand())
    for _ in range(2):
        tried.check(AIRLINE, "192.0.2.1")
        tried.failed(AIRLINE, "192.0.2.1")
    with pytest.raises(TooManyAttempts):
        tried.check(AIRLINE, "192.0.2.1")
    tried.check(AIRLINE, "192.0.2.2")


def test_many_names_from_one_address_are_one_who_guesses() -> None:
    clock = Hand()
    tried = attempts(clock)
    for name in ("a", "b", "c"):
        tried.failed(name, "2001:db8:1:2::1")
    with pytest.raises(TooManyAttempts):
        tried.check("d" * 100_000, "2001:db8:1:2::9")
    clock.now += 20
    tried.check("d", "2001:db8:1:2::9")


async def test_right_secrets_count_for_nothing(gateway: Gateway, keys: Path) -> None:
    airline = Client(gateway, first_secret(keys))
    for _ in range(12):
        assert (await airline.token()).status_code == 200
