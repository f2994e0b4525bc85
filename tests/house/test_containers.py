"""The walls of the containers, read from the file that Docker reads."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from demo.containers import COMPOSE, generate
from demo.portraits import AUTHORITIES, ROOT
from shared.authorities import load
from shared.checked_yaml import unchecked

Words = dict[str, Any]
FILE: Words = unchecked(COMPOSE.read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
KNOWN = load(AUTHORITIES)
NAMES = [one.slug for one in KNOWN] + ["platform", "gateway"]
HEARING = {one.slug for one in KNOWN.localities}
ON_BUS = {one.slug for one in KNOWN.issuers} | HEARING | {"platform", "gateway", "broker"}
ROOT_NEEDED = {"keys", "broker"} | {f"{name}-db" for name in NAMES}


def breaches(compose: Words) -> list[str]:
    """Every wall that a compose file leaves out."""
    services = compose["services"]
    return [
        *(f"{name} and its database" for name in NAMES if not shares_only_own(compose, name)),
        *(f"{name} is on the bus" for name in on(services, "bus") - ON_BUS),
        *(f"{name} reads keys of others" for name in services if reads_others_keys(compose, name)),
        *(f"{name} is not locked down" for name in NAMES if not is_locked_down(services[name])),
        *(f"{name} opens a port to others" for name in services if is_exposed(services[name])),
        *(f"{name} runs an image that moves" for name in services if moves(services[name])),
    ]


def on(services: Words, network: str) -> set[str]:
    """Who is on a network."""
    return {name for name, one in services.items() if network in one.get("networks", [])}


def shares_only_own(compose: Words, name: str) -> bool:
    """A database stands on one internal network, and its own service alone beside it."""
    network = f"{name}-db"
    services = compose["services"]
    is_inside: bool = compose["networks"][network].get("internal", False)
    alone = services[network]["networks"] == [network] and "ports" not in services[network]
    return is_inside and alone and on(services, network) == {name, network}


def sources(service: Words) -> list[str]:
    """The volumes and folders that a container sees."""
    return [volume.split(":")[0] for volume in service.get("volumes", [])]


def reads_others_keys(compose: Words, name: str) -> bool:
    """Only the container that makes them sees the keys of more than one."""
    own = {f"{name}-keys"}
    seen = {volume for volume in sources(compose["services"][name]) if volume.endswith("-keys")}
    return name != "keys" and not seen <= own


def is_locked_down(service: Words) -> bool:
    """Nothing can be written outside its state, and no right of the system is left."""
    return (
        service.get("read_only") is True
        and service.get("cap_drop") == ["ALL"]
        and "no-new-privileges:true" in service.get("security_opt", [])
        and not {"privileged", "cap_add", "user", "pid", "network_mode"} & set(service)
    )


def is_exposed(service: Words) -> bool:
    """Whether another machine could reach a port."""
    return any(not str(port).startswith("127.0.0.1:") for port in service.get("ports", []))


def moves(service: Words) -> bool:
    """Whether the image is another one tomorrow."""
    image = service["image"]
    return "build" not in service and (":" not in image or image.endswith(":latest"))


def test_the_checked_in_file_is_what_the_generator_writes() -> None:
    found = COMPOSE.read_text(encoding="utf-8")
    assert found == generate(KNOWN), "run `python -m demo.containers`"


def test_every_wall_stands() -> None:
    assert breaches(FILE) == []


def test_every_authority_has_a_service_and_a_database() -> None:
    made = {*NAMES, *(f"{name}-db" for name in NAMES), "keys", "broker"}
    assert set(FILE["services"]) == made
    volumes = [volume for one in FILE["services"].values() for volume in sources(one)]
    assert {name for name in volumes if not name.startswith("./")} == set(FILE["volumes"])


def waiting(profile: str) -> set[str]:
    """What is not started unless its profile is asked for."""
    return {name for name, one in FILE["services"].items() if one.get("profiles") == [profile]}


def test_all_sectors_but_two_and_the_village_wait_until_they_are_asked_for() -> None:
    sectors = {one.slug for one in KNOWN if one.service == "sector_list"} - {"rail", "market"}
    assert waiting("sectors") == sectors | {f"{name}-db" for name in sectors}
    assert waiting("localities") == {"village", "village-db"}
    asked_for = waiting("sectors") | waiting("localities")
    others = [one for name, one in FILE["services"].items() if name not in asked_for]
    assert all("profiles" not in one for one in others)


def test_a_locality_reaches_broker_and_platform_and_nothing_new_but_waits_for_neither() -> None:
    for name in HEARING:
        service = FILE["services"][name]
        assert sorted(service["networks"]) == sorted(["bus", "front", f"{name}-db"])
        assert service["environment"]["CHIMERA_PLATFORM_URL"] == "http://platform:8200"
        assert set(service["depends_on"]) == {f"{name}-db"}
    assert "front" in FILE["services"]["platform"]["networks"]


def test_the_bus_leads_nowhere_else() -> None:
    assert FILE["networks"]["bus"] == {"internal": True}
    assert FILE["services"]["broker"]["networks"] == ["bus"]


def test_who_makes_the_keys_reaches_no_network() -> None:
    keys = FILE["services"]["keys"]
    assert keys["network_mode"] == "none"
    assert len([name for name in sources(keys) if name.endswith("-keys")]) > len(NAMES)


def test_nobody_can_write_keys_but_who_makes_them() -> None:
    for name, one in FILE["services"].items():
        mounts = [
            volume for volume in one.get("volumes", []) if volume.split(":")[0][-4:] == "keys"
        ]
        assert name == "keys" or all(mount.endswith(":ro") for mount in mounts)


def test_the_engine_is_handed_to_nobody() -> None:
    folders = {source for one in FILE["services"].values() for source in sources(one)}
    assert {one for one in folders if one.startswith((".", "/"))} == {"./nats/nats.conf"}


def change(path: str, value: object) -> Words:
    """The file with one thing put elsewhere."""
    changed = copy.deepcopy(FILE)
    *parents, last = path.split("/")
    place: Any = changed
    for part in parents:
        place = place[part]
    place[last] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("networks/court-db", {}, "court and its database"),
        ("services/tax/networks", ["tax-db", "court-db"], "court and its database"),
        (
            "services/education/networks",
            ["education-db", "front", "bus"],
            "education is on the bus",
        ),
        ("services/tax/volumes", ["court-keys:/keys:ro"], "tax reads keys of others"),
        ("services/court/read_only", False, "court is not locked down"),
        ("services/court/cap_add", ["NET_ADMIN"], "court is not locked down"),
        ("services/court/ports", ["8101:8101"], "court opens a port to others"),
        ("services/broker/image", "nats:latest", "broker runs an image that moves"),
        ("services/broker/image", "nats", "broker runs an image that moves"),
    ],
)
def test_a_planted_hole_is_found(path: str, value: object, said: str) -> None:
    assert said in breaches(change(path, value))


def instructions(word: str) -> list[str]:
    """The arguments of every instruction of that word in the Dockerfile."""
    return re.findall(rf"^{word} +(.+)$", DOCKERFILE, re.MULTILINE)


def test_every_image_is_pinned_and_no_builder_is_fetched() -> None:
    assert not re.search(r"^#\s*syntax\s*=", DOCKERFILE, re.MULTILINE | re.IGNORECASE)
    bases = [line.split()[0] for line in instructions("FROM")]
    assert [base for base in bases if ":" not in base and base != "base"] == []
    assert ":latest" not in DOCKERFILE + COMPOSE.read_text(encoding="utf-8")


def test_a_service_runs_as_nobody_in_particular() -> None:
    service = DOCKERFILE.split("AS service")[1]
    user = re.search(r"^USER (\d+):(\d+)$", service, re.MULTILINE)
    assert user is not None
    assert int(user[1]) >= 1000


def test_a_service_image_holds_its_own_folder_and_what_all_share() -> None:
    service = DOCKERFILE.split("AS service")[1]
    copied = re.findall(r"^COPY (\S+) ", service, re.MULTILINE)
    own = ["services/__init__.py", "services/${SERVICE}"]
    assert copied == ["authorities.yaml", "shared", *own]
    base = DOCKERFILE.split("AS base")[1].split("FROM")[0]
    assert not re.search(r"^COPY (services|demo|tests|\.)", base, re.MULTILINE)


def test_what_is_not_needed_never_reaches_the_builder() -> None:
    ignored = Path(ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert ignored[0] == "*"
    assert not {"!var", "!.git", "!tests"} & set(ignored)
