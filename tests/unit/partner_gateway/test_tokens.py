"""Partners prove who they are; a token opens only what it was made for."""

import base64
import json
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher

from services.partner_gateway.api import PartnerSecrets
from shared.access import mint, mint_officer, read_key
from tests.builders import make_party, words_of
from tests.unit.partner_gateway.world import AIRLINE, Gateway

PARTY = make_party()
ASKED = {"measure": "air-travel", "purpose": "booking", "party": words_of(PARTY)}
DOOR = "/oauth/token"
CHEAP = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
GRANT = {"grant_type": "client_credentials"}


@pytest.fixture
async def secret(keys: Path) -> str:
    """What the airline itself holds."""
    handout = json.loads((keys / "handout" / "secrets.json").read_text())
    return str(handout["partners"][AIRLINE])


async def form(gateway: Gateway, **raw: object) -> httpx.Response:
    """A form at the token door."""
    return await gateway.open.anybody().send("POST", DOOR, **raw)


def basic(client_id: str, secret: str) -> dict[str, str]:
    """HTTP Basic."""
    return {"Authorization": f"Basic {base64.b64encode(f'{client_id}:{secret}'.encode()).decode()}"}


async def test_form_and_basic_both_give_a_token(gateway: Gateway, secret: str) -> None:
    credentials = {"client_id": AIRLINE, "client_secret": secret}
    by_form = await form(gateway, data={**GRANT, **credentials})
    by_basic = await form(gateway, data=GRANT, headers=basic(AIRLINE, secret))
    for answer in (by_form, by_basic):
        given = answer.json()
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert (given["token_type"], given["expires_in"]) == ("Bearer", 900)
        assert given["scope"] == "restricted-air-travel air-travel"
        asked = await gateway.open.holder(given["access_token"]).post("/v1/decisions", ASKED)
        assert asked.status_code == 200


async def test_the_token_is_of_rfc_9068(gateway: Gateway, secret: str) -> None:
    answer = await form(gateway, data=GRANT, headers=basic(AIRLINE, secret))
    head, claims = (
        json.loads(base64.urlsafe_b64decode(part + "=="))
        for part in answer.json()["access_token"].split(".")[:2]
    )
    assert (head["typ"], head["alg"]) == ("at+jwt", "Ed25519")
    assert claims["iss"] == claims["aud"] == "gateway"
    assert claims["sub"] == claims["client_id"] == AIRLINE
    assert claims["exp"] - claims["iat"] == 900
    assert claims["scope"] == "restricted-air-travel air-travel"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_id": ""}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": None}, 400, "invalid_request"),
        ({"scope": "air-travel golf"}, 400, "invalid_scope"),
        ({"scope": "moon-travel"}, 400, "invalid_scope"),
        ({"client_secret": "x" * 1001}, 422, "invalid_body"),
    ],
)
async def test_a_token_is_refused_by_the_rfcs_own_codes(
    gateway: Gateway, secret: str, change: dict[str, str | None], status: int, code: str
) -> None:
    words = {**GRANT, "client_id": AIRLINE, "client_secret": secret, **change}
    answer = await form(gateway, data={name: word for name, word in words.items() if word})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    if status != 422:
        assert answer.json()["error"] == code
    if status == 401:
        assert answer.headers["www-authenticate"] == "Basic"
    assert secret not in answer.text


