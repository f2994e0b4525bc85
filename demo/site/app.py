"""The site and the identity issuer as one application."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date

import httpx
from fastapi import FastAPI, Request, Response

from demo import identity
from demo.cast import everyone
from demo.parties import KnownParties
from demo.site import lesson, map_doors, moments, my_file, officers, page_doors, partners
from demo.site import settings as configuration
from demo.site.feed import Feed
from demo.site.houses import Houses
from demo.site.journey import Journeys
from demo.site.moments import Moments
from demo.site.plays import Plays
from demo.site.settings import SiteSettings
from demo.site.stage import SiteStage
from demo.site.visitors import OnlyFromHere
from demo.site.window import Master, Windows
from shared import authorities
from shared.access import read_key
from shared.telemetry import start_logging
from shared.web.limits import Bounds
from shared.web.problems import add_problem_handlers

ROOMS = (identity, map_doors, page_doors, moments, lesson, my_file, partners, officers)


@dataclass(frozen=True, slots=True)
class RulesOf:
    """The day whose rules all services follow, for the frame of the pages."""

    as_of: date


def create_app() -> FastAPI:
    """The application that the launcher runs."""
    start_logging("site")
    return build(configuration.read(os.environ))


def build(settings: SiteSettings) -> FastAPI:
    """The application with these settings."""
    app = FastAPI(title="Chimera", lifespan=_live, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.settings, app.state.seed = settings, settings.seed
    app.state.rules = RulesOf(settings.rules_as_of)
    app.state.services = settings.services
    app.state.authorities = authorities.load(settings.authorities)
    app.state.key = read_key(settings.keys_dir / "signing.jwk")
    app.state.parties = KnownParties(settings.state_dir / "parties.sqlite")
    app.state.plays = _plays(app, settings)
    for rooms in ROOMS:
        app.include_router(rooms.router)
    _add_health(app)
    add_problem_handlers(app)
    app.add_middleware(Bounds)
    guests = {**partners.guests(settings), **officers.guests(settings)}
    app.add_middleware(OnlyFromHere, origins=settings.origins, guests=guests)
    return app


def _plays(app: FastAPI, settings: SiteSettings) -> Plays:
    master = app.state.master = Master(settings.document)
    folder = settings.document.parent if settings.document else settings.state_dir
    app.state.moments = Moments(master)
    stage = SiteStage(master, folder, app.state.parties, app.state.key)
    return Plays(stage, master, app.state.moments, settings.services)


@asynccontextmanager
async def _live(app: FastAPI) -> AsyncIterator[None]:
    """Make the population while the site is already up; ready when everyone is known."""
    making = asyncio.create_task(asyncio.to_thread(_populate, app))
    async with httpx.AsyncClient(timeout=3, trust_env=False) as client:
        reading = asyncio.create_task(_look_out(app, client).run())
        yield
        reading.cancel()
    with suppress(asyncio.CancelledError):
        await making


def _look_out(app: FastAPI, client: httpx.AsyncClient) -> Feed:
    """What the map reads the services with."""
    state, settings = app.state, app.state.settings
    bodies = state.authorities
    state.client = client
    state.windows = Windows(settings.services_inside, state.master, client)
    state.houses = Houses(state.windows, bodies)
    state.journeys = Journeys(state.windows, state.parties, state.key)
    localities = [one.slug for one in bodies.localities if one.slug in settings.services]
    feed = state.feed = Feed(state.windows, localities)
    return feed


def _populate(app: FastAPI) -> None:
    settings: SiteSettings = app.state.settings
    parties: KnownParties = app.state.parties
    parties.fill(everyone(settings.population, settings.seed, settings.as_of))


def _add_health(app: FastAPI) -> None:
    app.add_api_route("/healthz", _health)
    app.add_api_route("/readyz", _readiness)
    app.add_api_route("/readiness", _services_ready)


def _health() -> dict[str, bool]:
    return {"ok": True}


def _readiness(request: Request, response: Response) -> dict[str, object]:
    is_populated = request.app.state.parties.is_filled()
    missing = {} if is_populated else {"population": "still being made"}
    response.status_code = 200 if is_populated else 503
    return {"ready": is_populated, "not_ready": missing}


async def _services_ready(request: Request) -> dict[str, Mapping[str, bool]]:
    """Which services are ready, asked now."""
    inside = request.app.state.settings.services_inside
    client: httpx.AsyncClient = request.app.state.client
    answers = await asyncio.gather(*(_is_ready(client, url) for url in inside.values()))
    return {"services": dict(zip(inside, answers, strict=True))}


async def _is_ready(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(f"{url}/readyz")).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
