"""Doors about decided cases: recorded, final, paid, set aside."""

from typing import Annotated

from fastapi import APIRouter
from sqlalchemy.orm import Session

from services.tax.api.fetching import OWN_WORK, CaseId, ScaleDep, found_case, found_taxpayer
from services.tax.api.shapes import NewPayment, NewViolation, ViolationReceipt, ViolationShown
from services.tax.domain.scale import Scale
from services.tax.domain.taxpayers import must_not_be_future
from services.tax.domain.violations import MAJOR_VIOLATIONS, Violation, must_end_early
from services.tax.records import taxpayers
from services.tax.records.events import events_on, keep_event
from services.tax.records.grading import again
from shared.contract import Cause
from shared.errors import NotFound
from shared.origin import door, ours, rule
from shared.procedure.doors import DeskDep
from shared.procedure.resting import listings_resting_on
from shared.procedure.shapes import Reasons
from shared.signature import Signature
from shared.web.guards import Officer, ReadingDep
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork, Work, work_of

router = APIRouter(tags=["tax"])
RelievingWork = Annotated[Work, work_of("clerk", "reviewer")]
EARLY = rule("Early end of a publication once all is paid; the waiting time differs by date.")


@router.post("/v1/violations", status_code=201, **door(OWN_WORK))
def record(body: NewViolation, work: ClerkWork, desk: DeskDep, once: OnceDep) -> ViolationReceipt:
    """Record a decided case; nobody is listed for it without a proposal of its own."""
    desk.rules.ground(body.kind, MAJOR_VIOLATIONS)
    must_not_be_future(body.decided_on, work.signed.today)
    case = body.violation(work.signed)
    found_taxpayer(work.session, case.taxpayer_id)
    taxpayers.keep_violation(work.session, case)
    work.done(case.id, desk.rules.applied(case.ground))
    return once.keep(_receipt(case))


@router.get("/v1/violations/{id}", **door(ours("Officers read a case; its party its own file.")))
def read_violation(id: CaseId, officer: Officer, session: ReadingDep) -> ViolationShown:
    """One decided case; its party is known to whoever asks."""
    return ViolationShown.of(found_case(session, id))


@router.post(
    "/v1/violations/{id}/finality",
    **door(rule("Only cases that can no longer be challenged are published.")),
)
def make_final(id: CaseId, work: ClerkWork, desk: DeskDep) -> ViolationReceipt:
    """Note that the decision can no longer be challenged; noting it again changes nothing."""
    case = found_case(work.session, id).become_final()
    taxpayers.keep_violation(work.session, case)
    work.done(id, desk.rules.applied(case.ground))
    return _receipt(case)


@router.post("/v1/violations/{id}/payment", **door(EARLY))
def note_payment(id: CaseId, body: NewPayment, work: ClerkWork, desk: DeskDep) -> ViolationReceipt:
    """Note that taxes, interest and fines are all paid; the worklist tells when it ends early."""
    must_not_be_future(body.paid_on, work.signed.today)
    case = found_case(work.session, id).pay(body.paid_on)
    taxpayers.keep_violation(work.session, case)
    work.done(id, desk.rules.applied(case.ground))
    return _receipt(case)


@router.post("/v1/violations/{id}/early-end", **door(EARLY))
def end_early(id: CaseId, work: RelievingWork, desk: DeskDep) -> ViolationReceipt:
    """End the publication early, as the rules in force allow; it crosses at once."""
    case = found_case(work.session, id)
    today = work.signed.today
    known = listings_resting_on(work.session, id)
    standing = [listing for listing in known if listing.stands_on(today)]
    if not standing:
        raise NotFound("Nobody is listed for this case.")
    for listing in standing:
        must_end_early(case, listing.listed_on, desk.rules, today)
        desk.withdraw(work.session, listing.ref, Cause.PERFORMED, work.signed)
    work.done(id, desk.rules.applied(case.ground))
    return _receipt(case, withdrawn=[listing.ref for listing in standing])


@router.post(
    "/v1/violations/{id}/quashing",
    **door(rule("A decision that is set aside carries nothing any more.")),
)
def quash(id: CaseId, body: Reasons, work: ClerkWork, scale: ScaleDep) -> ViolationReceipt:
    """Note that a court or the body above set the decision aside.

    What was found in it is struck and grades are made anew; standing listings go on the worklist.
    """
    case = found_case(work.session, id).quash(work.signed, body.reasons)
    taxpayers.keep_violation(work.session, case)
    changed = _strike_what_rests_on(work.session, scale, case, work.signed)
    work.done(id, scale.rules.applied(case.ground))
    return _receipt(case, changed_grades=changed)


def _strike_what_rests_on(
    session: Session, scale: Scale, case: Violation, signed: Signature
) -> int:
    """Strike the events that rest on a case; how many grades changed."""
    changed = 0
    for event in events_on(session, case.id):
        keep_event(session, event.strike(signed, case.quashed_because or ""))
        since = (event.taxpayer_id, event.happened_on.year)
        changed += again(session, scale, since, signed)
    return changed


def _receipt(
    case: Violation, *, withdrawn: list[str] | None = None, changed_grades: int = 0
) -> ViolationReceipt:
    return ViolationReceipt(
        **ViolationShown.of(case).model_dump(),
        withdrawn=withdrawn or [],
        changed_grades=changed_grades,
    )
