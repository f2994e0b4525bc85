"""My file: a page of the site that asks each authority from the browser and keeps nothing."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from demo import cast, keys
from demo.roster import read_roster
from demo.site import my_file
from demo.site import settings as configuration
from demo.site.app import build
from shared.procedure import desk_page
from shared.procedure.steps import State, Step
from tests.page_words import missing_words

ROOT = Path(__file__).resolve().parents[3]
SITE = "http://localhost:8000"
SERVICES = {"court": "http://127.0.0.1:8101", "platform": "http://127.0.0.1:8200"}
NAMESAKE, TWIN = cast.some(30, 7, date(2019, 1, 1))[-2:]
ANSWERS = ("yes", "no", "refused")
STATES = (*(one.value for one in State), "stands", "over", "contested")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("keys")
    keys.make_all(made, read_roster(ROOT / "authorities.yaml"))
    return made


@pytest.fixture
async def site(root: Path, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A site that knows thirty people and two services."""
    environment = {
        "CHIMERA_KEYS_DIR": str(root / "identity"),
        "CHIMERA_STATE_DIR": str(tmp_path / "identity"),
        "CHIMERA_SERVICES": ",".join(f"{name}={url}" for name, url in SERVICES.items()),
        "CHIMERA_POPULATION": "30",
        "CHIMERA_SEED": "7",
    }
    app = build(configuration.read(environment))
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=SITE) as client,
        asyncio.timeout(10),
    ):
        while (await client.get("/readyz")).status_code != httpx.codes.OK:
            await asyncio.sleep(0)
        yield client


async def test_the_page_may_ask_the_services_and_nobody_else(site: httpx.AsyncClient) -> None:
    page = await site.get("/my-file")
    policy = page.headers["content-security-policy"]
    (asked,) = re.findall(r"connect-src ([^;]*)", policy)
    assert asked.split() == ["'self'", *sorted(SERVICES.values())]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "<script>" not in page.text
    assert "style=" not in page.text
    for file in re.findall(r'(?:src|href)="(/[^"?]*assets/[^"?]*)', page.text):
        assert (await site.get(file)).status_code == 200


async def test_it_is_there_in_two_languages(site: httpx.AsyncClient) -> None:
    assert '<html lang="en">' in (await site.get("/my-file")).text
    in_chinese = await site.get("/my-file?lang=zh")
    assert "我的档案" in in_chinese.text
    assert in_chinese.headers["content-language"] == "zh-Hans"


async def test_by_another_name_of_this_machine_it_sends_to_the_one_that_services_answer(
    site: httpx.AsyncClient,
) -> None:
    """Services answer pages of the site's own origin only."""
    sent = await site.get("/my-file", headers={"host": "127.0.0.1:8000"})
    assert (sent.status_code, sent.headers["location"]) == (307, f"{SITE}/my-file")


async def people(site: httpx.AsyncClient, **words: str) -> list[dict[str, str]]:
    """Whom the chooser shows."""
    found: list[dict[str, str]] = (await site.post("/identity/people", json=words)).json()["people"]
    return found


async def test_somebody_is_chosen_by_the_beginning_of_a_name(site: httpx.AsyncClient) -> None:
    name = NAMESAKE["name"]
    found = await people(site, name=name[:1])
    assert {one["id_number"] for one in found} >= {NAMESAKE["id_number"], TWIN["id_number"]}
    assert all(one["name"].startswith(name[:1]) for one in found)
    (mask,) = {one["truncated_id"] for one in found if one["name"] == name}
    assert mask[10:14] == "****"
    assert await people(site, name="<script>") == []
    assert len(await people(site)) == 12


async def test_no_other_page_is_told_who_there_is(site: httpx.AsyncClient) -> None:
    other = {"origin": "http://127.0.0.1:8101"}
    answer = await site.post("/identity/people", json={}, headers=other)
    assert (answer.status_code, answer.json()["code"]) == (403, "origin_not_allowed")


def test_no_door_to_what_is_held_about_oneself_is_forgotten() -> None:
    """Whatever a service gives to a party about itself, the page asks for."""
    documents = [json.loads(one.read_text("utf-8")) for one in (ROOT / "docs/doors").glob("*.json")]
    doors = {path for one in documents for path in one["paths"] if path.startswith("/v1/me/")}
    scripts = "".join(one.read_text("utf-8") for one in my_file.HERE.glob("assets/*.js"))
    assert {door for door in doors if f'"{door}"' not in scripts} == set()
    assert len(doors) >= 6


def test_both_pages_lack_no_word() -> None:
    steps = [f"step_{one.value}" for one in Step]
    answers = [f"answer_{one}" for one in ANSWERS]
    states = [f"state_{one}" for one in STATES]
    assert missing_words(my_file.HERE, *steps, *answers, *states) == set()
    shown = [f"state_{one.value}" for one in State]
    assert missing_words(desk_page.HERE, *steps, *shown) == set()


@pytest.mark.parametrize("folder", [my_file.HERE, desk_page.HERE])
def test_no_page_makes_markup_of_what_it_is_told(folder: Path) -> None:
    for script in folder.glob("assets/*.js"):
        text = script.read_text("utf-8")
        assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(", text), script


@pytest.mark.parametrize("folder", [my_file.HERE, desk_page.HERE])
def test_a_page_is_light(folder: Path) -> None:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.suffix != ".py"]
    assert sum(sizes) < 100_000
