"""What departments notify, each with its own key and only what the scheme gives it to say."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from services.locality.api.department_shapes import EventNotified, EventsNotified
from services.locality.api.departments import ROLE
from services.locality.api.shapes import EventReceipt, NewEvent
from services.locality.api.visits import OfficeDep, applied_item
from services.locality.domain.events import take_in
from services.locality.domain.residents import Resident, ResidentUnknown, meant
from services.locality.records import events, residents
from services.locality.records.events import Page
from shared.access import Caller
from shared.calendar import legal_day
from shared.identifiers import Reference
from shared.origin import door, ours, paper
from shared.references import new_reference
from shared.web.guards import Now, ReadingDep, with_role
from shared.web.idempotency import OnceDep
from shared.web.work import Work, work_of

router = APIRouter(tags=["departments"])

DepartmentWork = Annotated[Work, work_of(ROLE)]
Department = Annotated[Caller, with_role(ROLE)]
OWN = ours("A department sees what it notified, so that it can take back what is wrong.")


@router.post(
    "/v1/events",
    status_code=201,
    **door(
        paper(
            "Personal credit and sectorial blacklists as distinct instruments: the relevant "
            "department notifies the social credit bureau"
        )
    ),
)
def notify_event(
    body: NewEvent, work: DepartmentWork, office: OfficeDep, once: OnceDep
) -> EventReceipt:
    """Notify something that a resident did, from the department's own ordinary work."""
    resident = resident_meant(work.session, body)
    told = body.told(new_reference("e"), resident.id)
    event = take_in(office.scheme, office.rules, told, work.signed)
    events.keep_event(work.session, event)
    work.done(event.id, applied_item(office, event.kind))
    return once.keep(EventReceipt.of(event, office.scheme))


@router.get("/v1/events", **door(OWN))
def own_events(
    department: Department,
    session: ReadingDep,
    now: Now,
    after: Annotated[Reference | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> EventsNotified:
    """What your own department notified and is still kept, a page at a time."""
    page = Page(after, limit)
    found = events.notified_by(session, department.subject, page, legal_day(now))
    last = found[-1].id if len(found) == limit else None
    return EventsNotified(events=[EventNotified.of(one) for one in found], next=last)


def resident_meant(session: Session, body: NewEvent) -> Resident:
    """By reference, or by name and number together; whoever is meant must be registered."""
    if body.party is not None:
        found = residents.resident_with(session, body.party.id_number)
        return meant(found, body.party.name)
    assert body.resident is not None  # noqa: S101 - the body holds one of the two
    found = residents.resident(session, body.resident)
    if found is None:
        raise ResidentUnknown("Nobody of that name and number is registered here.")
    return found
