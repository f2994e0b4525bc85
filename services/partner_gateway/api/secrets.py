"""Partners' secrets: hashed with argon2, and as slow to check for a client nobody knows."""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 4  # each check takes 64 MiB on purpose


class PartnerSecrets:
    """Which secrets fit which client; a client may have several while it changes from one."""

    def __init__(self, hashes: Mapping[str, Sequence[str]]) -> None:
        self._hashes = hashes
        self._hasher = _as_costly_as(hashes)
        cost = (self._hasher.time_cost, self._hasher.memory_cost, self._hasher.parallelism)
        self._decoy = _decoy(*cost)
        self._most = max((len(known) for known in hashes.values()), default=1)
        self._places = BoundedSemaphore(AT_ONCE)

    def fits(self, client_id: str, secret: str) -> bool:
        """Whether this is the client's secret; a no takes the same time whatever is wrong."""
        known = list(self._hashes.get(client_id, ()))
        padded = known + [self._decoy] * (self._most - len(known))
        with self._places:
            checked = [self._verifies(one, secret) for one in padded]  # all, whatever comes first
        return any(checked)

    def _verifies(self, hashed: str, secret: str) -> bool:
        try:
            return self._hasher.verify(hashed, secret)
        except (VerificationError, InvalidHashError):
            return False


@cache
def _decoy(time_cost: int, memory_cost: int, parallelism: int) -> str:
    """A hash that nobody has the secret of, one a process: making it is slow on purpose."""
    return PasswordHasher(time_cost, memory_cost, parallelism).hash(secrets.token_urlsafe())


def _as_costly_as(hashes: Mapping[str, Sequence[str]]) -> PasswordHasher:
    """A hasher with the parameters that the partners' own hashes were made with."""
    for hashed in (one for known in hashes.values() for one in known):
        with suppress(InvalidHashError):
            return PasswordHasher.from_parameters(extract_parameters(hashed))
    return PasswordHasher()
