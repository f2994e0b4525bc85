"""How often one address may ask."""

import pytest

from shared.errors import TooManyRequests
from shared.web.rates import Buckets, Policy, Rates, household


class Hand:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def rates(clock: Hand, most: int = 100) -> Rates:
    """Sixty in a minute."""
    return Rates(Policy("searches", quota=60, window_seconds=60), clock, most)


def test_so_many_at_once_and_then_evenly() -> None:
    clock = Hand()
    found = rates(clock)
    for left in range(59, -1, -1):
        told = found.take("192.0.2.1")
        assert told["RateLimit"].startswith(f'"searches";r={left};')
    assert told == {"RateLimit-Policy": '"searches";q=60;w=60', "RateLimit": '"searches";r=0;t=60'}
    with pytest.raises(TooManyRequests) as refused:
        found.take("192.0.2.1", cost=3)
    assert refused.value.headers["Retry-After"] == "3"
    found.take("192.0.2.2")
    clock.now += 3
    assert found.take("192.0.2.1", cost=3)["RateLimit"] == '"searches";r=0;t=60'


def test_what_was_refused_is_not_counted() -> None:
    found = rates(Hand())
    with pytest.raises(TooManyRequests):
        found.take("192.0.2.1", cost=61)
    assert found.take("192.0.2.1", cost=60)["RateLimit"] == '"searches";r=0;t=60'


def test_one_household_has_one_bucket() -> None:
    assert household("2001:db8:1:2::1") == household("2001:db8:1:2:ffff::9")
    assert household("2001:db8:1:2::1") != household("2001:db8:1:3::1")
    assert household("192.0.2.1") == "192.0.2.1"
    assert household("unknown") == "unknown"


def test_memory_is_bounded_and_the_longest_unused_makes_room() -> None:
    found = rates(Hand(), most=3)
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.1", "192.0.2.4"):
        found.take(address, cost=20)
    assert found.take("192.0.2.1")["RateLimit"].startswith('"searches";r=19;')
    assert found.take("192.0.2.2")["RateLimit"].startswith('"searches";r=59;')


def test_looking_takes_nothing() -> None:
    found = Buckets(Policy("x", quota=2, window_seconds=60), Hand())
    for _ in range(5):
        assert found.look("a").is_given
    assert found.take("a", 2).left == 0
    refused = found.look("a")
    assert (refused.is_given, refused.headers["Retry-After"]) == (False, "30")
