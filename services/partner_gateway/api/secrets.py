"""Partners' secrets: hashed with argon2, and as slow to check for a client nobody knows."""

import secrets
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, suppress
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 4  # each check takes tens of MiB on purpose
SECRET_BYTES = 32


class PartnerSecrets:
    """Which secret was shown; `checks` of them are checked each time, whatever there is to check.

    `alike` are hashes that are there already: new ones and decoys cost as much as they do.
    """

    def __init__(self, alike: Iterable[str], checks: int) -> None:
        self._hasher = _as_costly_as(alike)
        cost = (self._hasher.time_cost, self._hasher.memory_cost, self._hasher.parallelism)
        self._decoy = _decoy(*cost)
        self._checks = checks
        self._places = BoundedSemaphore(AT_ONCE)

    def place(self) -> AbstractContextManager[object]:
        """One of the few places in which checks are made at the same time."""
        return self._places

    def which(self, known: Mapping[str, str], secret: str) -> str | None:
        """Of hashes by their ids, the id of the one that fits; a no takes the same time always."""
        padded = [*known.items(), *[("", self._decoy)] * (self._checks - len(known))]
        # All of them, whichever comes first.
        fitting = [id for id, hashed in padded if self._verifies(hashed, secret)]
        return next(iter(fitting), None)

    def make(self) -> tuple[str, str]:
        """A new secret and its hash."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        return secret, self._hasher.hash(secret)

    def _verifies(self, hashed: str, secret: str) -> bool:
        try:
            return self._hasher.verify(hashed, secret)
        except (VerificationError, InvalidHashError):
            return False


@cache
def _decoy(time_cost: int, memory_cost: int, parallelism: int) -> str:
    """A hash that nobody has the secret of, one a process: making it is slow on purpose."""
    return PasswordHasher(time_cost, memory_cost, parallelism).hash(secrets.token_urlsafe())


def _as_costly_as(hashes: Iterable[str]) -> PasswordHasher:
    """A hasher with the parameters that the partners' own hashes were made with."""
    for hashed in hashes:
        with suppress(InvalidHashError):
            return PasswordHasher.from_parameters(extract_parameters(hashed))
    return PasswordHasher()
