"""A department takes back, or puts right, what it notified itself; the score follows at once."""

from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session

from services.locality.api.department_shapes import NewCorrection, NewTakingBack, TakenBack
from services.locality.api.events import DepartmentWork
from services.locality.api.shapes import EventReceipt
from services.locality.api.visits import OfficeDep
from services.locality.domain.endings import own_event, put_right, take_back
from services.locality.domain.events import Event
from services.locality.records import events, penalties
from shared.identifiers import Reference
from shared.origin import door, rule
from shared.procedure.steps import Verdict
from shared.references import new_reference
from shared.signature import Signature
from shared.web.idempotency import OnceDep

router = APIRouter(tags=["departments"])

Id = Annotated[Reference, Path(examples=["e-qhzxkvbnwertyuiopasd"])]


@router.post(
    "/v1/events/{id}/withdrawal",
    status_code=201,
    **door(
        rule(
            "What was revoked or repaired goes: Shanghai 2017, Art. 37-38; Shandong 2020, Art. 40."
            " At once is ours.",
            floor=True,
        )
    ),
)
def take_event_back(
    id: Id, body: NewTakingBack, work: DepartmentWork, office: OfficeDep, once: OnceDep
) -> TakenBack:
    """Take back what your department notified: by mistake, revoked since, or put right since."""
    wrong = own_event(events.event(work.session, id), work.signed.by)
    struck = take_back(office.scheme, office.rules, wrong, body.told(), work.signed)
    events.keep_event(work.session, struck)
    _close_objection(work.session, id, body.reasons, work.signed)
    work.done(id)
    last_day = struck.law_gave_until
    return once.keep(
        TakenBack(
            id=id,
            struck_at=work.signed.at,
            struck_how=body.told().how,
            law_gave_until=last_day,
            was_late=last_day is not None and work.signed.today > last_day,
        )
    )


@router.post(
    "/v1/events/{id}/correction",
    status_code=201,
    **door(rule("A changed decision changes the record: Shandong 2020, Art. 40.")),
)
def put_event_right(
    id: Id, body: NewCorrection, work: DepartmentWork, office: OfficeDep, once: OnceDep
) -> EventReceipt:
    """Say what should have been notified; the wrong event is struck, the right one contestable."""
    wrong = own_event(events.event(work.session, id), work.signed.by)
    told = body.told(new_reference("e"), wrong.resident_id)
    struck, right = put_right(office.scheme, office.rules, wrong, told, work.signed)
    _replace(work.session, struck, right)
    _close_objection(work.session, id, struck.struck_because or "", work.signed)
    work.done(id)
    return once.keep(EventReceipt.of(right, office.scheme))


def _replace(session: Session, struck: Event, right: Event) -> None:
    """Whatever others imposed for the act stays with the act."""
    events.keep_event(session, struck)
    events.keep_event(session, right)
    session.flush()
    penalties.move(session, struck.id, right.id)


def _close_objection(session: Session, event_id: str, reasons: str, signed: Signature) -> None:
    """Whoever objected was right; nobody waits for a decision about what is gone."""
    objection = events.objection_to(session, event_id)
    if objection is not None and objection.is_open:
        events.keep_objection(session, objection.decide(signed, Verdict(True, reasons)))
