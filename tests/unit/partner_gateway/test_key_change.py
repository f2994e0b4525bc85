"""The gateway gets a new signing key: yesterday's tokens count on, and nothing else does."""

import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey

from demo.key_change import change_signing_key
from shared.access import OFFICER_SECONDS, mint, read_key
from tests.unit.partner_gateway.clients import Client, first_secret, read
from tests.unit.partner_gateway.world import AIRLINE, Gateway, open_gateway

CLAIMS = {"iss": "gateway", "aud": "gateway", "sub": AIRLINE, "scope": "air-travel"}


@dataclass(frozen=True, slots=True)
class Changed:
    """A gateway after the change, and what was there before."""

    gateway: Gateway
    keys: Path
    old_key: OKPKey
    old_token: str

    async def recalls(self, token: str) -> tuple[int, str]:
        """What a partner's door answers to a token."""
        return read(await self.gateway.open.holder(token).get("/v1/recalls"))


@pytest.fixture
def own_keys(keys: Path, tmp_path: Path) -> Path:
    """Keys that may be changed."""
    return Path(shutil.copytree(keys, tmp_path / "keys"))


@pytest.fixture
async def changed(own_keys: Path, tmp_path: Path) -> AsyncIterator[Changed]:
    """A partner has a token; then the key is changed and the gateway starts again."""
    async with open_gateway(own_keys, tmp_path / "state") as before:
        old_key = before.open.signing
        given = await Client(before, first_secret(own_keys)).token()
    change_signing_key(own_keys / "gateway")
    async with open_gateway(own_keys, tmp_path / "state") as after:
        yield Changed(after, own_keys, old_key, given.json()["access_token"])


async def test_a_token_of_yesterdays_key_counts_until_it_expires(changed: Changed) -> None:
    assert changed.gateway.open.signing.thumbprint() != changed.old_key.thumbprint()
    assert await changed.recalls(changed.old_token) == (200, "")
    fresh = await Client(changed.gateway, first_secret(changed.keys)).token()
    assert await changed.recalls(fresh.json()["access_token"]) == (200, "")


async def test_yesterdays_key_signs_nothing_new(changed: Changed) -> None:
    path = changed.keys / "gateway" / "signing.previous.pub.jwk"
    later = {**CLAIMS, "iat": json.loads(path.read_text())["retired_at"] + 1}
    token = mint(changed.old_key, later, 900, "at+jwt")
    assert await changed.recalls(token) == (401, "key_retired")


async def test_a_key_from_before_yesterday_is_nobodys(changed: Changed, tmp_path: Path) -> None:
    change_signing_key(changed.keys / "gateway")
    async with open_gateway(changed.keys, tmp_path / "state") as after:
        answer = await after.open.holder(changed.old_token).get("/v1/recalls")
        assert read(answer) == (401, "unauthenticated")


async def test_half_a_day_later_the_old_key_is_nobodys_either(
    changed: Changed, tmp_path: Path
) -> None:
    path = changed.keys / "gateway" / "signing.previous.pub.jwk"
    words = json.loads(path.read_text())
    path.write_text(json.dumps({**words, "retired_at": words["retired_at"] - OFFICER_SECONDS}))
    async with open_gateway(changed.keys, tmp_path / "state") as after:
        answer = await after.open.holder(changed.old_token).get("/v1/recalls")
        assert read(answer) == (401, "key_retired")


def test_of_the_old_key_only_its_public_half_is_left(own_keys: Path) -> None:
    folder = own_keys / "gateway"
    old = read_key(folder / "signing.jwk")
    change_signing_key(folder)
    words = json.loads((folder / "signing.previous.pub.jwk").read_text())
    assert {"kty", "crv", "x", "retired_at"} == set(words) - {"kid"}
    assert read_key(folder / "signing.jwk").thumbprint() != old.thumbprint()
    assert (folder / "signing.jwk").stat().st_mode & 0o777 == 0o600
