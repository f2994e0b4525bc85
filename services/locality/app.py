"""The locality, put together: one code for every place, with the place's own scheme."""

import json
import os
from pathlib import Path

from fastapi import FastAPI

from services.locality.api import ROUTERS
from services.locality.api.departments import Doorkeeper
from services.locality.api.organisations import Outlook
from services.locality.domain.flaws import flaws
from services.locality.domain.office import NEEDED, Office
from services.locality.domain.organisations import Territory
from services.locality.domain.scheme import Scheme
from services.locality.receiving import (
    ComplementDuties,
    ComplementFollower,
    EvaluationFeed,
    Feed,
)
from services.locality.records import LocalityBase
from services.locality.records.retention import Forgetting
from shared import authorities, checked_yaml, rulebook
from shared.access import read_key
from shared.authorities import Authorities, Authority
from shared.database import Database
from shared.following import HearingWires
from shared.procedure.rule_doors import changes_router
from shared.rulebook import Rules
from shared.settings import BadSetting, Settings, platform_url, read, slug
from shared.web.app import Service, build, open_clock, open_tables, open_verifier
from shared.web.due import AllDuties

FOLDER = Path(__file__).parent
HINTS = ("register.evaluations",)


def create_app() -> FastAPI:
    """The application of one place, as the environment describes it."""
    settings = read(os.environ, slug(os.environ, "rongcheng"))
    known = authorities.load(settings.authorities)
    territory = Territory.of(known.named(settings.name).regions)
    signing = read_key(settings.keys_dir / "signing.jwk")
    feed = EvaluationFeed(platform_url(os.environ), settings.name, signing, territory)
    return assemble(settings, known, feed)


def assemble(settings: Settings, known: Authorities, feed: Feed) -> FastAPI:
    """Doors, scheme, clock, and the one wire, on which a place only hears."""
    authority = known.named(settings.name)
    office = open_office(settings, authority)
    database = open_tables(settings, FOLDER / "migrations")
    territory = Territory.of(authority.regions)
    follower = ComplementFollower(feed, database, territory)
    app = build(_service(settings, authority, office.rules, database, follower))
    app.state.office, app.state.authority, app.state.rules = office, authority, office.rules
    app.state.rulebook = rulebook.load(FOLDER / "rulebook.yaml")
    app.state.outlook = Outlook(territory, known, follower)
    follower.show(app.state.metrics)
    return app


def open_office(settings: Settings, authority: Authority) -> Office:
    """The place's scheme and rules; a broken file stops the start with file, line and reason."""
    if authority.scheme is None:
        raise BadSetting(f"CHIMERA_AUTHORITY: {authority.slug} is no locality")
    departments = {department.slug for department in authority.departments}
    scheme = checked_yaml.read(
        settings.authorities.parent / authority.scheme,
        Scheme,
        lambda found: flaws(found, departments),
    )
    rules = rulebook.load(FOLDER / "rulebook.yaml").as_of(settings.rules_as_of)
    rules.require(NEEDED)
    return Office(settings.name, scheme, rules)


def _service(
    settings: Settings,
    authority: Authority,
    rules: Rules,
    database: Database,
    follower: ComplementFollower,
) -> Service:
    """Neither broker nor platform is needed to be ready: a place goes on without either."""
    hashes = json.loads(settings.secret("departments.json"))
    clock = open_clock(settings, database)
    return Service(
        settings=settings,
        title=authority.title.en,
        operator=authority.operator.title.en,
        origin=authority.origin,
        metadata=[LocalityBase.metadata],
        routers=[*ROUTERS, changes_router],
        duties=AllDuties(
            Forgetting(database, rules.applied("retention")),
            ComplementDuties(follower, database, clock),
        ),
        verifier=Doorkeeper(settings.name, hashes, open_verifier(settings)),
        database=database,
        clock=clock,
        wires=HearingWires(settings, follower, HINTS).live,
    )
