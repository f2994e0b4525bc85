"""Putting an issuer together: its own facts and doors in the frame that all issuers share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, FastAPI
from sqlalchemy import MetaData

from shared.authorities import Authority
from shared.authorities import load as load_authorities
from shared.calendar import Clock
from shared.database import Database
from shared.ledger.acts import LedgerBase
from shared.ledger.wires import IssuerWires
from shared.procedure import doors, public_doors
from shared.procedure.casework import Casework, HasPauses
from shared.procedure.desk import Desk, guess_limit
from shared.procedure.due import NoOutbox, ProcedureDuties
from shared.rulebook import BrokenRulebook, ListRule, Rules
from shared.rulebook import load as load_rulebook
from shared.settings import Settings
from shared.web.app import Service, build, open_clock, open_tables, open_verifier
from shared.web.due import AllDuties, Duties


@dataclass(frozen=True, slots=True)
class Issuer:
    """What one authority brings of its own; the rulebook is its folder's unless it names one."""

    settings: Settings
    folder: Path
    casework: Callable[[Rules], Casework]
    metadata: MetaData
    routers: Sequence[APIRouter]
    rulebook: Path | None = None
    duties: Callable[[Rules, Database, Clock], Duties] | None = None


def build_issuer(issuer: Issuer) -> FastAPI:
    """The authority's application: common doors, its own doors, its wires and its clock."""
    settings = issuer.settings
    authority = load_authorities(settings.authorities).named(settings.name)
    rules = _rules_of(issuer, authority)
    desk = Desk(settings.name, rules, issuer.casework(rules))
    desk.must_have_rules()
    database = open_tables(settings, issuer.folder / "migrations")
    clock = open_clock(settings, database)
    wires = _wires_of(authority, settings, database, clock, desk.casework)
    app = build(
        Service(
            settings=settings,
            title=authority.title.en,
            operator=authority.operator.title.en,
            origin=authority.origin,
            metadata=[LedgerBase.metadata, issuer.metadata],
            routers=[*issuer.routers, doors.router, public_doors.router],
            duties=_duties_of(issuer, desk, database, clock, wires),
            verifier=open_verifier(settings),
            database=database,
            clock=clock,
            wires=wires.live if wires else None,
            ready_checks={"broker": wires.not_ready} if wires else {},
        )
    )
    app.state.desk, app.state.authority = desk, authority
    app.state.rules = rules
    return app


def _rules_of(issuer: Issuer, authority: Authority) -> Rules:
    """The rules in force; what they let leave is what the authority is declared to say."""
    path = issuer.rulebook or issuer.folder / "rulebook.yaml"
    rules = load_rulebook(path).as_of(issuer.settings.rules_as_of)
    lists = {row.id: row.value for row in rules.rows.values() if isinstance(row.value, ListRule)}
    for list_id, rule in lists.items():
        if rule.leaves != (authority.declared_list(list_id) is not None):
            leaves = "leaves" if rule.leaves else "does not leave"
            raise BrokenRulebook(f"{path}:1: {list_id} {leaves}, but authorities.yaml differs")
    return rules


def _duties_of(
    issuer: Issuer, desk: Desk, database: Database, clock: Clock, wires: IssuerWires | None
) -> Duties:
    """What falls due by itself: what the authority brings of its own, then publications."""
    procedure = ProcedureDuties(desk, database, clock, wires or NoOutbox())
    if issuer.duties is None:
        return procedure
    return AllDuties(issuer.duties(desk.rules, database, clock), procedure)


def _wires_of(
    authority: Authority, settings: Settings, database: Database, clock: Clock, casework: Casework
) -> IssuerWires | None:
    """An authority whose lists all stay with it has no way onto the bus at all."""
    if not authority.is_issuer:
        return None
    limit = guess_limit(settings.rules_as_of)
    if isinstance(casework, HasPauses):
        return IssuerWires(settings, database, clock, limit, casework.is_paused)
    return IssuerWires(settings, database, clock, limit)
