"""How often a partner may ask, and how often anybody may fail to prove who it is.

Buckets are in memory and this process' own: of several replicas each counts for itself, and a new
start forgets.
"""

import hashlib
import time
from collections.abc import Callable

from shared.errors import TooManyRequests
from shared.rulebook import Rules
from shared.web.rates import Allowance, Buckets, Policy, household, refused

MINUTE_SECONDS = 60


class TooManyQuestions(TooManyRequests):
    """The partner asks more than it may for now; `Retry-After` says when it may again."""

    code = "too_many_questions"


class TooManyAttempts(TooManyRequests):
    """Too many wrong secrets came from this address; `Retry-After` says when to try again."""

    code = "too_many_attempts"


class PartnerLimits:
    """Each partner's bucket of questions; one of a batch counts as one."""

    def __init__(self, policy: Policy, clock: Callable[[], float] = time.monotonic) -> None:
        self._buckets = Buckets(policy, clock)

    @classmethod
    def of(cls, rules: Rules) -> "PartnerLimits":
        """As the rulebook has it: so many at once, and then evenly so many a minute."""
        at_once = rules.number("questions-at-once")
        seconds = round(at_once * MINUTE_SECONDS / rules.number("questions-per-minute"))
        return cls(Policy("questions", quota=at_once, window_seconds=max(1, seconds)))

    def take(self, partner: str, cost: int = 1) -> Allowance:
        """Count this many questions; TooManyQuestions, and none counted, if they are too many."""
        allowance = self._buckets.take(partner, cost)
        if not allowance.is_given:
            sentence = "You ask more than you may; wait as long as Retry-After says."
            raise refused(TooManyQuestions(sentence), allowance)
        return allowance


class Attempts:
    """Failed proofs by client and address: checking one is slow on purpose, and not for free.

    Nobody far away can lock a partner out by failing in its name: its own address counts alone.
    """

    def __init__(self, by_client: Buckets, by_address: Buckets) -> None:
        self._by_client = by_client
        self._by_address = by_address

    @classmethod
    def of(cls, rules: Rules) -> "Attempts":
        """As the rulebook has it."""
        return cls(
            _a_minute("failures-of-client", rules.number("failed-secrets-per-client")),
            _a_minute("failures-of-address", rules.number("failed-secrets-per-address")),
        )

    def check(self, client_id: str, address: str) -> None:
        """TooManyAttempts if too many failed before; it costs nothing to ask."""
        pair, home = _keys(client_id, address)
        for allowance in (self._by_client.look(pair), self._by_address.look(home)):
            if not allowance.is_given:
                sentence = "Too many wrong secrets came from here; try again later."
                raise refused(TooManyAttempts(sentence), allowance)

    def failed(self, client_id: str, address: str) -> None:
        """Count one that failed."""
        pair, home = _keys(client_id, address)
        self._by_client.take(pair)
        self._by_address.take(home)


def _a_minute(name: str, quota: int) -> Buckets:
    return Buckets(Policy(name, quota, MINUTE_SECONDS))


def _keys(client_id: str, address: str) -> tuple[str, str]:
    """Keys of a bounded length: what is sent as a client's id may be anything."""
    home = household(address)
    return f"{hashlib.sha256(client_id.encode(errors='replace')).hexdigest()[:16]} {home}", home
