"""The national platform, put together."""

import asyncio
import hmac
import os
from collections.abc import AsyncIterator
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import APIRouter, Depends, FastAPI

from services.national_platform.answering import Books, Comparing
from services.national_platform.api import ROUTERS
from services.national_platform.api.asking import SEARCHES
from services.national_platform.api.reading import whole_register
from services.national_platform.api.reconcile import READS, RECONCILE
from services.national_platform.domain.cadence import must_be_known, read_cadence
from services.national_platform.domain.checking import Checker
from services.national_platform.domain.redaction import Redactor
from services.national_platform.pages import receipt_page, register_pages
from services.national_platform.publishing import EditionDuties, Hints, Press
from services.national_platform.receiving import Counts, Desk, OnceWhole, Receiver, Watch, Wholeness
from services.national_platform.records.edition_files import EditionFolder
from services.national_platform.records.head import Heads
from services.national_platform.records.search_keys import keep_up
from services.national_platform.records.state import begin
from services.national_platform.records.tables import PlatformBase
from shared.access import IDENTITY, Verifier, read_key
from shared.authorities import Authorities
from shared.authorities import load as load_authorities
from shared.bus import Bus, BusError
from shared.crossings import Crossings
from shared.crossings import router as crossings_router
from shared.ending import end
from shared.origin import Origin
from shared.procedure.rule_doors import router as rules_router
from shared.proving.notes import Signer
from shared.rulebook import Rules
from shared.rulebook import load as load_rulebook
from shared.settings import BadSetting, Settings, edition_cadence, read
from shared.web.app import Service, build, open_clock, open_tables
from shared.web.open_doors import OpenToPages
from shared.web.rates import Rates

NAME, GATEWAY = "platform", "gateway"
# The name of the log's key, as logs have one: an address that nobody can have (RFC 2606).
LOG = "chimera.example/national-platform"
TITLE, OPERATOR = "National platform", "Model national platform; it stands for no real body."
FOLDER = Path(__file__).parent
IDLE_SECONDS = 10.0
SHOWN_PAGES = APIRouter(dependencies=[Depends(whole_register)])
SHOWN_PAGES.include_router(register_pages.shown)
PAGES = (receipt_page.router, register_pages.router, SHOWN_PAGES)


class Wires:
    """Everything the platform hears and says on the bus."""

    def __init__(
        self, settings: Settings, desk: Desk, authorities: Authorities, hints: Hints
    ) -> None:
        self._settings = settings
        self._desk = desk
        self._authorities = authorities
        self._hints = hints
        self._bus: Bus | None = None
        self._receiver: Receiver | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @asynccontextmanager
    async def live(self, app: FastAPI) -> AsyncIterator[None]:
        """Connected for as long as the service runs."""
        password = self._settings.secret("broker_password")
        bus = await Bus.connect(self._settings.broker_url, NAME, password)
        self._bus, self._loop = bus, asyncio.get_running_loop()
        self._hints.connect(bus, app.state.due.wake if app.state.cadence.is_live else None)
        counts: Counts = app.state.counts
        inbox = bus.listings_inbox(NAME)
        self._receiver = Receiver(inbox, self._desk, self._hints, counts, app.state.crossings)
        await self._compare(bus, self._receiver)
        task = asyncio.create_task(self._receiver.run())
        try:
            yield
        finally:
            await end(task)
            await bus.close()

    async def _compare(self, bus: Bus, receiver: Receiver) -> None:
        desk = self._desk
        books = Books(desk.database, desk.clock, desk.checker.max_days_ahead)
        comparing = Comparing(books, bus, receiver.pending)
        for issuer in self._authorities.issuers:
            await comparing.listen(issuer.slug)

    def is_idle(self) -> bool:
        """Whether every notice on the stream is applied; asked from other threads."""
        if self._receiver is None or self._loop is None:
            return False
        asked = asyncio.run_coroutine_threadsafe(self._receiver.pending(), self._loop)
        try:
            return asked.result(IDLE_SECONDS) == 0
        except (BusError, FutureTimeout):
            return False

    def broker_missing(self) -> str | None:
        """What is missing, if anything."""
        return None if self._bus and self._bus.connected else "The broker is not reached."

    def consumer_missing(self) -> str | None:
        """What is missing, if anything."""
        return self._receiver.not_ready() if self._receiver else "Not listening yet."


def create_app() -> FastAPI:
    """The platform's application, as the environment describes it."""
    return build_platform(read(os.environ, NAME), edition_cadence(os.environ))


