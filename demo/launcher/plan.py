"""What runs: the command, the environment and the readiness of each process. Starts nothing."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from demo import broker
from demo.launcher.children import Child, Recipe
from demo.launcher.folder import StateFolder
from demo.launcher.readiness import Member, all_of, http_check, tcp_check
from demo.roster import BROKER, GATEWAY, PLATFORM, SECTOR_LIST, SECTORS, SITE, Place, Roster
from demo.scene import Scene

ROOT = Path(__file__).resolve().parent.parent.parent
AUTHORITIES = ROOT / "authorities.yaml"
HOST = "127.0.0.1"
Environment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """One stack: who, where, with what."""

    folder: StateFolder
    roster: Roster
    scene: Scene
    ports: Mapping[str, int]
    clock: str = "model"
    extra: Mapping[str, Environment] = field(default_factory=dict)

    def url(self, name: str) -> str:
        """Where a process answers; browsers know the site as localhost."""
        host = "localhost" if name == SITE else HOST
        return f"http://{host}:{self.ports[name]}"

    @property
    def addresses(self) -> dict[str, str]:
        """Where every service and the site answer."""
        return {name: self.url(name) for name in (*self.roster.names, SITE)}


def stages(plan: Plan, only: Sequence[str] | None = None) -> list[list[Member]]:
    """All processes in the order of their starting, or only the named ones."""
    roster = plan.roster
    alone = [place for place in roster.authorities if place.package != SECTOR_LIST]
    authorities = [_service(plan, place) for place in alone]
    if roster.sectors:
        authorities.append(_sectors(plan, roster.sectors))
    others = [[_service(plan, place)] for place in (roster.platform, roster.gateway)]
    everything = [[_broker(plan)], authorities, *others, [_site(plan)]]
    if only is None:
        return everything
    wanted = {roster.process_of(name) for name in only}
    return [[member for member in stage if member.child.name in wanted] for stage in everything]


def _broker(plan: Plan) -> Member:
    store = plan.folder.state / BROKER
    port = plan.ports[BROKER]
    command = broker.command(store, port, ROOT / broker.CONFIGURATION)
    passwords = broker.read_passwords(plan.folder.keys / BROKER / "broker.env")
    child = _child(plan, BROKER, command, passwords)
    return Member(child, tcp_check(HOST, port), is_needed_first=True)


def _service(plan: Plan, place: Place) -> Member:
    own = {"CHIMERA_PLATFORM_URL": plan.url(PLATFORM)}
    if place.name not in (PLATFORM, GATEWAY):
        own["CHIMERA_AUTHORITY"] = place.name
    environment = {**own, **_where(plan, place.name), **_what(plan)}
    return _web(plan, place.name, _application(place.package), environment)


def _sectors(plan: Plan, names: Sequence[str]) -> Member:
    """All sectors in one process, which is given the folders that hold each one's own."""
    folders = {
        "CHIMERA_KEYS_DIR": str(plan.folder.keys),
        "CHIMERA_STATE_DIR": str(plan.folder.state),
    }
    places = [f"{name}={plan.ports[name]}" for name in names]
    command = [sys.executable, "-m", "demo.together", _application(SECTOR_LIST), *places]
    environment = {**_where(plan, SECTORS), **_what(plan), **folders}
    checks = {name: http_check(plan.url(name)) for name in names}
    return Member(_child(plan, SECTORS, command, environment), all_of(checks))


def _application(package: str) -> str:
    return f"services.{package}.app:create_app"


def _what(plan: Plan) -> dict[str, str]:
    """What every service is told alike."""
    return {
        "CHIMERA_BROKER_URL": f"nats://{HOST}:{plan.ports[BROKER]}",
        "CHIMERA_CLOCK": plan.clock,
        "CHIMERA_RULES_AS_OF": plan.scene.rules_as_of.isoformat(),
        "CHIMERA_EDITION_CADENCE": plan.scene.edition_cadence,
        "CHIMERA_SEED": str(plan.scene.seed),
        "CHIMERA_AUTHORITIES": str(AUTHORITIES),
    }


def _site(plan: Plan) -> Member:
    services = ",".join(f"{name}={plan.url(name)}" for name in plan.roster.names)
    environment = {
        **_where(plan, "identity"),
        "CHIMERA_SERVICES": services,
        "CHIMERA_POPULATION": str(plan.scene.population),
        "CHIMERA_SEED": str(plan.scene.seed),
        "CHIMERA_RULES_AS_OF": plan.scene.rules_as_of.isoformat(),
        "CHIMERA_AUTHORITIES": str(AUTHORITIES),
        "CHIMERA_DEMO_DOCUMENT": str(plan.folder.document),
    }
    return _web(plan, SITE, "demo.site.app:create_app", environment)


def _where(plan: Plan, name: str) -> dict[str, str]:
    """A process is told of its own folders only."""
    return {
        "CHIMERA_KEYS_DIR": str(plan.folder.keys / name),
        "CHIMERA_STATE_DIR": str(plan.folder.state / name),
        "CHIMERA_START": plan.scene.start.isoformat(),
        "CHIMERA_SITE_ORIGIN": plan.url(SITE),
    }


def _web(plan: Plan, name: str, application: str, environment: Environment) -> Member:
    port = plan.ports[name]
    command = [
        sys.executable, "-m", "uvicorn", application, "--factory", "--host", HOST,
        "--port", str(port), "--no-access-log", "--no-server-header",
        "--no-proxy-headers",  # there is no proxy, so nobody may say that they come from elsewhere
        "--timeout-graceful-shutdown", "2",
    ]  # fmt: skip
    return Member(_child(plan, name, command, environment), http_check(plan.url(name)))


def _child(plan: Plan, name: str, command: Sequence[str], environment: Environment) -> Child:
    wanted = {**environment, **plan.extra.get(name, {})}
    return Child(Recipe(name, command, plan.folder.log_of(name), wanted, ROOT))
