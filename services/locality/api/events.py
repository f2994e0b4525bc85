"""What departments notify, each with its own key and only what the scheme gives it to say."""

from typing import Annotated

from fastapi import APIRouter
from sqlalchemy.orm import Session

from services.locality.api.departments import ROLE
from services.locality.api.shapes import EventReceipt, NewEvent
from services.locality.api.visits import OfficeDep
from services.locality.domain.events import take_in
from services.locality.domain.residents import Resident, ResidentUnknown, meant
from services.locality.records import events, residents
from shared.origin import door, paper
from shared.references import new_reference
from shared.web.idempotency import OnceDep
from shared.web.work import Work, work_of

router = APIRouter(tags=["departments"])

DepartmentWork = Annotated[Work, work_of(ROLE)]


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
    resident = _resident_meant(work.session, body)
    told = body.told(new_reference("e"), resident.id)
    event = take_in(office.scheme, office.rules, told, work.signed)
    events.keep_event(work.session, event)
    work.done(event.id)
    return once.keep(EventReceipt.of(event, office.scheme))


def _resident_meant(session: Session, body: NewEvent) -> Resident:
    """By reference, or by name and number together; whoever is meant must be registered."""
    if body.party is not None:
        found = residents.resident_with(session, body.party.id_number)
        return meant(found, body.party.name)
    assert body.resident is not None  # noqa: S101 - the body holds one of the two
    found = residents.resident(session, body.resident)
    if found is None:
        raise ResidentUnknown("Nobody of that name and number is registered here.")
    return found
