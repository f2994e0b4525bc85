"""The site and the identity issuer: honest, self-contained, and only for this machine."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from demo import cast, keys
from demo.launcher.ports import free_ports
from demo.launcher.readiness import wait_until_ready
from demo.parties import KnownParties
from demo.roster import read_roster
from demo.site import settings as configuration
from demo.site.app import build
from shared.access import IDENTITY, Verifier, party_of, read_key
from shared.identifiers import Kind, Party
from tests.unit.demo import dummies

ROOT = Path(__file__).resolve().parents[3]
SITE = "http://localhost:8000"
NAMESAKE = cast.some(30, 7, date(2019, 1, 1))[-1]
# Regions that were given to real places; the birthdays are invented.
REAL_PERSON, REAL_BODY = "110101199002300010", "91110000MA0000000A"
Make = Callable[[str], FastAPI]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("keys")
    keys.make_all(made, read_roster(ROOT / "authorities.yaml"))
    return made


@pytest.fixture
def make(root: Path, tmp_path: Path) -> Make:
    def made(services: str) -> FastAPI:
        environment = {
            "CHIMERA_KEYS_DIR": str(root / "identity"),
            "CHIMERA_STATE_DIR": str(tmp_path / "identity"),
            "CHIMERA_SERVICES": services,
            "CHIMERA_POPULATION": "30",
            "CHIMERA_SEED": "7",
            "CHIMERA_AUTHORITIES": str(ROOT / "authorities.yaml"),
        }
        return build(configuration.read(environment))

    return made


@pytest.fixture
async def site(make: Make) -> AsyncIterator[httpx.AsyncClient]:
    """A site that knows thirty people."""
    app = make("court=http://127.0.0.1:8101,platform=http://127.0.0.1:8200")
    async with app.router.lifespan_context(app), client_of(app) as client:
        async with asyncio.timeout(10):
            while (await client.get("/readyz")).status_code != httpx.codes.OK:
                await asyncio.sleep(0)
        yield client


@asynccontextmanager
async def client_of(app: FastAPI, base: str = SITE) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=base) as client:
        yield client


async def token(site: httpx.AsyncClient, audience: str, **headers: str) -> httpx.Response:
    body = {"id_number": NAMESAKE["id_number"], "audience": audience}
    return await site.post("/identity/token", json=body, headers=headers)


def verifier(root: Path, audience: str) -> Verifier:
    return Verifier(audience, {IDENTITY: read_key(root / audience / "identity.pub.jwk")})


async def test_a_party_speaks_at_the_court_with_its_whole_number_for_fifteen_minutes(
    site: httpx.AsyncClient, root: Path
) -> None:
    caller = verifier(root, "court").check((await token(site, "court")).json()["token"])
    party = party_of(caller)
    assert (party.name, party.id_number) == (NAMESAKE["name"], NAMESAKE["id_number"])
    assert caller.claims["exp"] - caller.claims["iat"] == 900


async def test_the_platform_is_told_the_masked_number_only(
    site: httpx.AsyncClient, root: Path
) -> None:
    caller = verifier(root, "platform").check((await token(site, "platform")).json()["token"])
    assert NAMESAKE["id_number"] not in json.dumps(dict(caller.claims))
    truncated = party_of(caller).truncated_id
    assert truncated is not None
    assert truncated[10:14] == "****"


async def test_another_hosts_name_for_this_machine_is_refused(site: httpx.AsyncClient) -> None:
    for host in ("evil.example", "localhost.evil.example:8000", "localhost:8001", ""):
        answer = await token(site, "court", host=host)
        assert (answer.status_code, answer.json()["code"]) == (403, "host_not_allowed")
    assert (await token(site, "court", host="127.0.0.1:8000")).status_code == 200


async def test_another_sites_page_gets_no_token(site: httpx.AsyncClient) -> None:
    for origin in ("http://evil.example", "null", "http://localhost:8101"):
        answer = await token(site, "court", origin=origin)
        assert (answer.status_code, answer.json()["code"]) == (403, "origin_not_allowed")
    assert (await token(site, "court", origin=SITE)).status_code == 200


async def test_a_form_of_another_page_is_no_request(site: httpx.AsyncClient) -> None:
    body = json.dumps({"id_number": NAMESAKE["id_number"], "audience": "court"})
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        answer = await site.post("/identity/token", content=body, headers={"content-type": kind})
        assert answer.status_code == 415


@pytest.mark.parametrize(
    ("number", "status", "code"),
    [
        (REAL_PERSON, 422, "real_identifier"),
        (REAL_BODY, 422, "real_identifier"),
        ("66010119900101002X", 422, "invalid_identifier"),
        ("660101199001010020", 404, "party_unknown"),
    ],
)
async def test_a_number_of_no_invented_party_is_refused_and_not_repeated(
    site: httpx.AsyncClient, number: str, status: int, code: str
) -> None:
    body = {"id_number": number, "audience": "court"}
    answer = await site.post("/identity/token", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert number not in answer.text


async def test_there_is_no_token_for_a_service_that_is_not_here(site: httpx.AsyncClient) -> None:
    answer = await token(site, "bank")
    assert (answer.status_code, answer.json()["code"]) == (404, "audience_unknown")


async def test_an_unknown_field_is_refused_without_being_repeated(site: httpx.AsyncClient) -> None:
    answer = await site.post("/identity/token", json={"id_number": REAL_PERSON, REAL_PERSON: 1})
    assert answer.status_code == 422
    assert REAL_PERSON not in answer.text


async def test_before_everyone_is_known_nobody_gets_a_token(make: Make) -> None:
    async with client_of(make("court=http://127.0.0.1:8101")) as client:
        assert (await token(client, "court")).status_code == 503
        assert (await client.get("/readyz")).status_code == 503
        assert (await client.get("/healthz")).json() == {"ok": True}


async def test_the_page_loads_nothing_from_elsewhere_and_forbids_it(
    site: httpx.AsyncClient,
) -> None:
    page = await site.get("/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.findall(r'(?:src|href)="(http[^"]*)', page.text)
    assets = set(re.findall(r'(?:src|href)="(/assets/[^"?]*)', page.text))
    assert {"/assets/map.js", "/assets/map.css"} < assets
    for path in assets:
        assert (await site.get(path)).status_code == 200
    assert "style=" not in page.text


async def test_the_page_names_every_service_with_its_doors_and_what_it_holds(
    site: httpx.AsyncClient,
) -> None:
    text = (await site.get("/services")).text
    for url in ("http://127.0.0.1:8101", "http://127.0.0.1:8200"):
        assert f'href="{url}/docs"' in text
        assert f'href="{url}/v1/inventory"' in text


async def test_the_pages_speak_english_and_chinese(site: httpx.AsyncClient) -> None:
    assert '<html lang="en">' in (await site.get("/services")).text
    assert '<html lang="zh-Hans">' in (await site.get("/services?lang=zh")).text
    accepted = await site.get("/services", headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert "正在运行的服务" in accepted.text


async def test_a_story_that_is_not_there_is_a_sentence_with_a_way_on(
    site: httpx.AsyncClient,
) -> None:
    answer = await site.get("/story/%3Cscript%3E/1", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "There is no such story" in answer.text
    assert "<script>/" not in answer.text


async def test_without_the_document_nothing_can_be_played_and_no_clock_moved(
    site: httpx.AsyncClient,
) -> None:
    for path, body in (("/map/stories/teacher/1", {}), ("/map/clock", {"by": "day"})):
        answer = await site.post(path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (503, "no_document")


async def test_another_sites_page_moves_no_clock_and_plays_no_story(
    site: httpx.AsyncClient,
) -> None:
    for path in ("/map/stories/teacher/1", "/map/clock"):
        answer = await site.post(
            path, json={"by": "day"}, headers={"origin": "http://evil.example"}
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "origin_not_allowed")


@pytest.fixture
def court(tmp_path: Path) -> Iterator[str]:
    """The address of a process that says it is ready."""
    (port,) = free_ports(1)
    member = dummies.server(tmp_path, "court", port)
    member.child.start()
    wait_until_ready([member], seconds=10)
    yield f"http://127.0.0.1:{port}"
    member.child.kill()


async def test_readiness_is_what_the_services_say_themselves(make: Make, court: str) -> None:
    app = make(f"court={court},tax=http://127.0.0.1:{free_ports(1)[0]}")
    async with app.router.lifespan_context(app), client_of(app) as client:
        assert (await client.get("/readiness")).json() == {
            "services": {"court": True, "tax": False}
        }


def test_parties_may_be_added_and_the_population_is_made_once(tmp_path: Path) -> None:
    known = KnownParties(tmp_path / "parties.sqlite")
    somebody = Party.model_validate(NAMESAKE)
    known.add([somebody, somebody])
    assert not known.is_filled()
    known.fill(cast.everyone(20, 1, date(2019, 1, 1)))
    known.fill([Party(kind=Kind.PERSON, name="王秀英", id_number="660101199001010020")])
    assert known.is_filled()
    assert known.find(somebody.id_number) == somebody
    assert known.find("660101199001010020") is None
    assert (tmp_path / "parties.sqlite").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("language", "title"), [("en", "Five minutes"), ("zh", "课堂五分钟")])
async def test_each_click_of_the_lesson_leads_somewhere(
    site: httpx.AsyncClient, language: str, title: str
) -> None:
    page = await site.get(f"/lesson?lang={language}")
    assert title in page.text
    clicks = re.findall(r'<li>.*? <a href="([^"]+)">', page.text)
    assert len(clicks) == 9
    for address in clicks:
        if address.startswith("/"):
            assert (await site.get(address)).status_code == httpx.codes.OK
        else:
            assert address.startswith("http://127.0.0.1:8200/")