def build_platform(settings: Settings, cadence: str | None = None) -> FastAPI:
    """Doors, wires, clock and editions, joined."""
    authorities = load_authorities(settings.authorities)
    book = load_rulebook(FOLDER / "rulebook.yaml")
    rules = book.as_of(settings.rules_as_of)
    desk = _open_desk(settings, authorities, rules)
    hints, wholeness = Hints(), Wholeness(desk, settings.state_dir)
    wires = Wires(settings, desk, authorities, hints)
    press = _open_press(settings, desk, rules, cadence)
    duties = EditionDuties(press, hints, wires.is_idle)
    duties.sweep()
    service = _service(settings, desk, wires, _verifier(settings, authorities))
    own = {"edition": duties.not_ready, "register": wholeness.missing}
    checks = service.ready_checks | own
    app = build(replace(service, duties=OnceWhole(duties, wholeness), ready_checks=checks))
    app.state.authorities, app.state.wholeness = authorities, wholeness
    app.state.rulebook, app.state.rules = book, rules
    _show(app, desk, press)
    _watch(app, duties)
    app.add_middleware(OpenToPages, paths=[RECONCILE])
    return app


def _show(app: FastAPI, desk: Desk, press: Press) -> None:
    """What the doors read from."""
    app.state.desk, app.state.feed_heads = desk, Heads(desk.database)
    app.state.edition_folder, app.state.cadence = press.folder, press.cadence
    app.state.log_signer, app.state.crossings = press.signer, Crossings()
    app.state.searches = Rates(SEARCHES)


def _watch(app: FastAPI, duties: EditionDuties) -> None:
    """The numbers that an operator looks at, in the metrics and at `/readyz`."""
    duties.show_age(app.state.metrics)
    counts = app.state.counts = Counts(app.state.metrics)
    issuers = [issuer.slug for issuer in app.state.authorities.issuers]
    watch = Watch(app.state.desk, issuers, counts.silent_seconds)
    app.state.metrics.registry.register(watch)
    app.state.watched = watch.told


def _open_desk(settings: Settings, authorities: Authorities, rules: Rules) -> Desk:
    must_be_known(rules.word("push-down-cadence"))
    rules.require(["feed-kept", "findings-kept"])
    database = open_tables(settings, FOLDER / "migrations")
    clock = open_clock(settings, database)
    with database.write() as session:
        begin(session, clock.now())
    keep_up(database)
    checker = Checker(authorities, rules.number("listing-date-ahead"))
    return Desk(database, clock, checker, Redactor(authorities, _own_key(settings, "quarantine")))


def _log_key(settings: Settings) -> Ed25519PrivateKey:
    """The key of the log alone: it signs what is kept for years, others sign tokens of minutes."""
    try:
        private = read_key(settings.keys_dir / "log.jwk").private_key
    except OSError as error:
        raise BadSetting(f"CHIMERA_KEYS_DIR: cannot read log.jwk: {error.strerror}") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise BadSetting("CHIMERA_KEYS_DIR: log.jwk is no private Ed25519 key")
    return private


def _own_key(settings: Settings, purpose: str) -> bytes:
    """A key for one purpose, made from the secret that never leaves the platform."""
    return hmac.digest(settings.secret("secret.key").encode(), purpose.encode(), "sha256")


def _open_press(settings: Settings, desk: Desk, rules: Rules, chosen: str | None) -> Press:
    """In the cadence that the operator has chosen, or else the one that the rulebook says."""
    known = rules.word("edition-cadence"), rules.word("edition-cadence-live")
    cadence = read_cadence(chosen or known[0], known, rules.number("live-edition-gap"))
    folder = EditionFolder(settings.state_dir / "editions")
    signer = Signer(LOG, _log_key(settings))
    return Press(desk.database, desk.clock, folder, rules, cadence, signer)


def _service(settings: Settings, desk: Desk, wires: Wires, verifier: Verifier) -> Service:
    return Service(
        settings=settings,
        title=TITLE,
        operator=OPERATOR,
        origin=Origin.PAPER,
        metadata=[PlatformBase.metadata],
        routers=[*ROUTERS, *PAGES, rules_router, crossings_router],
        verifier=verifier,
        database=desk.database,
        clock=desk.clock,
        wires=wires.live,
        reads=READS,
        ready_checks={
            "broker": wires.broker_missing,
            "consumer": wires.consumer_missing,
        },
    )


def _verifier(settings: Settings, authorities: Authorities) -> Verifier:
    """Own auditors and operators, parties by the identity issuer, the gateway, the localities."""
    files = {NAME: "signing.jwk", IDENTITY: "identity.pub.jwk", GATEWAY: "gateway.pub.jwk"}
    files |= {one.slug: f"localities/{one.slug}.pub.jwk" for one in authorities.localities}
    keys = {issuer: read_key(settings.keys_dir / file) for issuer, file in files.items()}
    return Verifier(NAME, keys)
