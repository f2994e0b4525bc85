"""The tax authority's own doors: taxpayers, their grades, decided cases."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy.orm import Session

from services.tax import domain, records
from services.tax.api.shapes import (
    GradeATaxpayer,
    GradeATaxpayers,
    NewRating,
    NewViolation,
    RatingReceipt,
    TaxpayerReceipt,
    TaxpayerShown,
    ViolationReceipt,
    ViolationShown,
)
from services.tax.domain import Taxpayer, Violation
from shared.calendar import legal_day
from shared.errors import Conflict, NotFound
from shared.identifiers import Party, Reference
from shared.origin import door, ours, paper, rule
from shared.procedure.doors import DeskDep
from shared.references import new_reference
from shared.web.guards import Now, Officer, ReadingDep
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork, Work, work_of

router = APIRouter(tags=["tax"])

Id = Annotated[Reference, Path(examples=["t-qhzxkvbnwertyuiopasd"])]
CaseId = Annotated[Reference, Path(examples=["v-qhzxkvbnwertyuiopasd"])]
RaterWork = Annotated[Work, work_of("clerk", "reviewer")]
OWN_WORK = paper("Data come from a body's own ordinary work.")
GRADES = paper("Personal credit and sectorial blacklists: grades from A to D, green channels for A")


class AlreadyRegistered(Conflict):
    """This number is registered here already."""

    code = "already_registered"


@router.post("/v1/taxpayers", status_code=201, **door(OWN_WORK))
def register(body: Party, work: ClerkWork, once: OnceDep) -> TaxpayerReceipt:
    """Register an organisation or a person; only the mask of the number is ever shown again."""
    if records.taxpayer_with(work.session, body.id_number) is not None:
        raise AlreadyRegistered("A taxpayer with this number is registered here already.")
    taxpayer = Taxpayer(new_reference("t"), body, work.signed.by, work.signed.at)
    records.add_taxpayer(work.session, taxpayer)
    work.done(taxpayer.id)
    return once.keep(TaxpayerReceipt(**TaxpayerShown.of(taxpayer).model_dump()))


@router.put(
    "/v1/taxpayers/{id}/rating",
    **door(
        ours("A grade is given by hand until indicators are reckoned; the rule deducts points.")
    ),
)
def rate(id: Id, body: NewRating, work: RaterWork, desk: DeskDep) -> RatingReceipt:
    """Give a firm its grade for a year that is over, with reasons; earlier ones are kept too."""
    taxpayer, today = _found(work.session, id), work.signed.today
    taxpayer.may_be_rated(body.year, today)
    rating = body.rating(id, work.signed)
    records.add_rating(work.session, rating)
    work.done(id)
    counts = domain.grade_counts(rating.year, desk.rules, today)
    return RatingReceipt.about(rating, counts=counts)


@router.get("/v1/taxpayers/{id}/rating", **door(GRADES))
def read_rating(
    id: Id, officer: Officer, session: ReadingDep, desk: DeskDep, now: Now
) -> RatingReceipt:
    """A firm's latest grade, for officers; the firm itself reads it in its own file."""
    rating = records.latest_rating(session, _found(session, id).id)
    if rating is None:
        raise NotFound("This taxpayer has no grade.", code="not_rated")
    counts = domain.grade_counts(rating.year, desk.rules, legal_day(now))
    return RatingReceipt.about(rating, counts=counts)


@router.get("/v1/ratings/a", **door(rule("The list of A taxpayers is published each year.")))
def grade_a(
    session: ReadingDep,
    desk: DeskDep,
    now: Now,
    after: Annotated[Reference | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> GradeATaxpayers:
    """Everybody may read which firms have a grade A that still counts."""
    since_year = domain.first_year_that_counts(desk.rules, legal_day(now))
    found = records.a_taxpayers(session, since_year, after or "", limit)
    return GradeATaxpayers(
        taxpayers=[_grade_a_taxpayer(taxpayer, year) for taxpayer, year in found],
        next=found[-1][0].id if len(found) == limit else None,
    )


@router.post("/v1/violations", status_code=201, **door(OWN_WORK))
def record(body: NewViolation, work: ClerkWork, desk: DeskDep, once: OnceDep) -> ViolationReceipt:
    """Record a decided case; nobody is listed for it without a proposal of its own."""
    desk.rules.ground(body.kind, domain.MAJOR_VIOLATIONS)
    domain.must_not_be_future(body.decided_on, work.signed.today)
    case = body.violation(work.signed)
    _found(work.session, case.taxpayer_id)
    records.keep_violation(work.session, case)
    work.done(case.id)
    return once.keep(_receipt(case))


@router.post(
    "/v1/violations/{id}/finality",
    **door(rule("Only cases that can no longer be challenged are published.")),
)
def make_final(id: CaseId, work: ClerkWork) -> ViolationReceipt:
    """Note that the decision can no longer be challenged; noting it again changes nothing."""
    case = _found_case(work.session, id).become_final()
    records.keep_violation(work.session, case)
    work.done(id)
    return _receipt(case)


def _found(session: Session, taxpayer_id: str) -> Taxpayer:
    taxpayer = records.taxpayer(session, taxpayer_id)
    if taxpayer is None:
        raise NotFound("There is no such taxpayer here.")
    return taxpayer


def _found_case(session: Session, violation_id: str) -> Violation:
    case = records.violation(session, violation_id)
    if case is None:
        raise NotFound("There is no such case here.")
    return case


def _grade_a_taxpayer(taxpayer: Taxpayer, year: int) -> GradeATaxpayer:
    return GradeATaxpayer(name=taxpayer.party.name, code=taxpayer.party.id_number, year=year)


def _receipt(case: Violation) -> ViolationReceipt:
    return ViolationReceipt(**ViolationShown.of(case).model_dump())
