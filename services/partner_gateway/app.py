"""The gateway, put together."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from fastapi import FastAPI
from joserfc.jwk import OKPKey

from services.partner_gateway.api import READS, ROUTERS, Enquirer, Gate, PartnerSecrets
from services.partner_gateway.domain import (
    Agreements,
    BrokenAgreement,
    join,
    read_mou,
    read_partners,
    read_tables,
)
from services.partner_gateway.domain.watching import RULES as WATCHING_RULES
from services.partner_gateway.enquiring import BusEnquirer
from services.partner_gateway.receiving import Feeds, Follower, GatewayDuties, PlatformFeeds
from services.partner_gateway.records import GatewayBase, Index, IndexBase
from services.partner_gateway.settings import from_environment
from shared.access import read_key
from shared.authorities import Authorities
from shared.authorities import load as load_authorities
from shared.bus import Bus
from shared.crossings import Crossings
from shared.crossings import router as crossings_router
from shared.following import HearingWires
from shared.origin import Origin
from shared.procedure.rule_doors import router as rules_router
from shared.rulebook import load as load_rulebook
from shared.settings import Settings
from shared.web.app import Service, build, open_clock, open_tables, open_verifier

FOLDER = Path(__file__).parent
RULEBOOK = FOLDER / "rulebook.yaml"
TITLE, OPERATOR = "Partner gateway", "Model partner gateway; it stands for no real body."
HINTS = ("register.edition", "register.withdrawn")
RULES = (
    "max-distinct-numbers",
    "distinct-numbers-remembered",
    "decision-validity",
    "live-decision-validity",
    "decisions-kept",
    "recalls-kept",
    "counts-kept",
    *WATCHING_RULES,
)


Connect = Callable[[Bus], None]


@dataclass(frozen=True, slots=True)
class World:
    """What the gateway reaches outside itself; `connect` is called when there is a bus."""

    feeds: Feeds
    enquirer: Enquirer
    crossings: Crossings
    connect: Connect


def create_app() -> FastAPI:
    """The gateway's application, as the environment describes it."""
    settings = from_environment()
    keys, crossings = settings.common.keys_dir, Crossings()
    feeds = PlatformFeeds(settings.platform_url, read_key(keys / "signing.jwk"))
    enquirer = BusEnquirer(sealing_keys(keys / "sealing"), crossings)
    return assemble(settings.common, World(feeds, enquirer, crossings, enquirer.connect))


def assemble(settings: Settings, world: World) -> FastAPI:
    """Doors, index, agreements, clock and wires, joined."""
    gate = _gate(settings, world.enquirer)
    database = open_tables(settings, FOLDER / "migrations")
    clock = open_clock(settings, database)
    follower = Follower(world.feeds, gate.index, database, clock)
    wires = HearingWires(settings, follower, HINTS, world.connect)
    duties = GatewayDuties(follower, database, clock, gate.rules)
    service = replace(
        _service(settings, wires, follower),
        database=database,
        clock=clock,
        duties=duties,
    )
    app = build(service)
    duties.show_recalls(app.state.metrics)
    app.state.gate, app.state.crossings = gate, world.crossings
    app.state.rulebook, app.state.rules = load_rulebook(RULEBOOK), gate.rules
    return app


def _service(settings: Settings, wires: HearingWires, follower: Follower) -> Service:
    return Service(
        settings=settings,
        title=TITLE,
        operator=OPERATOR,
        origin=Origin.OURS,
        metadata=[GatewayBase.metadata],
        beside=[IndexBase.metadata],
        routers=[*ROUTERS, rules_router, crossings_router],
        verifier=open_verifier(settings),
        wires=wires.live,
        ready_checks={"broker": wires.broker_missing, "register": follower.not_ready},
        reads=READS,
    )


def _gate(settings: Settings, enquirer: Enquirer) -> Gate:
    rules = load_rulebook(RULEBOOK).as_of(settings.rules_as_of)
    rules.require(RULES)
    authorities = load_authorities(settings.authorities)
    return Gate(
        agreements=read_agreements(FOLDER, authorities, settings.rules_as_of),
        rules=rules,
        names=read_tables(_text(FOLDER / "namesakes.yaml"), "namesakes.yaml"),
        index=Index(settings.state_dir / "index.sqlite"),
        enquirer=enquirer,
        secrets=PartnerSecrets(json.loads(settings.secret("partners.json"))),
        signing=read_key(settings.keys_dir / "signing.jwk"),
        contest_at={
            one.slug: f"http://localhost:{one.port}{one.contact}" for one in authorities.issuers
        },
    )


def read_agreements(folder: Path, authorities: Authorities, as_of: date) -> Agreements:
    """Every agreement and partner; BrokenAgreement names file, line and reason."""
    partners = read_partners(_text(folder / "partners.yaml"), "partners.yaml")
    files = sorted((folder / "mous").glob("*.yaml"))
    mous = [read_mou(_text(file), f"mous/{file.name}", authorities) for file in files]
    return join(mous, partners, as_of)


def sealing_keys(folder: Path) -> dict[str, OKPKey]:
    """The public key of each issuer, by its short name."""
    return {file.name.split(".")[0]: read_key(file) for file in sorted(folder.glob("*.pub.jwk"))}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenAgreement(f"{path}:1: cannot be read: {type(error).__name__}") from error
