"""Tokens: whose word a service takes, for how long, and what it never takes."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OKPKey, RSAKey

from shared.access import (
    ALGORITHM,
    CLOCK_SKEW_SECONDS,
    IDENTITY,
    MAX_TOKEN_CHARS,
    OFFICER_SECONDS,
    PARTY_SECONDS,
    RetiredKey,
    Verifier,
    mint,
    mint_officer,
    mint_party,
    party_of,
    read_retired_key,
)
from shared.errors import Unauthenticated
from shared.identifiers import Kind
from tests.builders import make_party

OWN, PEOPLE, TAX = (OKPKey.generate_key("Ed25519") for _ in range(3))
PARTY = make_party()
GOOD = {"iss": "court", "aud": "court", "sub": "clerk-one", "roles": ["clerk"]}


@pytest.fixture
def verifier() -> Verifier:
    """The court's: its own officers, and parties."""
    return Verifier("court", {"court": OWN, IDENTITY: PEOPLE})


def signed(key: OKPKey, claims: dict[str, Any]) -> str:
    """A token with exactly these claims."""
    return jwt.encode({"alg": ALGORITHM}, claims, key, algorithms=[ALGORITHM])


def claims_at(born: float, dies: float, **changes: Any) -> dict[str, Any]:
    """An officer's claims with these times, counted from now."""
    now = time.time()
    return {**GOOD, "iat": int(now + born), "exp": int(now + dies), **changes}


def refused(verifier: Verifier, token: str) -> str:
    """The code with which a token is refused; the refusal repeats nothing of it."""
    with pytest.raises(Unauthenticated) as no:
        verifier.check(token)
    assert len(token) < 8 or token not in f"{no.value} {no.value.extra}"
    return no.value.code


def test_an_officer_is_known_by_the_authoritys_own_key(verifier: Verifier) -> None:
    caller = verifier.check(mint_officer(OWN, "court", "clerk-one", ["clerk", "reviewer"]))
    assert (caller.subject, caller.issuer) == ("clerk-one", "court")
    assert caller.roles == {"clerk", "reviewer"}


def test_a_party_is_known_by_the_identity_issuers_key(verifier: Verifier) -> None:
    number = {"id_number": str(PARTY.id_number)}
    token = mint_party(PEOPLE, "court", PARTY.kind, PARTY.name, number)
    caller = verifier.check(token)
    party = party_of(caller)
    assert (party.kind, party.name, party.id_number) == (Kind.PERSON, "王秀英", PARTY.id_number)
    assert party.truncated_id is None
    assert caller.claims["exp"] - caller.claims["iat"] == PARTY_SECONDS == 15 * 60
    assert caller.roles == frozenset()


def test_the_platform_is_told_the_mask_only() -> None:
    verifier = Verifier("platform", {"platform": OWN, IDENTITY: PEOPLE})
    mask = {"truncated_id": str(PARTY.truncated_id)}
    token = mint_party(PEOPLE, "platform", PARTY.kind, PARTY.name, mask)
    party = party_of(verifier.check(token))
    assert (party.id_number, party.truncated_id) == (None, PARTY.truncated_id)


def test_an_officers_token_speaks_for_no_party(verifier: Verifier) -> None:
    words = {"kind": "person", "name": PARTY.name, "id_number": str(PARTY.id_number)}
    caller = verifier.check(mint(OWN, {**GOOD, **words}, 60))
    with pytest.raises(Unauthenticated):
        party_of(caller)


def test_a_token_that_has_expired_says_so(verifier: Verifier) -> None:
    assert refused(verifier, signed(OWN, claims_at(-60, -1))) == "token_expired"
    assert refused(verifier, signed(OWN, claims_at(-60, 0))) == "token_expired"


def test_a_token_from_the_future_is_refused_beyond_a_little_skew(verifier: Verifier) -> None:
    late = claims_at(CLOCK_SKEW_SECONDS + 5, 600)
    assert refused(verifier, signed(OWN, late)) == "unauthenticated"
    assert verifier.check(signed(OWN, claims_at(CLOCK_SKEW_SECONDS - 5, 600))).subject


