"""Doors for cases: what was found, what was imposed, what became of it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session

from services.sector_list import domain, records
from services.sector_list.api.members import must_be_spoken_of
from services.sector_list.api.shapes import (
    Burdens,
    CaseFound,
    CaseReceipt,
    CaseShown,
    NewCase,
    NewCorrection,
    NewPenalty,
)
from services.sector_list.domain import Case
from services.sector_list.domain.refusals import FindingUnknown, NoOrderForeseen, PenaltyUnknown
from services.sector_list.records.tables import SECTION, STACKED
from shared.calendar import legal_day
from shared.contract import Cause
from shared.errors import must_exist
from shared.identifiers import Reference
from shared.ledger.listing import Listing, NotStanding
from shared.origin import door, ours, paper, rule
from shared.procedure.doors import DeskDep
from shared.procedure.resting import listings_resting_on
from shared.rulebook import Finding, Ground, Rules, Unit
from shared.statistics import coarse
from shared.ties.domain import roles_in
from shared.web.guards import Now, Officer, ReadingDep
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork, OfficerWork

router = APIRouter(tags=["sector list"])
Id = Annotated[Reference, Path(examples=["c-qhzxkvbnwertyuiopasd"])]


@router.post("/v1/cases", status_code=201, **door(paper(SECTION)))
def record(body: NewCase, work: ClerkWork, desk: DeskDep, once: OnceDep) -> CaseReceipt:
    """Record what was found about one party; all of it stays here unless the party is listed."""
    case, today = body.case(work.signed), work.signed.today
    _must_be_known(case, desk.rules)
    case.must_be_plausible(today)
    must_be_spoken_of(work.session, case.party, desk.rules, today)
    records.add_case(work.session, case)
    work.done(case.id, desk.rules.applied(case.ground))
    return once.keep(_receipt(case, desk.rules))


@router.get("/v1/cases/{id}", **door(ours("Officers read a case; its party reads its own file.")))
def read(id: Id, officer: Officer, session: ReadingDep, desk: DeskDep, now: Now) -> CaseFound:
    """One case, and the grade that all cases about its party give together."""
    case = _found(session, id)
    cases = records.cases_about(session, case.party.id_number)
    grade = domain.grade_of(cases, desk.rules, legal_day(now))
    return CaseFound(**CaseShown.words(case, desk.rules), grade_of_party=grade)


@router.post("/v1/cases/{id}/decision", **door(paper("Human steps: verification, decision")))
def decide(id: Id, work: ClerkWork, desk: DeskDep) -> CaseReceipt:
    """Note that the authority has decided that it was so."""
    decided = _found(work.session, id).decide()
    records.keep_case(work.session, decided)
    work.done(id, desk.rules.applied(decided.ground))
    return _receipt(decided, desk.rules)


@router.post("/v1/cases/{id}/penalties", status_code=201, **door(STACKED))
def impose(id: Id, body: NewPenalty, work: ClerkWork, desk: DeskDep, once: OnceDep) -> CaseReceipt:
    """Note one more penalty for the same act, whoever imposed it; each is counted."""
    penalty, today = body.dated(work.signed.today), work.signed.today
    burdened = _found(work.session, id).impose(penalty, today)
    _must_be_known(burdened, desk.rules)
    records.add_penalty(work.session, id, penalty)
    work.done(id, desk.rules.applied(penalty.code))
    return once.keep(_receipt(burdened, desk.rules))


@router.post(
    "/v1/cases/{id}/order", status_code=201, **door(rule("An order to put it right comes first."))
)
def order(id: Id, work: ClerkWork, desk: DeskDep, once: OnceDep) -> CaseReceipt:
    """Order the party to put it right; only when its time has run out may it be listed."""
    case = _found(work.session, id)
    period = f"{case.ground}-order-period"
    if period not in desk.rules.rows:
        raise NoOrderForeseen("The rules in force know no order to put such a thing right.")
    ordered = case.order(desk.rules.after(work.signed.today, period))
    records.keep_case(work.session, ordered)
    work.done(id, desk.rules.applied(ordered.ground, period))
    return once.keep(_receipt(ordered, desk.rules))


@router.post("/v1/cases/{id}/correction", **door(rule("Credit repair: corrected, and promised.")))
def correct(id: Id, body: NewCorrection, work: ClerkWork, desk: DeskDep) -> CaseReceipt:
    """Note that it was put right, and whether the party promised to keep it so."""
    corrected = _corrected(_found(work.session, id), body, work.signed.today)
    records.keep_case(work.session, corrected)
    work.done(id, desk.rules.applied(corrected.ground))
    return _receipt(corrected, desk.rules)


@router.post("/v1/cases/{id}/early-end", **door(rule("Early end after correction and promise.")))
def end_early(id: Id, work: OfficerWork, desk: DeskDep) -> CaseReceipt:
    """End every listing that rests on this case before its term, if the rules allow it today."""
    case, today = _found(work.session, id), work.signed.today
    for listing in _standing(work.session, id, today):
        domain.must_have_ended(case, listing, desk.rules, today)
        desk.withdraw(work.session, listing.ref, Cause.PERFORMED, work.signed)
    work.done(id, desk.rules.applied(case.ground))
    return _receipt(case, desk.rules)


@router.get("/v1/statistics/burdens", **door(STACKED))
def burdens(session: ReadingDep, desk: DeskDep, now: Now) -> Burdens:
    """How many cases carry how many burdens for one act: penalties, and listings on top."""
    counted = records.burdens(session)
    cases = {str(count): coarse(cases) for count, cases in counted}
    return Burdens(authority=desk.issuer, on=legal_day(now), cases=cases)


def _found(session: Session, case_id: str) -> Case:
    return must_exist(records.case(session, case_id), "There is no such case here.")


def _must_be_known(case: Case, rules: Rules) -> None:
    """The rulebook in force has the finding, and every penalty."""
    row = rules.rows.get(case.ground)
    if row is None or not isinstance(row.value, Ground | Finding) or roles_in(rules, row.id):
        raise FindingUnknown("The rulebook in force has no such ground or finding.")
    known = {row.id for row in rules.rows.values() if row.unit is Unit.PENALTY}
    if any(penalty.code not in known for penalty in case.penalties):
        raise PenaltyUnknown("The rulebook in force has no such penalty.")


def _corrected(case: Case, body: NewCorrection, today: date) -> Case:
    """A promise that comes later leaves the day of the correction as it was."""
    if case.corrected_on is not None and body.promised and not case.has_promised:
        return case.promise()
    return case.correct(body.corrected_on or today, today, has_promised=body.promised)


def _standing(session: Session, case_id: str, today: date) -> list[Listing]:
    resting = listings_resting_on(session, case_id)
    standing = [listing for listing in resting if listing.stands_on(today)]
    if not standing:
        raise NotStanding("No listing that rests on this case stands.")
    return standing


def _receipt(case: Case, rules: Rules) -> CaseReceipt:
    return CaseReceipt(**CaseShown.words(case, rules))
