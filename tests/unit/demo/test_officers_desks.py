"""The site seats a visitor at an authority's desk, and only at the one whose page asks."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from demo.godmode import document, usual_addresses
from demo.keys import make_all
from demo.roster import read_roster
from demo.scene import Scene
from demo.site import settings as configuration
from demo.site.app import build
from shared.access import Verifier, read_key

ROOT = Path(__file__).resolve().parents[3]
SITE, COURT, TAX = "http://localhost:8000", "http://127.0.0.1:8101", "http://127.0.0.1:8102"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("keys")
    make_all(made, read_roster(ROOT / "authorities.yaml"))
    return made


def started(keys: Path, state: Path, **more: str) -> httpx.AsyncClient:
    """A site beside a court and a tax office."""
    told = {
        "CHIMERA_KEYS_DIR": str(keys / "identity"),
        "CHIMERA_STATE_DIR": str(state),
        "CHIMERA_SERVICES": f"court={COURT},tax={TAX}",
        "CHIMERA_POPULATION": "30",
        "CHIMERA_SEED": "7",
    } | more
    app = build(configuration.read(told))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=SITE)


@pytest.fixture
async def site(keys: Path, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    roster = read_roster(ROOT / "authorities.yaml").usual()
    file = tmp_path / "demo.json"
    file.write_text(json.dumps(document(keys, roster, usual_addresses(roster), Scene())))
    async with started(keys, tmp_path, CHIMERA_DEMO_DOCUMENT=str(file)) as client:
        yield client


async def test_the_courts_page_seats_a_second_clerk(site: httpx.AsyncClient, keys: Path) -> None:
    found = await site.get("/officers/court", headers={"origin": COURT})
    assert {"clerk", "second_clerk", "reviewer", "appeals"} <= set(found.json()["seats"])
    given = await site.post("/officers/court/second_clerk/token", headers={"origin": COURT})
    court = Verifier("court", {"court": read_key(keys / "court/signing.jwk")})
    assert court.check(given.json()["access_token"]).subject == "clerk-2"
    assert given.headers["access-control-allow-origin"] == COURT


@pytest.mark.parametrize("path", ["/officers/court/clerk/token", "/officers/courtroom/clerk/token"])
async def test_another_authoritys_page_gets_none_of_them(
    site: httpx.AsyncClient, path: str
) -> None:
    refused = await site.post(path, headers={"origin": TAX})
    assert (refused.status_code, refused.json()["code"]) == (403, "origin_not_allowed")


async def test_a_seat_that_is_not_there_is_not_found(site: httpx.AsyncClient) -> None:
    missing = await site.post("/officers/court/judge/token")
    assert (missing.status_code, missing.json()["code"]) == (404, "seat_unknown")


async def test_without_the_document_nobody_is_seated(keys: Path, tmp_path: Path) -> None:
    async with started(keys, tmp_path) as bare:
        assert (await bare.get("/officers/court")).json() == {"seats": []}
