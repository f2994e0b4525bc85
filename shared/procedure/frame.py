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
from shared.procedure import (
    desk_page,
    divergence,
    doors,
    ledger_page,
    public_doors,
    reading_doors,
    rule_doors,
    worklist_doors,
)
from shared.procedure.casework import Casework, HasPauses
from shared.procedure.consequences import doors as consequences
from shared.procedure.consequences.duties import LedgerDuties
from shared.procedure.declared import must_agree
from shared.procedure.desk import Desk, guess_limit
from shared.procedure.due import NoOutbox, ProcedureDuties
from shared.procedure.importing import doors as import_doors
from shared.procedure.worklist import must_have_terms
from shared.rulebook import Rulebook, Rules, needed_from
from shared.rulebook import load as load_rulebook
from shared.settings import Settings
from shared.web.app import Service, build, open_clock, open_tables, open_verifier
from shared.web.due import AllDuties, Duties

ROUTERS = (
    doors.router,
    doors.file_router,
    import_doors.router,
    worklist_doors.router,
    rule_doors.router,
    public_doors.router,
    divergence.router,
    consequences.router,
    ledger_page.router,
    reading_doors.router,
    desk_page.router,
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """What one authority brings of its own; the rulebook is its folder's unless it names one.

    `shared_tables` are those that some authorities keep alike, and others have no use for.
    """

    settings: Settings
    folder: Path
    casework: Callable[[Rules], Casework]
    metadata: MetaData
    routers: Sequence[APIRouter]
    rulebook: Path | None = None
    duties: Callable[[Rules, Database, Clock], Duties] | None = None
    shared_tables: Sequence[MetaData] = ()


def build_issuer(issuer: Issuer) -> FastAPI:
    """The authority's application: common doors, its own doors, its wires and its clock."""
    settings = issuer.settings
    authority = load_authorities(settings.authorities).named(settings.name)
    book, rules = _rules_of(issuer, authority)
    with needed_from(_rulebook_of(issuer)):
        desk = Desk(settings.name, rules, issuer.casework(rules))
        desk.must_have_rules()
        must_have_terms(rules)
    database = open_tables(settings, issuer.folder / "migrations")
    clock = open_clock(settings, database)
    wires = _wires_of(authority, settings, database, clock, desk.casework)
    app = build(
        Service(
            settings=settings,
            title=authority.title.en,
            operator=authority.operator.title.en,
            origin=authority.origin,
            metadata=[LedgerBase.metadata, issuer.metadata, *issuer.shared_tables],
            routers=[*issuer.routers, *ROUTERS],
            reads=[import_doors.READS],
            duties=_duties_of(issuer, desk, database, clock, wires),
            verifier=open_verifier(settings),
            database=database,
            clock=clock,
            wires=wires.live if wires else None,
            ready_checks={"broker": wires.not_ready} if wires else {},
        )
    )
    app.state.desk, app.state.authority = desk, authority
    app.state.rulebook, app.state.rules = book, rules
    app.state.forms = desk_page.load_forms(issuer.folder / "desk.yaml")
    return app


def _rulebook_of(issuer: Issuer) -> Path:
    """Its folder's, unless it names one."""
    return issuer.rulebook or issuer.folder / "rulebook.yaml"


def _rules_of(issuer: Issuer, authority: Authority) -> tuple[Rulebook, Rules]:
    """All rules and those in force, which let leave what the authority is declared to say."""
    path = _rulebook_of(issuer)
    book = load_rulebook(path)
    rules = book.as_of(issuer.settings.rules_as_of)
    must_agree(path, rules, authority)
    return book, rules


def _duties_of(
    issuer: Issuer, desk: Desk, database: Database, clock: Clock, wires: IssuerWires | None
) -> Duties:
    """What falls due by itself: its own, then publications, then the counting of a month."""
    procedure = ProcedureDuties(desk, database, clock, wires or NoOutbox())
    own = [issuer.duties(desk.rules, database, clock)] if issuer.duties else []
    return AllDuties(*own, procedure, LedgerDuties(desk, database, clock))


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
