"""The locality, put together: one code for every place, with the place's own scheme."""

import json
import os
from pathlib import Path

from fastapi import FastAPI

from services.locality.api import BOUNDS, ROUTERS, TYPES
from services.locality.api.departments import Doorkeeper
from services.locality.api.flows import LocalFlows
from services.locality.api.local_casework import LocalCasework
from services.locality.domain.events import clock_of
from services.locality.domain.flaws import flaws
from services.locality.domain.office import NEEDED, Office, rules_under
from services.locality.domain.scheme import Editions
from services.locality.records import LEDGER, LocalityBase
from services.locality.records.local_retention import ForgettingActs
from services.locality.records.retention import Forgetting
from shared import authorities, checked_yaml, rulebook
from shared.authorities import Authority
from shared.procedure.declared import must_agree
from shared.procedure.desk import Desk
from shared.procedure.due import NoOutbox, ProcedureDuties
from shared.rulebook import Rules
from shared.settings import BadSetting, Settings, read, slug
from shared.web.app import Service, build, open_clock, open_tables, open_verifier
from shared.web.due import AllDuties

FOLDER = Path(__file__).parent


def create_app() -> FastAPI:
    """The application of one place, as the environment describes it."""
    settings = read(os.environ, slug(os.environ, "rongcheng"))
    authority = authorities.load(settings.authorities).named(settings.name)
    office = open_office(settings, authority)
    desk = open_desk(settings, authority)
    app = build(_service(settings, authority, desk))
    app.state.desk = desk
    app.state.office, app.state.authority, app.state.rules = office, authority, office.rules
    app.state.add_flows = LocalFlows(office.scheme, authority)
    return app


def open_office(settings: Settings, authority: Authority) -> Office:
    """The place's scheme and rules; a broken file stops the start with file, line and reason."""
    if authority.scheme is None or authority.rulebook is None:
        raise BadSetting(f"CHIMERA_AUTHORITY: {authority.slug} is no locality")
    law = rulebook.load(settings.authorities.parent / authority.rulebook)
    common = rulebook.load(FOLDER / "rulebook.yaml")
    rules = rules_under(law, common, settings.rules_as_of)
    rules.require([*NEEDED, clock_of(rules)])
    editions = _editions(settings, authority, authority.scheme)
    scheme = editions.on(settings.rules_as_of)
    if scheme is None:
        raise BadSetting(f"CHIMERA_RULES_AS_OF: no edition of {authority.scheme} is in force then")
    return Office(settings.name, scheme, rules, law.title, editions.editions)


def _editions(settings: Settings, authority: Authority, scheme: Path) -> Editions:
    departments = {department.slug for department in authority.departments}
    file = settings.authorities.parent / scheme
    return checked_yaml.read(file, Editions, lambda found: flaws(found, departments))


def open_desk(settings: Settings, authority: Authority) -> Desk:
    """The procedure for the list that the place keeps for itself; without such a list, for none.

    There is no outbox: a rulebook that lets a list leave does not agree with authorities.yaml,
    where no locality can declare one.
    """
    rules = Rules("local-list", settings.rules_as_of, {})
    if authority.local_list is not None:
        path = settings.authorities.parent / authority.local_list
        rules = rulebook.load(path).as_of(settings.rules_as_of)
        must_agree(path, rules, authority)
    desk = Desk(settings.name, rules, LocalCasework(rules), has_outbox=False)
    desk.must_have_rules()
    return desk


def _service(settings: Settings, authority: Authority, desk: Desk) -> Service:
    """Neither wires nor a broker: a locality says nothing to any other service."""
    database = open_tables(settings, FOLDER / "migrations")
    clock = open_clock(settings, database)
    procedure = ProcedureDuties(desk, database, clock, NoOutbox())
    hashes = json.loads(settings.secret("departments.json"))
    return Service(
        settings=settings,
        title=authority.title.en,
        operator=authority.operator.title.en,
        origin=authority.origin,
        metadata=[LocalityBase.metadata, LEDGER],
        routers=ROUTERS,
        duties=AllDuties(Forgetting(database), procedure, ForgettingActs(database, desk.rules)),
        verifier=Doorkeeper(settings.name, hashes, open_verifier(settings)),
        database=database,
        clock=clock,
        other_types=TYPES,
        other_bounds=BOUNDS,
    )
