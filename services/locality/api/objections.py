"""Objecting to an event; until it is decided, a deduction counts nothing."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.locality.api.shapes import NewObjection, ObjectionFound, ObjectionReceipt
from services.locality.api.visits import ActingVisit, OfficeDep, Visit, applied_item
from services.locality.domain.events import Event, EventUnknown
from services.locality.domain.objections import Objection, may_object, open_objection
from services.locality.records import events
from shared.errors import must_exist
from shared.identifiers import Reference
from shared.origin import door, ours, rule
from shared.procedure.shapes import NewVerdict, Reasons
from shared.procedure.steps import Verdict
from shared.procedure.verdicts import verdict_act
from shared.references import new_reference
from shared.web.guards import Officer, ReadingDep
from shared.web.idempotency import OnceDep
from shared.web.work import AppealsWork, Work

router = APIRouter(tags=["objections"])

EventId = Annotated[Reference, Path(examples=["e-qhzxkvbnwertyuiopasd"])]
Id = Annotated[Reference, Path(examples=["o-qhzxkvbnwertyuiopasd"])]


@router.post(
    "/v1/events/{id}/objections",
    status_code=201,
    **door(ours("Until it is decided the deduction counts nothing.", floor=True)),
)
def object_to_event(
    id: EventId, body: NewObjection, visit: ActingVisit, once: OnceDep
) -> ObjectionReceipt:
    """Object to an event about you, once, within its time."""
    rules, event = visit.office.rules, _own_event(visit, id)
    before = events.objection_to(visit.session, event.id)
    may_object(rules, event, before, visit.signed.today)
    objection = open_objection(new_reference("o"), event, body.statement, rules, visit.signed)
    events.keep_objection(visit.session, objection)
    return once.keep(ObjectionReceipt.of(objection))


@router.get(
    "/v1/event-objections/{id}", **door(ours("Whoever decides reads what the resident says."))
)
def read_event_objection(id: Id, officer: Officer, session: ReadingDep) -> ObjectionFound:
    """An objection to an event, with what the resident says and what the event is."""
    found = must_exist(events.objection(session, id), "There is no such objection here.")
    event = must_exist(events.event(session, found.event_id), "There is no such event here.")
    return ObjectionFound.about(found, event)


@router.post(
    "/v1/event-objections/{id}/check",
    **door(rule("A longer term where whoever notified must check: Shandong 2020, Art. 39.")),
)
def ask_check(id: Id, body: Reasons, work: AppealsWork, office: OfficeDep) -> ObjectionReceipt:
    """Pass an objection on to the department that notified; the law's longer term applies."""
    asked = _found(work, id).ask_check(work.signed, body.reasons, office.rules)
    events.keep_objection(work.session, asked)
    work.done(id)
    return ObjectionReceipt.of(asked)


@router.post(
    "/v1/event-objections/{id}/decision",
    **door(rule("Decided with reasons: Shandong social credit regulation of 2020, Art. 38-40.")),
)
def decide_on_event(
    id: Id, body: NewVerdict, work: AppealsWork, office: OfficeDep
) -> ObjectionReceipt:
    """Uphold or dismiss an objection, with reasons; an upheld one strikes the event."""
    verdict = Verdict(body.upheld, body.reasons)
    decided = _found(work, id).decide(work.signed, verdict)
    events.keep_objection(work.session, decided)
    event = _event_of(work, decided)
    if body.upheld:
        events.keep_event(work.session, event.strike(work.signed.at, body.reasons))
    work.done(id, applied_item(office, event.kind), verdict_act(verdict))
    return ObjectionReceipt.of(decided)


def _own_event(visit: Visit, event_id: str) -> Event:
    event = events.event(visit.session, event_id)
    if event is None or event.resident_id != visit.resident().id:
        raise EventUnknown("There is no such event about you here.")
    return event


def _found(work: Work, objection_id: str) -> Objection:
    objection = events.objection(work.session, objection_id)
    return must_exist(objection, "There is no such objection here.")


def _event_of(work: Work, objection: Objection) -> Event:
    event = events.event(work.session, objection.event_id)
    assert event is not None  # noqa: S101 - an objection is never kept longer than its event
    return event
