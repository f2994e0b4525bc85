"""Building a service's HTTP side: its doors, the common doors, its bounds and its clock."""

import asyncio
import gc
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi_offline import FastAPIOffline
from sqlalchemy import MetaData
from starlette.routing import BaseRoute

from shared.access import IDENTITY, Verifier, read_key, read_retired_key
from shared.calendar import Clock, ModelClock, RealClock, start_of
from shared.database import Database, open_database
from shared.ending import end
from shared.house import Entry, HouseBase, keep_clock, kept_clock, write_audit
from shared.identifiers import hides_number
from shared.migrating import upgrade
from shared.origin import Origin
from shared.settings import Settings
from shared.telemetry import Metrics, start_logging
from shared.web.audit_doors import router as audit_router
from shared.web.common_doors import router as common_router
from shared.web.described import describe
from shared.web.due import DueLoop, Duties, NoDuties
from shared.web.guards import Checks
from shared.web.idempotency import Replayed, answer_again
from shared.web.limits import Aftermath, Bounds, Counting, Reads
from shared.web.open_doors import OpenToPages
from shared.web.problems import Problem, add_problem_handlers

Wires = Callable[[FastAPI], AbstractAsyncContextManager[None]]
ReadyCheck = Callable[[], str | None]
SAFE_REFERENCE = re.compile(r"^[a-z][A-Za-z0-9_-]{7,63}$")
# What an authority says of itself to everybody, which pages of other services may quote.
PUBLIC_WORDS = ("/v1/rulebook", "/v1/contact")
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": Problem, "description": "A problem document with a stable code"},
    "5XX": {"model": Problem, "description": "A problem document; nothing was stored"},
}

_JOINED: dict[tuple[int, ...], APIRouter] = {}


@dataclass(frozen=True, slots=True)
class Service:
    """All that the frame needs to know about one service."""

    settings: Settings
    title: str
    operator: str
    origin: Origin
    metadata: Sequence[MetaData]
    routers: Sequence[APIRouter]
    duties: Duties | None = None
    verifier: Checks | None = None
    database: Database | None = None
    clock: Clock | None = None
    wires: Wires | None = None
    ready_checks: dict[str, ReadyCheck] = field(default_factory=dict)
    reads: Sequence[Reads] = ()
    # Whether something may be due by itself once a request has changed something.
    may_make_due: bool = True
    # Tables in a file beside the database, which is never migrated, only built again.
    beside: Sequence[MetaData] = ()


@asynccontextmanager
async def no_wires(_: FastAPI) -> AsyncIterator[None]:
    """For a service that speaks HTTP only."""
    yield


def open_tables(settings: Settings, migrations: Path) -> Database:
    """This service's database, brought up to the newest version of its tables."""
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    database = Database(open_database(settings.database_url))
    upgrade(database.engine, migrations)
    return database


def open_clock(settings: Settings, database: Database) -> Clock:
    """The wall's clock, or the model's where it was left."""
    if settings.clock == "real":
        return RealClock()
    now = kept_clock(database, start_of(settings.start))
    return ModelClock(now, keep=lambda to: keep_clock(database, to))


def open_verifier(settings: Settings) -> Verifier:
    """Accepts this service's own officers, and parties with the identity issuer's tokens.

    What the key before today's has signed is accepted until it expires.
    """
    own = read_key(settings.keys_dir / "signing.jwk")
    identity = read_key(settings.keys_dir / "identity.pub.jwk")
    retired = read_retired_key(settings.keys_dir / "signing.previous.pub.jwk")
    return Verifier(settings.name, {settings.name: own, IDENTITY: identity}, retired)


def build(service: Service) -> FastAPI:
    """The application: the service's own doors inside the frame that all services share."""
    start_logging(service.settings.name)
    app = FastAPIOffline(
        title=service.title,
        version="0.1.0",
        redoc_url=None,
        lifespan=_lifespan(service),
        license_info={"name": "Apache-2.0"},
    )
    _fill_state(app, service)
    app.router.routes.extend(_doors([*service.routers, audit_router, common_router]))
    describe(app)
    add_problem_handlers(app)
    app.add_exception_handler(Replayed, answer_again)
    _add_middleware(app, service)
    return app


def _doors(routers: Sequence[APIRouter]) -> list[BaseRoute]:
    """The doors, worked out once a process: every sector in it has the same ones.

    What is joined holds the routers, so none of them goes and leaves its identity to another.
    """
    same = tuple(map(id, routers))
    if same not in _JOINED:
        _JOINED[same] = APIRouter(responses=PROBLEMS)
        for router in routers:
            _JOINED[same].include_router(router)
    return _JOINED[same].routes


def _fill_state(app: FastAPI, service: Service) -> None:
    state, settings = app.state, service.settings
    state.name, state.operator, state.origin = settings.name, service.operator, service.origin
    state.metadata = [*service.metadata, HouseBase.metadata]
    state.metadata_beside = list(service.beside)
    state.database = service.database
    state.clock = service.clock or RealClock()
    state.verifier = service.verifier
    state.secret = settings.secret("secret.key").encode()
    state.map_address = settings.map_address
    state.seed = settings.seed
    state.metrics = Metrics()
    state.due = DueLoop(service.duties or NoDuties(), state.clock)
    state.ready_checks = service.ready_checks
    state.note_refusal = _note_refusal


def _add_middleware(app: FastAPI, service: Service) -> None:
    app.add_middleware(Bounds, reads=tuple(service.reads))
    if service.may_make_due:
        app.add_middleware(Aftermath, wake=app.state.due.wake)
    app.add_middleware(OpenToPages, paths=PUBLIC_WORDS)
    app.add_middleware(Counting, metrics=app.state.metrics)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=[service.settings.site_origin],
        allow_methods=["GET", "POST", "PUT"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key"],
    )


def _lifespan(service: Service) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def live(app: FastAPI) -> AsyncIterator[None]:
        async with (service.wires or no_wires)(app):
            gc.freeze()  # what is here now stays: the collector need not look through it each time
            due = asyncio.create_task(app.state.due.run())
            yield
            await end(due)
        if service.database is not None:
            service.database.close()

    return live


def _note_refusal(request: Request, code: str) -> None:
    """An officer's refused attempt leaves an audit line and nothing else."""
    caller = getattr(request.state, "caller", None)
    database = request.app.state.database
    if caller is None or database is None or request.method == "GET" or not caller.roles:
        return
    route = request.scope.get("route")
    entry = Entry(
        at=request.app.state.clock.now(),
        actor=caller.subject,
        act=getattr(route, "name", ""),
        door=f"{request.method} {getattr(route, 'path', 'unmatched')}",
        about=_about(request),
        outcome=code,
    )
    with database.write() as session:
        write_audit(session, entry)


def _about(request: Request) -> str:
    """The reference in the path, if it is one of ours and hides no number."""
    for value in request.path_params.values():
        text = str(value)
        if SAFE_REFERENCE.match(text) and not hides_number(text):
            return text
    return ""
