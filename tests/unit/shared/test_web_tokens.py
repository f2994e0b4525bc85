"""Who may come in: every token that is not exactly right is refused in the same few words."""

import base64
import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from shared.access import Verifier, mint, mint_officer, party_of
from shared.errors import Unauthenticated
from tests.builders import make_party
from tests.unit.answers import refused
from tests.unit.apps import OpenApp
from tests.unit.court.story import judgment_against

DOOR = "/v1/judgments"
CLERK = {"iss": "court", "aud": "court", "sub": "clerk-one", "roles": ["clerk"]}


async def refusal_of(court: OpenApp, token: str | None) -> tuple[int, str]:
    """What the judgments' door says to this token; nothing may come of it."""
    answer = await court.holder(token).post(DOOR, judgment_against(make_party()))
    assert court.rows("SELECT * FROM judgments") == []
    assert court.rows("SELECT * FROM audit") == []
    assert answer.headers.get("www-authenticate") == "Bearer"
    assert token is None or token not in answer.text
    return refused(answer)


async def test_without_a_token_there_is_no_way_in(court: OpenApp) -> None:
    assert await refusal_of(court, None) == (401, "unauthenticated")


async def test_an_expired_token_says_so(court: OpenApp) -> None:
    assert await refusal_of(court, mint(court.signing, CLERK, -1)) == (401, "token_expired")


@pytest.mark.parametrize(
    "claims",
    [
        CLERK | {"iss": "tax"},
        CLERK | {"aud": "tax"},
        CLERK | {"iss": "identity"},
        CLERK | {"aud": ["court", "tax"]},
        {"aud": "court", "sub": "clerk-one", "roles": ["clerk"]},
    ],
)
async def test_a_token_that_was_not_made_here_for_here_is_foreign(
    court: OpenApp, claims: dict[str, Any]
) -> None:
    assert await refusal_of(court, mint(court.signing, claims, 60)) == (401, "unauthenticated")


async def test_another_authoritys_officer_is_a_stranger(court: OpenApp) -> None:
    other = OKPKey.generate_key("Ed25519")
    for service in ("court", "tax"):
        token = mint_officer(other, service, "clerk-one", ["clerk"])
        assert await refusal_of(court, token) == (401, "unauthenticated")


async def test_the_identity_issuer_cannot_make_officers(court: OpenApp) -> None:
    token = mint(court.identity, CLERK, 60)
    assert await refusal_of(court, token) == (401, "unauthenticated")
    as_itself = mint(court.identity, CLERK | {"iss": "identity"}, 60)
    answer = await court.holder(as_itself).post(DOOR, judgment_against(make_party()))
    assert refused(answer) == (403, "role_missing")
    assert court.rows("SELECT * FROM judgments") == []


async def test_a_token_from_tomorrow_is_not_accepted(court: OpenApp) -> None:
    claims = CLERK | {"iat": int(time.time()) + 3_600, "exp": int(time.time()) + 7_200}
    token = jwt.encode({"alg": "Ed25519"}, claims, court.signing, algorithms=["Ed25519"])
    assert await refusal_of(court, token) == (401, "unauthenticated")


async def test_a_token_that_never_ends_is_not_accepted(court: OpenApp) -> None:
    claims = CLERK | {"iat": int(time.time())}
    for exp in ({}, {"exp": "never"}, {"exp": None}):
        token = jwt.encode({"alg": "Ed25519"}, claims | exp, court.signing, algorithms=["Ed25519"])
        assert await refusal_of(court, token) == (401, "unauthenticated")


async def test_a_tampered_token_is_refused_at_every_part(court: OpenApp) -> None:
    good = mint_officer(court.signing, "court", "clerk-one", ["auditor"])
    head, claims, signature = good.split(".")
    raised = json.loads(base64.urlsafe_b64decode(claims + "==")) | {"roles": ["clerk"]}
    forged = base64.urlsafe_b64encode(json.dumps(raised).encode()).decode().rstrip("=")
    for token in (
        f"{head}.{forged}.{signature}",
        f"{head}.{claims}.",
        f"{head}.{claims}",
        f"{head}.{claims}.{signature[:-4]}AAAA",
        f"{head}.{claims}.{signature}.{signature}",
    ):
        assert await refusal_of(court, token) == (401, "unauthenticated")


async def test_neither_none_nor_a_public_key_as_secret_opens_the_door(court: OpenApp) -> None:
    body = base64.urlsafe_b64encode(json.dumps(CLERK | {"exp": 9_999_999_999}).encode()).decode()
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').decode()
    assert await refusal_of(court, f"{none}.{body}.".replace("=", "")) == (401, "unauthenticated")
    public = json.dumps(court.signing.as_dict(private=False))
    shared = OctKey.import_key(public)
    claims = CLERK | {"iat": int(time.time()), "exp": int(time.time()) + 60}
    token = jwt.encode({"alg": "HS256"}, claims, shared)
    assert await refusal_of(court, token) == (401, "unauthenticated")


async def test_a_token_longer_than_any_of_ours_is_not_even_read(court: OpenApp) -> None:
    token = mint(court.signing, CLERK | {"more": "x" * 5_000}, 60)
    assert await refusal_of(court, token) == (401, "unauthenticated")


async def test_a_token_works_again_until_it_expires(court: OpenApp) -> None:
    clerk = court.officer("clerk")
    for number in (1, 2):
        words = judgment_against(make_party(), case_number=f"(2018)模01民初{number}号")
        assert (await clerk.post(DOOR, words)).status_code == 201


@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    token=st.one_of(
        st.text(max_size=60),
        st.lists(st.text("AQgw-_9=e", max_size=12), min_size=2, max_size=4).map(".".join),
        st.lists(
            st.sampled_from(["{}", "[]", '"x"', "null", '{"alg":"Ed25519"}', '{"alg":7}']),
            min_size=3,
            max_size=3,
        ).map(lambda parts: ".".join(base64.urlsafe_b64encode(p.encode()).decode() for p in parts)),
    )
)
def test_rubbish_is_refused_and_never_an_accident(token: str) -> None:
    verifier = Verifier("court", {"court": KEY})
    with pytest.raises(Unauthenticated):
        verifier.check(token)


KEY = OKPKey.generate_key("Ed25519")


def test_only_the_identity_issuers_token_speaks_for_a_party() -> None:
    verifier = Verifier("court", {"court": KEY})
    officer = verifier.check(mint_officer(KEY, "court", "clerk-one", ["clerk"]))
    with pytest.raises(Unauthenticated):
        party_of(officer)
