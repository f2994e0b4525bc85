"""The locality, put together: one code for every place, with the place's own scheme."""

import json
import os
from pathlib import Path

from fastapi import FastAPI

from services.locality.api import BOUNDS, ROUTERS, TYPES
from services.locality.api.departments import Doorkeeper
from services.locality.domain.flaws import flaws
from services.locality.domain.office import NEEDED, Office
from services.locality.domain.scheme import Scheme
from services.locality.records import LocalityBase
from services.locality.records.retention import Forgetting
from shared import authorities, checked_yaml, rulebook
from shared.authorities import Authority
from shared.settings import BadSetting, Settings, read, slug
from shared.web.app import Service, build, open_clock, open_tables, open_verifier

FOLDER = Path(__file__).parent


def create_app() -> FastAPI:
    """The application of one place, as the environment describes it."""
    settings = read(os.environ, slug(os.environ, "rongcheng"))
    authority = authorities.load(settings.authorities).named(settings.name)
    office = open_office(settings, authority)
    app = build(_service(settings, authority))
    app.state.office, app.state.authority, app.state.rules = office, authority, office.rules
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


def _service(settings: Settings, authority: Authority) -> Service:
    """Neither wires nor a broker: a locality says nothing to any other service."""
    database = open_tables(settings, FOLDER / "migrations")
    hashes = json.loads(settings.secret("departments.json"))
    return Service(
        settings=settings,
        title=authority.title.en,
        operator=authority.operator.title.en,
        origin=authority.origin,
        metadata=[LocalityBase.metadata],
        routers=ROUTERS,
        duties=Forgetting(database),
        verifier=Doorkeeper(settings.name, hashes, open_verifier(settings)),
        database=database,
        clock=open_clock(settings, database),
        other_types=TYPES,
        other_bounds=BOUNDS,
    )
