"""The locality, put together: one code for every place, with the place's own scheme."""

import json
import os
from dataclasses import replace
from pathlib import Path

from fastapi import FastAPI

from services.locality import pages
from services.locality.api import READS, ROUTERS
from services.locality.api.departments import Doorkeeper
from services.locality.api.flows import LocalFlows
from services.locality.api.local_casework import LocalCasework
from services.locality.api.organisations import Outlook
from services.locality.domain.events import clock_of
from services.locality.domain.flaws import flaws
from services.locality.domain.office import NEEDED, Office, book_under
from services.locality.domain.organisations import Territory
from services.locality.domain.scheme import Editions
from services.locality.receiving import (
    ComplementDuties,
    ComplementFollower,
    EvaluationFeed,
    Feed,
)
from services.locality.records import LEDGER, LocalityBase
from services.locality.records.local_retention import ForgettingActs
from services.locality.records.retention import Forgetting
from shared import authorities, checked_yaml, rulebook
from shared.access import read_key
from shared.authorities import Authorities, Authority
from shared.calendar import Clock
from shared.crossings import Crossings
from shared.database import Database
from shared.following import HearingWires
from shared.procedure.declared import must_agree
from shared.procedure.desk import Desk
from shared.procedure.desk_page import load_forms
from shared.procedure.due import NoOutbox, ProcedureDuties
from shared.rulebook import Rulebook, Text
from shared.settings import BadSetting, Settings, platform_url, read, slug
from shared.web.app import Service, build, open_clock, open_tables, open_verifier
from shared.web.due import AllDuties, Duties

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
    book, local = _book(settings, authority), _local_book(settings, authority)
    office, desk = open_office(settings, authority, book), open_desk(settings, local)
    database = open_tables(settings, FOLDER / "migrations")
    territory = Territory.of(authority.regions)
    follower = ComplementFollower(feed, database, territory)
    clock = open_clock(settings, database)
    service = replace(
        _service(settings, authority, database),
        clock=clock,
        duties=_duties(office, desk, database, clock, follower),
        wires=HearingWires(settings, follower, HINTS).live,
    )
    app = build(service)
    app.state.desk = desk
    app.state.office, app.state.authority, app.state.rules = office, authority, office.rules
    app.state.rulebook, app.state.local_rulebook = book, local
    app.state.crossings = Crossings()
    follower.note = app.state.crossings.note
    app.state.forms = load_forms(FOLDER / "desk.yaml")
    app.state.outlook = Outlook(territory, known, follower)
    app.state.add_flows = LocalFlows(office.scheme, authority)
    follower.show(app.state.metrics)
    return app


def _book(settings: Settings, authority: Authority) -> Rulebook:
    """What all localities go by, with the law that this one is run under."""
    if authority.scheme is None or authority.rulebook is None:
        raise BadSetting(f"CHIMERA_AUTHORITY: {authority.slug} is no locality")
    law = rulebook.load(settings.authorities.parent / authority.rulebook)
    return book_under(law, rulebook.load(FOLDER / "rulebook.yaml"))


def _local_book(settings: Settings, authority: Authority) -> Rulebook:
    """The rules of the list that the place keeps for itself; none where it keeps none."""
    if authority.local_list is None:
        return Rulebook("local-list", Text(en="No list of its own", zh="无本地名单"), ())
    path = settings.authorities.parent / authority.local_list
    book = rulebook.load(path)
    must_agree(path, book.as_of(settings.rules_as_of), authority)
    return book


def open_office(settings: Settings, authority: Authority, book: Rulebook) -> Office:
    """The place's scheme and rules; a broken file stops the start with file, line and reason."""
    if authority.scheme is None:
        raise BadSetting(f"CHIMERA_AUTHORITY: {authority.slug} is no locality")
    rules = book.as_of(settings.rules_as_of)
    rules.require([*NEEDED, clock_of(rules)])
    editions = _editions(settings, authority, authority.scheme)
    scheme = editions.on(settings.rules_as_of)
    if scheme is None:
        raise BadSetting(f"CHIMERA_RULES_AS_OF: no edition of {authority.scheme} is in force then")
    return Office(settings.name, scheme, rules, book.title, editions.editions)


def _editions(settings: Settings, authority: Authority, scheme: Path) -> Editions:
    departments = {department.slug for department in authority.departments}
    file = settings.authorities.parent / scheme
    return checked_yaml.read(file, Editions, lambda found: flaws(found, departments))


def open_desk(settings: Settings, book: Rulebook) -> Desk:
    """The procedure for the list that the place keeps for itself; without such a list, for none.

    There is no outbox: a rulebook that lets a list leave does not agree with authorities.yaml,
    where no locality can declare one.
    """
    rules = book.as_of(settings.rules_as_of)
    desk = Desk(settings.name, rules, LocalCasework(rules), has_outbox=False)
    desk.must_have_rules()
    return desk


def _service(settings: Settings, authority: Authority, database: Database) -> Service:
    """Neither broker nor platform is needed to be ready: a place goes on without either."""
    hashes = json.loads(settings.secret("departments.json"))
    return Service(
        settings=settings,
        title=authority.title.en,
        operator=authority.operator.title.en,
        origin=authority.origin,
        metadata=[LocalityBase.metadata, LEDGER],
        routers=(*ROUTERS, pages.router),
        reads=READS,
        verifier=Doorkeeper(settings.name, hashes, open_verifier(settings)),
        database=database,
    )


def _duties(
    office: Office, desk: Desk, database: Database, clock: Clock, follower: ComplementFollower
) -> Duties:
    """What falls due by itself: forgetting, the own list's procedure, what comes down."""
    return AllDuties(
        Forgetting(database, office.rules.applied("retention")),
        ProcedureDuties(desk, database, clock, NoOutbox()),
        ForgettingActs(database, desk.rules),
        ComplementDuties(follower, database, clock),
    )
