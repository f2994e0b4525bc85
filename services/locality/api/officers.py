"""What the credit office adds to an event: telling its resident, holding what others imposed."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path

from services.locality.api.department_shapes import NewPenalty, PenaltyReceipt, Told
from services.locality.api.visits import OfficeDep
from services.locality.domain.events import Event
from services.locality.domain.objections import object_until
from services.locality.domain.penalties import hold
from services.locality.records import events, penalties
from shared.errors import must_exist
from shared.identifiers import Reference
from shared.origin import door, ours, paper
from shared.references import new_reference
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork, Work

router = APIRouter(tags=["officers"])

Id = Annotated[Reference, Path(examples=["e-qhzxkvbnwertyuiopasd"])]


@router.post(
    "/v1/events/{id}/notice",
    status_code=201,
    **door(ours("What no law stands behind counts only after its party was told.", floor=True)),
)
def tell_resident(id: Id, work: ClerkWork, office: OfficeDep, once: OnceDep) -> Told:
    """Tell the resident of an extra-legal event; from now on it counts and can be objected to."""
    told = _kept(work, id).tell(work.signed.at)
    events.keep_event(work.session, told)
    work.done(id)
    last_day = object_until(office.rules, told) or date.max
    return once.keep(Told(id=id, told_at=work.signed.at, object_until=last_day))


@router.post(
    "/v1/events/{id}/penalties",
    status_code=201,
    **door(paper("Introduction: several penalties for one act, and a list on top of them")),
)
def hold_penalty(id: Id, body: NewPenalty, work: ClerkWork, once: OnceDep) -> PenaltyReceipt:
    """Hold against one act what another body imposed for it; it moves no points."""
    event, held = _kept(work, id), penalties.penalties_for(work.session, id)
    new = hold(new_reference("x"), event, body.told(), held, work.signed)
    penalties.add_penalty(work.session, new)
    work.done(id)
    return once.keep(PenaltyReceipt(id=new.id, event=id, penalties_count=len(held) + 1))


def _kept(work: Work, event_id: str) -> Event:
    """The event, if it is still kept."""
    found = events.event(work.session, event_id)
    if found is not None and found.kept_until <= work.signed.today:
        found = None
    return must_exist(found, "There is no such event here.")
