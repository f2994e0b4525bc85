"""The gateway, put together."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from fastapi import FastAPI
from joserfc.jwk import OKPKey
from starlette.types import ASGIApp

from services.partner_gateway.api import (
    READS,
    ROUTERS,
    Attempts,
    Enquirer,
    Gate,
    Logbook,
    PartnerLimits,
    PartnerSecrets,
    Swift,
)
from services.partner_gateway.domain import (
    Agreements,
    BrokenAgreement,
    join,
    left_out,
    read_basic_list,
    read_bodies,
    read_mou,
    read_recognition,
    read_tables,
)
from services.partner_gateway.domain.watching import RULES as WATCHING_RULES
from services.partner_gateway.enquiring import BusEnquirer
from services.partner_gateway.pages import agreement_pages, desk_pages
from services.partner_gateway.receiving import (
    Feeds,
    Follower,
    GatewayDuties,
    PlatformFeeds,
    log_key,
)
from services.partner_gateway.receiving.credential_duties import CredentialDuties
from services.partner_gateway.receiving.ledger_duties import LedgerDuties
from services.partner_gateway.records import GatewayBase, Index, IndexBase, credentials
from services.partner_gateway.settings import from_environment
from shared.access import read_key
from shared.authorities import Authorities
from shared.authorities import load as load_authorities
from shared.bus import Bus
from shared.calendar import RealClock
from shared.crossings import Crossings
from shared.crossings import router as crossings_router
from shared.database import Database
from shared.following import HearingWires
from shared.grouped import Grouped
from shared.origin import Origin
from shared.procedure.rule_doors import router as rules_router
from shared.rulebook import load as load_rulebook
from shared.settings import Settings
from shared.web.app import Service, Wires, build, open_clock, open_tables, open_verifier
from shared.web.due import AllDuties

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
    "questions-per-minute",
    "questions-at-once",
    "failed-secrets-per-client",
    "failed-secrets-per-address",
    "max-live-secrets",
    "secret-overlap",
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
    signing = read_key(keys / "signing.jwk")
    feeds = PlatformFeeds(settings.platform_url, signing, log_key(keys))
    enquirer = BusEnquirer(sealing_keys(keys / "sealing"), crossings)
    return assemble(settings.common, World(feeds, enquirer, crossings, enquirer.connect))


def assemble(settings: Settings, world: World) -> FastAPI:
    """Doors, index, agreements, clock and wires, joined."""
    database = open_tables(settings, FOLDER / "migrations")
    gate = _gate(settings, world.enquirer, _first_secrets(settings, database))
    clock = open_clock(settings, database)
    follower = Follower(world.feeds, gate.index, database, clock)
    follower.note = world.crossings.note
    wires = HearingWires(settings, follower, HINTS, world.connect)
    duties = GatewayDuties(follower, database, clock, gate.rules)
    ledger = LedgerDuties(database, clock, gate.rules)
    service = replace(
        _service(settings, wires, follower),
        database=database,
        clock=clock,
        duties=AllDuties(duties, CredentialDuties(database, gate.token_clock), ledger),
    )
    app = build(service)
    _enter_swiftly(app)
    follower.show(app.state.metrics)
    duties.show_recalls(app.state.metrics)
    app.state.gate, app.state.crossings = gate, world.crossings
    app.state.counted, app.state.site_origin = ledger.counted, settings.site_origin
    app.state.log = Grouped(Logbook(database, gate).keep)
    app.state.rulebook, app.state.rules = load_rulebook(RULEBOOK), gate.rules
    return app


def _enter_swiftly(app: FastAPI) -> None:
    """Questions are taken before anything of FastAPI's own, its outermost middleware too."""
    usual = app.build_middleware_stack

    def build_middleware_stack() -> ASGIApp:
        return Swift(usual(), app.state.metrics)

    app.build_middleware_stack = build_middleware_stack  # type: ignore[method-assign]


def _service(settings: Settings, wires: HearingWires, follower: Follower) -> Service:
    return Service(
        settings=settings,
        title=TITLE,
        operator=OPERATOR,
        origin=Origin.OURS,
        metadata=[GatewayBase.metadata],
        beside=[IndexBase.metadata],
        # Pages before doors: who wants none is passed on to the door of the same address.
        routers=[
            agreement_pages.negotiated,
            agreement_pages.router,
            desk_pages.router,
            *ROUTERS,
            rules_router,
            crossings_router,
        ],
        verifier=open_verifier(settings),
        wires=_ending(wires, follower),
        ready_checks={"broker": wires.broker_missing, "register": follower.not_ready},
        reads=READS,
        may_make_due=False,  # it follows the platform, whatever partners ask
    )


def _ending(wires: HearingWires, follower: Follower) -> Wires:
    @asynccontextmanager
    async def live(app: FastAPI) -> AsyncIterator[None]:
        """An edition that is being built does not keep the service from ending."""
        async with wires.live(app):
            try:
                yield
            finally:
                follower.stop()

    return live


def _first_secrets(settings: Settings, database: Database) -> list[str]:
    """The hashes that came as a file, taken into the tables; what is retired there stays so."""
    hashes: dict[str, list[str]] = json.loads(settings.secret("partners.json"))
    with database.write() as session:
        credentials.take_first(session, hashes, RealClock().now())
    return [hashed for own in hashes.values() for hashed in own]


def _gate(settings: Settings, enquirer: Enquirer, hashes: list[str]) -> Gate:
    rules = load_rulebook(RULEBOOK).as_of(settings.rules_as_of)
    rules.require(RULES)
    authorities = load_authorities(settings.authorities)
    return Gate(
        agreements=read_agreements(FOLDER, authorities, settings.rules_as_of),
        rules=rules,
        names=read_tables(_text(FOLDER / "namesakes.yaml"), "namesakes.yaml"),
        index=Index(settings.state_dir / "index.sqlite"),
        enquirer=enquirer,
        secrets=PartnerSecrets(hashes, rules.number("max-live-secrets")),
        limits=PartnerLimits.of(rules),
        attempts=Attempts.of(rules),
        token_clock=RealClock(),
        signing=read_key(settings.keys_dir / "signing.jwk"),
        contest_at={
            one.slug: f"http://localhost:{one.port}{one.contact}" for one in authorities.issuers
        },
    )


def read_agreements(folder: Path, authorities: Authorities, as_of: date) -> Agreements:
    """Agreements, bodies, basic list and recognition; BrokenAgreement names file, line, reason."""
    bodies = read_bodies(_text(folder / "partners.yaml"), "partners.yaml")
    basic = read_basic_list(_text(folder / "basic-measures.yaml"), "basic-measures.yaml")
    texts = {f"mous/{file.name}": _text(file) for file in sorted((folder / "mous").glob("*.yaml"))}
    mous = [read_mou(text, file, authorities, basic) for file, text in texts.items()]
    missing: dict[tuple[str, str], str] = {}
    for mou, (file, text) in zip(mous, texts.items(), strict=True):
        missing |= left_out(text, file, mou, basic, as_of)
    rules = _text(folder / "recognition.yaml")
    recognition = read_recognition(rules, "recognition.yaml", mous, bodies, authorities)
    return join(mous, bodies, as_of, recognition, missing)


def sealing_keys(folder: Path) -> dict[str, OKPKey]:
    """The public key of each issuer, by its short name."""
    return {file.name.split(".")[0]: read_key(file) for file in sorted(folder.glob("*.pub.jwk"))}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenAgreement(f"{path}:1: cannot be read: {type(error).__name__}") from error
