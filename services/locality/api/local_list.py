"""Doors around the list that a locality keeps for itself: acts, penalties, the list, its effect.

How somebody comes on the list and off it is the common procedure's: see shared/procedure.
"""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy.orm import Session

from services.locality.api.events import DepartmentWork
from services.locality.api.local_shapes import (
    AwardAnswer,
    AwardQuestion,
    Burdens,
    ListedHere,
    LocalCaseReceipt,
    LocalCaseShown,
    LocalListShown,
    NewLocalCase,
    NewPenalty,
)
from services.locality.api.visits import ReadingVisit
from services.locality.domain.local_list import (
    LocalCase,
    must_be_readable_by_residents,
    withheld,
)
from services.locality.records import local_list
from services.locality.records.local_tables import LISTED, STACKED
from shared.calendar import legal_day
from shared.errors import must_exist
from shared.identifiers import Reference
from shared.ledger import acts
from shared.origin import door, ours
from shared.procedure.doors import DeskDep
from shared.procedure.resting import listings_resting_on
from shared.rulebook import Rules
from shared.statistics import coarse
from shared.web.guards import Now, Officer, ReadingDep
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork

router = APIRouter(tags=["local list"])
Id = Annotated[Reference, Path(examples=["c-qhzxkvbnwertyuiopasd"])]
AfterRef = Annotated[
    str, Query(pattern=r"^(l-[a-z]{20})?$", description="`next_after` of the page before")
]
LOCAL_ONLY = ours(
    "The county showed its list to everybody; here residents read it, each with an own token.",
    floor=True,
)
AWARDS = ours(
    "The paper names the effect; that it is asked for with the whole number and that nothing else"
    " follows is ours.",
    floor=True,
)


@router.post("/v1/local-cases", status_code=201, **door(LISTED))
def record_act(
    body: NewLocalCase, work: ClerkWork, desk: DeskDep, once: OnceDep
) -> LocalCaseReceipt:
    """Record an act of one person; it stays here, and lists nobody by itself."""
    case = body.case(work.signed)
    case.must_be_sound(desk.rules, work.signed.today)
    local_list.add_case(work.session, case)
    work.done(case.id)
    return once.keep(_receipt(work.session, case, desk.rules))


@router.get("/v1/local-cases/{id}", **door(ours("Officers read an act; its party the own file.")))
def read_act(id: Id, officer: Officer, session: ReadingDep, desk: DeskDep) -> LocalCaseShown:
    """One act, with everything that was imposed for it counted."""
    return _shown(session, _found(session, id), desk.rules)


@router.post("/v1/local-cases/{id}/penalties", status_code=201, **door(STACKED))
def add_penalty(
    id: Id, body: NewPenalty, work: ClerkWork, desk: DeskDep, once: OnceDep
) -> LocalCaseReceipt:
    """Note one more penalty for the same act, whoever imposed it; each is counted."""
    burdened = _found(work.session, id).impose(body.penalty_imposed())
    burdened.must_be_sound(desk.rules, work.signed.today)
    local_list.add_penalty(work.session, id, burdened.penalties[-1])
    work.done(id)
    return once.keep(_receipt(work.session, burdened, desk.rules))


@router.get("/v1/local-list", **door(LOCAL_ONLY))
def read_list(
    visit: ReadingVisit,
    desk: DeskDep,
    after: AfterRef = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> LocalListShown:
    """The list of this place, for its registered residents, as far as its rule lets them read it.

    Whoever was withdrawn, or whose time is over, is not on it any more.
    """
    visit.resident()
    must_be_readable_by_residents(desk.rules)
    today = visit.signed.today
    found = local_list.standing(visit.session, today, after, limit)
    return LocalListShown(
        authority=desk.issuer,
        rules=desk.rules.heading(),
        on=today,
        listed=[ListedHere.of(listing, desk.rules) for listing in found],
        next_after=found[-1].ref if len(found) == limit else None,
    )


@router.post("/v1/award-checks", **door(AWARDS))
def check_award(body: AwardQuestion, work: DepartmentWork, desk: DeskDep) -> AwardAnswer:
    """Whether somebody may be given an award: for the department to which a rule gives this."""
    listings = acts.listings_of(work.session, body.party.id_number)
    because = withheld(desk.rules, listings, work.signed.by, work.signed.today)
    work.done("")
    return AwardAnswer(is_eligible=not because, because=list(because))


@router.get("/v1/statistics/burdens", **door(STACKED))
def burdens(session: ReadingDep, desk: DeskDep, now: Now) -> Burdens:
    """How many acts carry how many burdens: penalties, and a listing on top."""
    cases = {str(count): coarse(cases) for count, cases in local_list.burdens(session)}
    return Burdens(authority=desk.issuer, on=legal_day(now), cases=cases)


def _found(session: Session, case_id: str) -> LocalCase:
    return must_exist(local_list.case(session, case_id), "There is no such act on file here.")


def _shown(session: Session, case: LocalCase, rules: Rules) -> LocalCaseShown:
    return LocalCaseShown.of(case, listings_resting_on(session, case.id), rules)


def _receipt(session: Session, case: LocalCase, rules: Rules) -> LocalCaseReceipt:
    return LocalCaseReceipt(**_shown(session, case, rules).model_dump())