@pytest.mark.parametrize(
    "claims",
    [
        claims_at(0, 60, iss="tax"),
        claims_at(0, 60, iss=IDENTITY),
        claims_at(0, 60, iss=None),
        claims_at(0, 60, aud="tax"),
        claims_at(0, 60, aud=["court"]),
        claims_at(0, 60, aud="COURT"),
        claims_at(0, 60, aud=None),
        claims_at(0, 60, exp=None),
        claims_at(0, 60, exp="tomorrow"),
        claims_at(0, 60, exp=time.time() + 60),
        claims_at(0, 60, iat=None),
        {},
    ],
    ids=range(12),
)
def test_a_token_for_or_from_somebody_else_is_refused(
    verifier: Verifier, claims: dict[str, Any]
) -> None:
    present = {name: value for name, value in claims.items() if value is not None}
    assert refused(verifier, signed(OWN, present)) == "unauthenticated"


def test_a_token_signed_by_another_authority_is_refused(verifier: Verifier) -> None:
    assert refused(verifier, signed(TAX, claims_at(0, 60))) == "unauthenticated"


def test_nobodys_key_makes_the_tokens_of_another(verifier: Verifier) -> None:
    as_party = claims_at(0, 60, iss=IDENTITY, sub="party", kind="person", name="王秀英")
    assert refused(verifier, signed(OWN, as_party)) == "unauthenticated"
    assert refused(verifier, signed(PEOPLE, claims_at(0, 60))) == "unauthenticated"


def part(words: bytes) -> str:
    """Bytes as one part of a token."""
    return base64.urlsafe_b64encode(words).rstrip(b"=").decode()


