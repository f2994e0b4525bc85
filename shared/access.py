"""Who may come in: tokens signed with Ed25519, one audience each, short-lived, never in a URL.

An officer's token is signed by the officer's own authority, a party's by the identity issuer, a
partner's by the gateway. Token clocks are real even where the model's clock stands still.
"""

import json
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.errors import Unauthenticated
from shared.identifiers import IdNumber, Kind, TruncatedId

ALGORITHM = "Ed25519"
PARTY_SECONDS = 900
OFFICER_SECONDS = 12 * 3600
CLOCK_SKEW_SECONDS = 30
MAX_TOKEN_CHARS = 4096
IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever holds a token that this service accepts."""

    subject: str
    issuer: str
    roles: frozenset[str]
    claims: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PartyCaller:
    """A person or organisation about whom data are held; the platform is told no whole number."""

    kind: Kind
    name: str
    id_number: IdNumber | None
    truncated_id: TruncatedId | None


def read_key(path: Path) -> OKPKey:
    """A key from a JWK file."""
    return OKPKey.import_key(json.loads(path.read_text()))


@dataclass(frozen=True, slots=True)
class RetiredKey:
    """A key that signs no more: what it signed until `retired_at` is taken until it expires.

    No token lives longer than an officer's, so after that time the key opens nothing at all,
    whatever birth somebody who stole it writes into a token.
    """

    key: OKPKey
    retired_at: int

    def refuse_late(self, claims: Mapping[str, Any]) -> None:
        """Unauthenticated unless the key was still in use when the token was made."""
        last = self.retired_at + OFFICER_SECONDS
        if claims["iat"] > self.retired_at or claims["exp"] > last or time.time() >= last:
            sentence = "The token was signed with a key that is retired; get a new one."
            raise Unauthenticated(sentence, code="key_retired")


def read_retired_key(path: Path) -> list[RetiredKey]:
    """The key before today's, if the folder has one: a public JWK that says `retired_at`."""
    if not path.exists():
        return []
    words = json.loads(path.read_text())
    return [RetiredKey(OKPKey.import_key(words), int(words["retired_at"]))]


def mint(key: OKPKey, claims: Mapping[str, Any], seconds: int, typ: str = "JWT") -> str:
    """A signed token that lives `seconds`; `claims` name at least iss, sub and aud.

    An `iat` among them counts if it lies ahead: a token can be made to come after an instant.
    """
    now = max(int(time.time()), claims.get("iat", 0))
    full = {**claims, "iat": now, "exp": now + seconds, "jti": secrets.token_urlsafe(12)}
    return jwt.encode({"alg": ALGORITHM, "typ": typ}, full, key, algorithms=[ALGORITHM])


def mint_officer(
    key: OKPKey, service: str, subject: str, roles: list[str], seconds: int = OFFICER_SECONDS
) -> str:
    """A token for an officer, auditor or operator of one service, signed with its own key."""
    return mint(key, {"iss": service, "aud": service, "sub": subject, "roles": roles}, seconds)


def mint_party(key: OKPKey, audience: str, kind: Kind, name: str, number: Mapping[str, str]) -> str:
    """A party's token for one audience.

    `number` is {"id_number": whole} for authorities and the gateway, {"truncated_id": masked} for
    the platform, which never learns a whole number.
    """
    claims = {"iss": IDENTITY, "aud": audience, "sub": "party", "kind": kind, "name": name}
    return mint(key, {**claims, **number}, PARTY_SECONDS)


class Verifier:
    """Checks tokens for one service against the public keys of the issuers it accepts."""

    def __init__(
        self, audience: str, keys: Mapping[str, OKPKey], retired: Sequence[RetiredKey] = ()
    ) -> None:
        self._audience = audience
        self._keys = keys
        self._retired = retired  # all of them this service's own
        self._seen: dict[str, tuple[float, Caller]] = {}

    def check(self, token: str) -> Caller:
        """The caller behind a token; Unauthenticated says only that it is not accepted."""
        seen = self._seen.get(token)
        if seen and time.time() < seen[0]:
            return seen[1]
        claims = self._claims(token)
        caller = _caller(claims)
        if len(self._seen) >= 10_000:
            self._seen.clear()
        self._seen[token] = (float(claims["exp"]), caller)
        return caller

    def _claims(self, token: str) -> dict[str, Any]:
        if len(token) > MAX_TOKEN_CHARS:
            raise Unauthenticated("The token is not accepted here.")
        for issuer, key in self._keys.items():
            claims = _decoded(token, key)
            if claims and claims.get("iss") == issuer and claims.get("aud") == self._audience:
                return _in_time(claims)
        return self._claims_of_retired(token)

    def _claims_of_retired(self, token: str) -> dict[str, Any]:
        own = {"iss": self._audience, "aud": self._audience}
        for retired in self._retired:
            claims = _decoded(token, retired.key)
            if claims and own.items() <= claims.items():
                retired.refuse_late(_in_time(claims))
                return claims
        raise Unauthenticated("The token is not accepted here.")


def _decoded(token: str, key: OKPKey) -> dict[str, Any] | None:
    try:
        return dict(jwt.decode(token, key, algorithms=[ALGORITHM]).claims)
    except (JoseError, ValueError):
        return None


def _in_time(claims: dict[str, Any]) -> dict[str, Any]:
    now, born, dies = time.time(), claims.get("iat"), claims.get("exp")
    if not isinstance(born, int) or not isinstance(dies, int):
        raise Unauthenticated("The token is not accepted here.")
    if now >= dies:
        raise Unauthenticated("The token has expired.", code="token_expired")
    if born > now + CLOCK_SKEW_SECONDS:
        raise Unauthenticated("The token is not accepted here.")
    return claims


def _caller(claims: Mapping[str, Any]) -> Caller:
    roles = claims.get("roles")
    return Caller(
        subject=str(claims.get("sub", "")),
        issuer=str(claims["iss"]),
        roles=frozenset(roles) if isinstance(roles, list) else frozenset(),
        claims=claims,
    )


def party_of(caller: Caller) -> PartyCaller:
    """The party behind a token of the identity issuer; Unauthenticated for any other token."""
    if caller.issuer != IDENTITY:
        raise Unauthenticated("Only a party's own token opens this door.")
    claims = caller.claims
    return PartyCaller(
        kind=Kind(claims["kind"]),
        name=str(claims["name"]),
        id_number=IdNumber(claims["id_number"]) if "id_number" in claims else None,
        truncated_id=TruncatedId(claims["truncated_id"]) if "truncated_id" in claims else None,
    )
