"""Doors about what the tax office finds: late payment, under-reporting, false invoices."""

from fastapi import APIRouter
from sqlalchemy.orm import Session

from services.tax.api.fetching import (
    OWN_WORK,
    EventId,
    Id,
    ScaleDep,
    found_case,
    found_event,
    found_taxpayer,
)
from services.tax.api.work_shapes import EventReceipt, NewCorrection, NewEvent
from services.tax.domain.events import Event, indicator_in, must_be_recordable
from services.tax.domain.repair import must_be_repairable
from services.tax.domain.violations import BasisNotOfParty
from services.tax.records.events import keep_event
from services.tax.records.grading import again
from shared.origin import door, ours, rule
from shared.procedure.shapes import Reasons
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork, ReviewerWork

router = APIRouter(tags=["tax"])
REPAIR = rule("Part of the points is given back for what is put right in time.")
STRIKING = ours("What was recorded in error counts nowhere; one officer is enough.", floor=True)


@router.post("/v1/taxpayers/{id}/indicators", status_code=201, **door(OWN_WORK))
def record(id: Id, body: NewEvent, work: ClerkWork, scale: ScaleDep, once: OnceDep) -> EventReceipt:
    """Record what was found about a firm; a year already evaluated is evaluated anew."""
    event = body.event(id, work.signed)
    found_taxpayer(work.session, id).must_be_organisation()
    must_be_recordable(event, scale.rules, work.signed.today)
    _must_rest_on_own_case(work.session, event)
    keep_event(work.session, event)
    changed = again(work.session, scale, (id, event.happened_on.year), work.signed)
    work.done(event.id, scale.rules.applied(event.indicator))
    return once.keep(EventReceipt.about(event, scale.rules, changed))


@router.post("/v1/indicators/{id}/correction", **door(REPAIR))
def correct(id: EventId, body: NewCorrection, work: ClerkWork, scale: ScaleDep) -> EventReceipt:
    """Note when a firm put something right; what the rules give back is given at once."""
    event = found_event(work.session, id)
    must_be_repairable(event, indicator_in(scale.rules, event.indicator), scale.rules)
    corrected = event.correct(body.corrected_on, work.signed.today)
    keep_event(work.session, corrected)
    since = (event.taxpayer_id, event.happened_on.year)
    changed = again(work.session, scale, since, work.signed)
    work.done(id, scale.rules.applied(corrected.indicator))
    return EventReceipt.about(corrected, scale.rules, changed)


@router.post("/v1/indicators/{id}/striking", **door(STRIKING))
def strike(id: EventId, body: Reasons, work: ReviewerWork, scale: ScaleDep) -> EventReceipt:
    """Strike what was recorded in error; grades that it made are made anew."""
    struck = found_event(work.session, id).strike(work.signed, body.reasons)
    keep_event(work.session, struck)
    since = (struck.taxpayer_id, struck.happened_on.year)
    changed = again(work.session, scale, since, work.signed)
    work.done(id, scale.rules.applied(struck.indicator))
    return EventReceipt.about(struck, scale.rules, changed)


def _must_rest_on_own_case(session: Session, event: Event) -> None:
    if event.violation_id is None:
        return
    if found_case(session, event.violation_id).taxpayer_id != event.taxpayer_id:
        raise BasisNotOfParty("That case is about somebody else.")
