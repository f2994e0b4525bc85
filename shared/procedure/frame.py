"""Putting an issuer together: its own facts and doors in the frame that all issuers share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, FastAPI
from sqlalchemy import MetaData

from shared.authorities import load as load_authorities
from shared.ledger.acts import LedgerBase
from shared.ledger.wires import IssuerWires
from shared.procedure import doors, public_doors
from shared.procedure.casework import Casework
from shared.procedure.desk import Desk, guess_limit
from shared.procedure.due import ProcedureDuties
from shared.rulebook import Rules
from shared.rulebook import load as load_rulebook
from shared.settings import Settings
from shared.web.app import Service, build, open_clock, open_tables, open_verifier


@dataclass(frozen=True, slots=True)
class Issuer:
    """What one authority brings of its own."""

    settings: Settings
    folder: Path
    casework: Callable[[Rules], Casework]
    metadata: MetaData
    routers: Sequence[APIRouter]


def build_issuer(issuer: Issuer) -> FastAPI:
    """The authority's application: common doors, its own doors, its wires and its clock."""
    settings = issuer.settings
    authority = load_authorities(settings.authorities).named(settings.name)
    rulebook = load_rulebook(issuer.folder / "rulebook.yaml")
    rules = rulebook.as_of(settings.rules_as_of)
    desk = Desk(settings.name, rules, issuer.casework(rules))
    desk.must_have_rules()
    database = open_tables(settings, issuer.folder / "migrations")
    clock = open_clock(settings, database)
    wires = IssuerWires(settings, database, clock, guess_limit(settings.rules_as_of))
    app = build(
        Service(
            settings=settings,
            title=authority.title.en,
            operator=authority.operator.title.en,
            origin=authority.origin,
            metadata=[LedgerBase.metadata, issuer.metadata],
            routers=[*issuer.routers, doors.router, public_doors.router],
            duties=ProcedureDuties(desk, database, clock, wires),
            verifier=open_verifier(settings),
            database=database,
            clock=clock,
            wires=wires.live,
            ready_checks={"broker": wires.not_ready},
        )
    )
    app.state.desk, app.state.authority = desk, authority
    app.state.rules = rules
    return app
