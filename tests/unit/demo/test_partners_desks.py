"""The site signs in for a visitor at a partner's desk, and for the gateway's pages only."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from demo.godmode import document, usual_addresses
from demo.keys import make_all
from demo.roster import PARTNERS, read_roster
from demo.scene import Scene
from demo.site import settings as configuration
from demo.site.app import build

ROOT = Path(__file__).resolve().parents[3]
SITE, GATEWAY = "http://localhost:8000", "http://127.0.0.1:8300"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("keys")
    make_all(made, read_roster(ROOT / "authorities.yaml"))
    return made


def environment(keys: Path, state: Path, **more: str) -> dict[str, str]:
    return {
        "CHIMERA_KEYS_DIR": str(keys / "identity"),
        "CHIMERA_STATE_DIR": str(state),
        "CHIMERA_SERVICES": f"gateway={GATEWAY}",
        "CHIMERA_POPULATION": "30",
        "CHIMERA_SEED": "7",
    } | more


@pytest.fixture
async def site(keys: Path, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A site beside a gateway that gives a token to whoever has the airline's secret."""
    roster = read_roster(ROOT / "authorities.yaml").usual()
    opens_all = document(keys, roster, usual_addresses(roster), Scene())
    (tmp_path / "demo.json").write_text(json.dumps(opens_all))
    told = environment(keys, tmp_path, CHIMERA_DEMO_DOCUMENT=str(tmp_path / "demo.json"))
    app = build(configuration.read(told))
    secret = opens_all["partners"]["skyward-air"]["client_secret"]

    def gateway(request: httpx.Request) -> httpx.Response:
        own = httpx.BasicAuth("skyward-air", secret).auth_flow(httpx.Request("POST", GATEWAY))
        if request.headers["authorization"] != next(own).headers["authorization"]:
            return httpx.Response(401)
        given = {"access_token": "t", "expires_in": 900, "scope": "air-travel", "token_type": "B"}
        return httpx.Response(200, json=given)

    app.state.client = httpx.AsyncClient(transport=httpx.MockTransport(gateway))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=SITE) as client:
        yield client


async def test_the_gateways_page_gets_a_token_and_never_a_secret(
    site: httpx.AsyncClient, keys: Path
) -> None:
    answer = await site.post("/partners/skyward-air/token", headers={"origin": GATEWAY})
    assert answer.json() == {"access_token": "t", "expires_in": 900, "scope": "air-travel"}
    assert answer.headers["access-control-allow-origin"] == GATEWAY
    shown = (await site.get("/partners", headers={"origin": GATEWAY})).text
    assert set(json.loads(shown)["partners"]) == set(PARTNERS)
    assert len(json.loads(shown)["examples"]) == 10
    for secret in json.loads((keys / "handout" / "secrets.json").read_text())["partners"].values():
        assert secret not in shown + answer.text


async def test_a_guest_is_let_in_at_these_doors_only(site: httpx.AsyncClient) -> None:
    for origin in ("http://evil.example", "null", "http://127.0.0.1:8101"):
        answer = await site.post("/partners/skyward-air/token", headers={"origin": origin})
        assert (answer.status_code, answer.json()["code"]) == (403, "origin_not_allowed")
        assert "access-control-allow-origin" not in answer.headers
    for path in ("/identity/token", "//partners", "/x/partners"):
        answer = await site.post(path, headers={"origin": GATEWAY}, json={})
        assert answer.status_code in (403, 404), path


async def test_an_unknown_partner_and_a_gateway_that_says_no(site: httpx.AsyncClient) -> None:
    answer = await site.post("/partners/nobody/token")
    assert (answer.status_code, answer.json()["code"]) == (404, "partner_unknown")
    answer = await site.post("/partners/harbour-bank/token")
    assert answer.status_code == 503


async def test_without_the_document_nobody_sits_anywhere(keys: Path, tmp_path: Path) -> None:
    app = build(configuration.read(environment(keys, tmp_path)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=SITE) as client:
        assert (await client.get("/partners")).json()["partners"] == []
        assert (await client.post("/partners/skyward-air/token")).status_code == 404
