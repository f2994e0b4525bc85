"""How often one address may ask: a bucket for each, told in the fields of the IETF's draft.

`RateLimit-Policy` and `RateLimit` are as in draft-ietf-httpapi-ratelimit-headers. The address is
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

MOST_ADDRESSES = 20_000
# Whoever has one address of IPv6 has the whole network.
ONE_HOUSEHOLD = 64


@dataclass(frozen=True, slots=True)
class Policy:
    """So many in so many seconds; as many at once, then evenly."""

    name: str
    quota: int
    window_seconds: int


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Rates:
    """Buckets by address, in bounded memory: the one that was longest unused makes room.

    Whoever could fill it has so many addresses that no bound by address would hold them.
    """

    def __init__(
        self,
        policy: Policy,
        clock: Callable[[], float] = time.monotonic,
        most_addresses: int = MOST_ADDRESSES,
    ) -> None:
        self.policy = policy
        self._clock = clock
        self._most = most_addresses
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, address: str, cost: int = 1) -> dict[str, str]:
        """Count this many, and what to tell of it; TooManyRequests if they are too many now."""
        with self._lock:
            bucket = self._filled(household(address))
            if bucket.left < cost:
                raise self._refuse(bucket, cost)
            bucket.left -= cost
            return self._told(bucket)

    def _filled(self, address: str) -> _Bucket:
        now, quota = self._clock(), float(self.policy.quota)
        bucket = self._buckets.setdefault(address, _Bucket(quota, now))
        self._buckets.move_to_end(address)
        bucket.left = min(quota, bucket.left + (now - bucket.at) * self._per_second)
        bucket.at = now
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return bucket

    @property
    def _per_second(self) -> float:
        return self.policy.quota / self.policy.window_seconds

    def _told(self, bucket: _Bucket) -> dict[str, str]:
        policy = self.policy
        until_full = ceil((policy.quota - bucket.left) / self._per_second)
        return {
            "RateLimit-Policy": f'"{policy.name}";q={policy.quota};w={policy.window_seconds}',
            "RateLimit": f'"{policy.name}";r={int(bucket.left)};t={until_full}',
        }

    def _refuse(self, bucket: _Bucket, cost: int) -> TooManyRequests:
        wait = max(1, ceil((cost - bucket.left) / self._per_second))
        refused = TooManyRequests("Too many questions from this address; ask again later.")
        refused.headers = {**self._told(bucket), "Retry-After": str(wait)}
        return refused


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