def forged(header: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """A good officer's claims under a header and a signature of one's own."""
    head, claims = (part(json.dumps(one).encode()) for one in (header, claims_at(0, 60)))
    return f"{head}.{claims}.{part(sign(f'{head}.{claims}'.encode()))}"


def hmac_with(secret: bytes) -> Callable[[bytes], bytes]:
    """Signing with a secret that everybody knows."""
    return lambda text: hmac.new(secret, text, hashlib.sha256).digest()


PUBLIC = OWN.as_dict(private=False)


@pytest.mark.parametrize(
    "token",
    [
        forged({"alg": "none"}, lambda _: b""),
        forged({"alg": "None"}, lambda _: b""),
        forged({}, lambda _: b""),
        forged({"alg": "HS256"}, hmac_with(base64.urlsafe_b64decode(str(PUBLIC["x"]) + "="))),
        forged({"alg": "HS256"}, hmac_with(str(PUBLIC["x"]).encode())),
        forged({"alg": "HS256"}, hmac_with(json.dumps(PUBLIC).encode())),
        forged({"alg": "HS256"}, hmac_with(OWN.as_pem(private=False))),
        forged({"alg": "Ed25519"}, lambda _: b"\0" * 64),
        forged({"alg": "Ed25519", "jwk": TAX.as_dict(private=False)}, lambda _: b"\0" * 64),
        forged({"alg": "Ed25519", "crit": ["exp"]}, lambda _: b"\0" * 64),
    ],
)
def test_a_token_cannot_choose_how_it_is_checked(verifier: Verifier, token: str) -> None:
    assert refused(verifier, token) == "unauthenticated"


def test_a_good_signature_under_another_algorithm_is_refused(verifier: Verifier) -> None:
    rsa = RSAKey.generate_key(2048)
    token = jwt.encode({"alg": "RS256"}, claims_at(0, 60), rsa, algorithms=["RS256"])
    assert refused(verifier, token) == "unauthenticated"


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_token_that_was_tampered_with_is_refused(verifier: Verifier, place: int) -> None:
    parts = mint_officer(OWN, "court", "clerk-one", ["clerk"]).split(".")
    middle = len(parts[place]) // 2
    other = "A" if parts[place][middle] != "A" else "B"
    parts[place] = parts[place][:middle] + other + parts[place][middle + 1 :]
    assert refused(verifier, ".".join(parts)) == "unauthenticated"


def test_claims_put_under_a_good_signature_are_refused(verifier: Verifier) -> None:
    head, _, signature = mint_officer(OWN, "court", "clerk-one", ["clerk"]).split(".")
    claims = part(json.dumps(claims_at(0, 60, roles=["reviewer"])).encode())
    assert refused(verifier, f"{head}.{claims}.{signature}") == "unauthenticated"


def test_a_huge_token_is_refused_even_if_it_is_well_signed(verifier: Verifier) -> None:
    huge = signed(OWN, claims_at(0, 60, padding="a" * MAX_TOKEN_CHARS))
    assert refused(verifier, huge) == "unauthenticated"
    assert refused(verifier, "a" * 1_000_000) == "unauthenticated"


@given(st.text(max_size=200) | st.from_regex(r"[A-Za-z0-9_-]{0,40}(\.[A-Za-z0-9_-]{0,40}){2,4}"))
def test_rubbish_is_refused_and_nothing_else_happens(rubbish: str) -> None:
    refused(Verifier("court", {"court": OWN, IDENTITY: PEOPLE}), rubbish)


def test_what_was_accepted_once_is_remembered_but_never_beyond_its_end(verifier: Verifier) -> None:
    token = mint(OWN, GOOD, 1)
    dies = int(token_claims(token)["exp"])
    assert verifier.check(token) is verifier.check(token)
    accepted_at = 0.0
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        asked_at = time.time()
        try:
            verifier.check(token)
            accepted_at = asked_at
        except Unauthenticated as no:
            code = no.code
            break
    assert code == "token_expired"
    assert accepted_at < dies


def test_what_was_refused_is_not_remembered_as_accepted(verifier: Verifier) -> None:
    token = mint_officer(OWN, "tax", "clerk-one", ["clerk"])
    for _ in range(3):
        assert refused(verifier, token) == "unauthenticated"


def token_claims(token: str) -> dict[str, Any]:
    """What a token says, read without checking it."""
    word = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    return claims


def test_two_tokens_of_one_moment_are_never_the_same() -> None:
    tokens = {mint_officer(OWN, "court", "clerk-one", ["clerk"]) for _ in range(20)}
    assert len({token_claims(token)["jti"] for token in tokens}) == 20


def after_a_change(retired_at: float) -> Verifier:
    """The court with a new key; its old one signed last so many seconds from now."""
    old = RetiredKey(OWN, int(time.time() + retired_at))
    return Verifier("court", {"court": OKPKey.generate_key("Ed25519"), IDENTITY: PEOPLE}, [old])


def test_a_token_of_yesterdays_key_counts_until_it_expires() -> None:
    verifier = after_a_change(-60)
    born_before = signed(OWN, claims_at(-61, 100))
    assert verifier.check(born_before).subject == "clerk-one"
    assert refused(verifier, signed(OWN, claims_at(-3600, -1))) == "token_expired"


def test_yesterdays_key_makes_no_new_token() -> None:
    assert refused(after_a_change(-60), signed(OWN, claims_at(-10, 100))) == "key_retired"


def test_a_stolen_key_opens_nothing_half_a_day_later_whatever_it_signs() -> None:
    verifier = after_a_change(-OFFICER_SECONDS)
    assert refused(verifier, signed(OWN, claims_at(-OFFICER_SECONDS - 5, 100))) == "key_retired"
    earlier = after_a_change(-60)
    lasting = claims_at(-61, 10 * OFFICER_SECONDS)
    assert refused(earlier, signed(OWN, lasting)) == "key_retired"


def test_an_old_key_speaks_for_its_own_service_only() -> None:
    verifier = after_a_change(-60)
    for wrong in ({"iss": IDENTITY}, {"aud": "tax"}, {"iss": "tax"}):
        assert refused(verifier, signed(OWN, claims_at(-61, 100, **wrong))) == "unauthenticated"
    assert refused(verifier, signed(TAX, claims_at(-61, 100))) == "unauthenticated"


def test_a_retired_key_is_read_from_its_file_if_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "signing.previous.pub.jwk"
    assert read_retired_key(path) == []
    path.write_text(json.dumps({**OWN.as_dict(private=False), "retired_at": 1_800_000_000}))
    [found] = read_retired_key(path)
    assert found.retired_at == 1_800_000_000
    assert found.key.thumbprint() == OWN.thumbprint()


def test_a_token_can_be_made_to_come_after_an_instant() -> None:
    ahead = int(time.time()) + 5
    claims = Verifier("court", {"court": OWN}).check(mint(OWN, {**GOOD, "iat": ahead}, 60)).claims
    assert (claims["iat"], claims["exp"]) == (ahead, ahead + 60)
