"""How often one address or one partner may ask: a bucket for each.

It is told in `RateLimit-Policy` and `RateLimit`, as in draft-ietf-httpapi-ratelimit-headers. The
buckets are this process' own: of several behind one address each counts for itself. An address is
that of the connection; what a header says of it counts only where the server was told of a proxy.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil

from fastapi import Request

from shared.errors import TooManyRequests

MOST_KEYS = 20_000
# Whoever has one address of IPv6 has the whole network.
ONE_HOUSEHOLD = 64


@dataclass(frozen=True, slots=True)
class Policy:
    """So many in so many seconds; as many at once, then evenly."""

    name: str
    quota: int
    window_seconds: int


@dataclass(slots=True)
class Allowance:
    """How much is left after a question, and how long to wait if there was too little."""

    policy: Policy
    left: float
    wait_seconds: int = 0

    @property
    def is_given(self) -> bool:
        """Whether it was counted; nothing is counted of what is too much."""
        return not self.wait_seconds

    @property
    def headers(self) -> dict[str, str]:
        """The fields that tell it."""
        policy = self.policy
        until_full = ceil((policy.quota - self.left) * policy.window_seconds / policy.quota)
        told = {
            "RateLimit-Policy": f'"{policy.name}";q={policy.quota};w={policy.window_seconds}',
            "RateLimit": f'"{policy.name}";r={int(self.left)};t={until_full}',
        }
        return told if self.is_given else {**told, "Retry-After": str(self.wait_seconds)}


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Buckets:
    """Buckets by key, in bounded memory: the one that was longest unused makes room.

    Whoever could fill it has so many addresses that no bound by address would hold them.
    """

    def __init__(
        self, policy: Policy, clock: Callable[[], float] = time.monotonic, most: int = MOST_KEYS
    ) -> None:
        self.policy = policy
        self._clock = clock
        self._most = most
        self._per_second = policy.quota / policy.window_seconds
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str, cost: int = 1) -> Allowance:
        """Count this many, unless they are too many now."""
        return self._look(key, cost, cost)

    def look(self, key: str, cost: int = 1) -> Allowance:
        """Whether this many could be taken; nothing is counted."""
        return self._look(key, cost, 0)

    def _look(self, key: str, cost: int, taken: int) -> Allowance:
        with self._lock:
            bucket = self._filled(key)
            if bucket.left < cost:
                wait = max(1, ceil((cost - bucket.left) / self._per_second))
                return Allowance(self.policy, bucket.left, wait)
            bucket.left -= taken
            return Allowance(self.policy, bucket.left)

    def _filled(self, key: str) -> _Bucket:
        now, quota = self._clock(), float(self.policy.quota)
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(quota, now)
        self._buckets.move_to_end(key)
        bucket.left = min(quota, bucket.left + (now - bucket.at) * self._per_second)
        bucket.at = now
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return bucket


class Rates:
    """The same by address."""

    def __init__(
        self,
        policy: Policy,
        clock: Callable[[], float] = time.monotonic,
        most_addresses: int = MOST_KEYS,
    ) -> None:
        self.policy = policy
        self._buckets = Buckets(policy, clock, most_addresses)

    def take(self, address: str, cost: int = 1) -> dict[str, str]:
        """Count this many, and what to tell of it; TooManyRequests if they are too many now."""
        allowance = self._buckets.take(household(address), cost)
        if not allowance.is_given:
            sentence = "Too many questions from this address; ask again later."
            raise refused(TooManyRequests(sentence), allowance)
        return allowance.headers


def refused(refusal: TooManyRequests, allowance: Allowance) -> TooManyRequests:
    """A refusal that tells when to come again."""
    refusal.headers = allowance.headers
    return refusal


def household(address: str) -> str:
    """The address, or the network that one household has."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return str(IPv6Network((known, ONE_HOUSEHOLD), strict=False))
    return address


def address_of(request: Request) -> str:
    """Where the connection comes from."""
    return request.client.host if request.client else "unknown"
