"""The same system as containers: it comes up alone, tells the story, and its walls are real."""

import json
from typing import Any

import pytest

from demo.roster import read_roster
from shared.authorities import load
from tests.compose import engine
from tests.contract.searching import holds

pytestmark = [pytest.mark.compose, pytest.mark.usefixtures("containers")]

AUTHORITIES = load(engine.ROOT / "authorities.yaml")
# Most sectors, and a locality, wait for their profile.
ROSTER = read_roster(engine.ROOT / "authorities.yaml")
WAITING = set(ROSTER.names) - set(ROSTER.usual().names)
FOLDERS = {one.slug: one.service for one in AUTHORITIES if one.slug not in WAITING} | {
    "platform": "national_platform",
    "gateway": "partner_gateway",
}
NAMES = list(FOLDERS)
WHO_IS_REACHED = """
import concurrent.futures, json, socket, sys
def reach(host):
    try:
        socket.create_connection((host, {port}), timeout=3).close()
        return True
    except OSError:
        return False
hosts = {hosts!r}
with concurrent.futures.ThreadPoolExecutor(32) as pool:
    found = zip(hosts, pool.map(reach, hosts))
    print(json.dumps([host for host, is_reached in found if is_reached]))
"""


def reached(service: str, hosts: list[str], port: int) -> list[str]:
    """The hosts to which the container of a service gets a connection."""
    code = WHO_IS_REACHED.format(hosts=hosts, port=port)
    found: list[str] = json.loads(engine.python_in(service, code))
    return found


def test_the_storyline_comes_out_as_told(told: dict[str, Any]) -> None:
    problems = [step["problem"] for step in told["steps"] if step["problem"]]
    assert told["ok"], problems
    assert len(told["steps"]) == 13


@pytest.mark.parametrize("name", NAMES)
def test_each_service_reaches_its_own_database(name: str) -> None:
    own = [f"{name}-db", *engine.addresses(f"{name}-db")]
    assert reached(name, own, 5432) == own


@pytest.mark.parametrize("name", NAMES)
def test_no_service_reaches_anothers_database_by_name_or_address(name: str) -> None:
    others = [f"{other}-db" for other in NAMES if other != name]
    hosts = [*others, *(address for other in others for address in engine.addresses(other))]
    assert reached(name, hosts, 5432) == []


@pytest.mark.parametrize("name", NAMES)
def test_only_who_has_a_way_onto_the_bus_reaches_the_broker(name: str) -> None:
    on_bus = FOLDERS[name] != "sector_list" or AUTHORITIES.named(name).is_issuer
    hosts = ["broker", *engine.addresses("broker")]
    assert reached(name, hosts, 4222) == (hosts if on_bus else [])


@pytest.mark.parametrize("name", NAMES)
def test_an_image_holds_one_service_and_the_shared_library(name: str) -> None:
    code = "import os; print(*sorted(d for d in os.listdir('services') if '.' not in d))"
    assert engine.python_in(name, code).split() == [FOLDERS[name]]
    missing = "import importlib.util as u; print([m for m in ('demo', 'tests') if u.find_spec(m)])"
    assert engine.python_in(name, missing) == "[]"


@pytest.mark.parametrize("name", NAMES)
def test_a_service_is_nobody_special_and_writes_only_its_state(name: str) -> None:
    described = engine.container(name)
    assert engine.python_in(name, "import os; print(os.getuid())") == "10001"
    assert described["HostConfig"]["ReadonlyRootfs"]
    assert described["HostConfig"]["CapDrop"] == ["ALL"]
    assert engine.run_in(name, ["touch", "/app/x"]).returncode != 0
    assert engine.run_in(name, ["touch", "/keys/x"]).returncode != 0


SAY_SOMETHING = """
import asyncio
from pathlib import Path
from nats.aio.client import Client
async def say():
    refused = asyncio.Queue()
    client = Client()
    password = Path("/keys/broker_password").read_text().strip()
    url = "nats://broker:4222"
    await client.connect(url, user="rongcheng", password=password, error_cb=refused.put)
    await client.publish("listings.rongcheng.points.listed", b"{}")
    print(await asyncio.wait_for(refused.get(), 5))
asyncio.run(say())
"""


def test_a_locality_hears_the_bus_and_is_refused_when_it_speaks() -> None:
    said = engine.python_in("rongcheng", SAY_SOMETHING).lower()
    assert "permissions violation for publish" in said


def test_each_database_refuses_the_password_of_another() -> None:
    asked = (
        "PGPASSWORD=$(cat /keys/database_password) psql -h 127.0.0.1 -U court court -c 'select 1'"
    )
    assert engine.run_in("court-db", ["sh", "-c", asked]).returncode == 0
    wrong = asked.replace("$(cat /keys/database_password)", "another")
    assert engine.run_in("court-db", ["sh", "-c", wrong]).returncode != 0


def test_no_whole_number_is_anywhere_but_with_its_owner(told: dict[str, Any]) -> None:
    """Dumps, logs (PostgreSQL's too), broker files and state volumes after the storyline."""
    party, namesake = (one["id_number"] for one in told["parties"][-2:])
    places = {f"log of {name}": engine.compose("logs", "--no-color", name) for name in _services()}
    places |= {f"database of {name}": _dump(name) for name in NAMES}
    places |= {f"state of {name}": _files(name, "/state") for name in NAMES}
    places["broker"] = _broker_files()
    found = {
        (place, number)
        for place, blob in places.items()
        for number in (party, namesake)
        if holds(blob.encode(), number)
    }
    assert found == {("database of court", party)}


def _services() -> list[str]:
    return engine.compose("config", "--services").split()


def _dump(name: str) -> str:
    return engine.compose("exec", "-T", f"{name}-db", "pg_dump", "-U", name, name)


def _files(name: str, folder: str) -> str:
    """Every file, unpacked where it is packed, as text that loses no byte of a number."""
    code = (
        "import gzip, pathlib\n"
        f"for path in pathlib.Path({folder!r}).rglob('*'):\n"
        "    if path.is_file():\n"
        "        raw = path.read_bytes()\n"
        "        raw = gzip.decompress(raw) if path.suffix == '.gz' else raw\n"
        "        print(raw.decode('utf-8', 'replace'))\n"
    )
    return engine.python_in(name, code)


def _broker_files() -> str:
    return engine.compose("exec", "-T", "broker", "sh", "-c", "find /data -type f -exec cat {} +")
