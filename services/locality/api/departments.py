"""Who may come in: officers and parties with their tokens, departments with their keys.

A department's key is long and random and lives until it is changed; the locality knows its hash
only, so that what it stores opens nothing.
"""

import hmac
from collections.abc import Mapping
from hashlib import sha256

from shared.access import MAX_TOKEN_CHARS, Caller
from shared.errors import Unauthenticated
from shared.web.guards import Checks

ROLE = "department"


class Doorkeeper:
    """Knows the departments' keys, and leaves every other token to the verifier."""

    def __init__(self, name: str, hashes: Mapping[str, str], tokens: Checks) -> None:
        self._name = name
        self._hashes = dict(hashes)
        self._tokens = tokens

    def check(self, token: str) -> Caller:
        """The caller behind a key or a token; Unauthenticated otherwise."""
        if len(token) > MAX_TOKEN_CHARS:
            raise Unauthenticated("The token is not accepted here.")
        department = self._department(token)
        if department is not None:
            return Caller(department, self._name, frozenset({ROLE}), {})
        return self._tokens.check(token)

    def _department(self, key: str) -> str | None:
        """Looks at every hash, so that the time taken tells nothing about any of them."""
        digest = sha256(key.encode()).hexdigest()
        found = [name for name, kept in self._hashes.items() if hmac.compare_digest(kept, digest)]
        return found[0] if found else None