@pytest.mark.parametrize("header", ["Basic ???", "Basic bm9jb2xvbg==", "Bearer abc", "Basic"])
async def test_rubbish_for_credentials_is_nobody(gateway: Gateway, header: str) -> None:
    answer = await form(gateway, data=GRANT, headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_client")


async def test_credentials_in_both_places_are_refused(gateway: Gateway, secret: str) -> None:
    words = {**GRANT, "client_id": AIRLINE, "client_secret": secret}
    answer = await form(gateway, data=words, headers=basic(AIRLINE, secret))
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")


async def test_only_the_token_door_reads_forms_and_it_reads_nothing_else(
    gateway: Gateway,
) -> None:
    as_json = await gateway.open.anybody().post(DOOR, GRANT)
    assert (as_json.status_code, as_json.json()["code"]) == (415, "unsupported_media_type")
    as_form = await gateway.partner(AIRLINE).send("POST", "/v1/decisions", data={"measure": "x"})
    assert (as_form.status_code, as_form.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    "claims",
    [
        {"seconds": 0},
        {"aud": "court"},
        {"iss": "identity"},
    ],
    ids=["expired", "another audience", "another issuer"],
)
async def test_a_token_for_somewhere_else_opens_nothing(
    gateway: Gateway, claims: dict[str, object]
) -> None:
    usual: dict[str, object] = {"sub": AIRLINE, "scope": "air-travel"}
    token = gateway.token(**{**usual, **claims})  # type: ignore[arg-type]  # words of a token
    answer = await gateway.open.holder(token).post("/v1/decisions", ASKED)
    assert answer.status_code == 401
    assert gateway.open.rows("SELECT * FROM decisions") == []


async def test_a_key_of_somebody_else_opens_nothing(gateway: Gateway, keys: Path) -> None:
    claims = {"iss": "gateway", "aud": "gateway", "sub": AIRLINE, "scope": "air-travel"}
    token = mint(read_key(keys / "court" / "signing.jwk"), claims, 900, typ="at+jwt")
    assert (await gateway.open.holder(token).post("/v1/decisions", ASKED)).status_code == 401


async def test_officers_and_parties_ask_about_nobody(gateway: Gateway) -> None:
    officer = mint_officer(gateway.open.signing, "gateway", AIRLINE, ["auditor", "operator"])
    plain = gateway.token(typ="JWT", sub=AIRLINE, scope="air-travel")
    for visitor in (
        gateway.open.holder(officer),
        gateway.open.holder(plain),
        gateway.open.party(PARTY),
    ):
        answer = await visitor.post("/v1/decisions", ASKED)
        assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")


async def test_a_partners_token_opens_no_officers_door(gateway: Gateway) -> None:
    partner = gateway.partner(AIRLINE)
    assert (await partner.get("/v1/alerts")).status_code == 403
    assert (await partner.get("/v1/crossings")).status_code == 403
    moved = await partner.put("/v1/clock", {"now": "2019-02-01T00:00:00Z"})
    assert moved.status_code == 403


def test_a_client_has_two_secrets_while_it_changes_from_one_to_the_other() -> None:
    known = {name: CHEAP.hash(f"the {name} one") for name in ("old", "new")}
    checks = PartnerSecrets(known.values(), 2)
    assert checks.which(known, "the old one") == "old"
    assert checks.which(known, "the new one") == "new"
    assert checks.which(known, "another") is None
    assert checks.which({"broken": "not a hash"}, "the old one") is None
    assert checks.which({}, "the old one") is None


def test_a_secret_that_is_made_fits_its_own_hash_only() -> None:
    checks = PartnerSecrets([CHEAP.hash("an old one")], 2)
    (secret, hashed), (other, _) = checks.make(), checks.make()
    assert checks.which({"new": hashed}, secret) == "new"
    assert checks.which({"new": hashed}, other) is None
    assert hashed.startswith("$argon2id$v=19$m=1024,t=1,p=1$")


@pytest.mark.parametrize("held", [0, 1, 2], ids=["nobody", "one secret", "two secrets"])
def test_as_much_is_checked_whatever_is_wrong(held: int) -> None:
    hashes = {str(place): CHEAP.hash(f"secret {place}") for place in range(2)}
    checks = Counted(hashes.values(), 2)
    known = {name: hashes[name] for name in list(hashes)[:held]}
    assert checks.which(known, "wrong") is None
    assert checks.made == 2


class Counted(PartnerSecrets):
    """Counts the slow checks."""

    made = 0

    def _verifies(self, hashed: str, secret: str) -> bool:
        self.made += 1
        return super()._verifies(hashed, secret)
