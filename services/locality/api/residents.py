"""Putting people on the books, and their own yes or no to being scored."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.locality.api.shapes import ConsentShown, NewConsent, NewResident, ResidentReceipt
from services.locality.api.visits import ActingVisit, OfficeDep
from services.locality.domain.residents import AlreadyResident, ResidentUnknown, register
from services.locality.records import residents
from shared.identifiers import Reference
from shared.origin import door, rule
from shared.references import new_reference
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork

router = APIRouter(tags=["residents"])

Id = Annotated[Reference, Path(examples=["r-qhzxkvbnwertyuiopasd"])]


@router.post(
    "/v1/residents",
    status_code=201,
    **door(rule("Adults who live here: Rongcheng measures on personal credit rewards, Art. 3.")),
)
def register_resident(
    body: NewResident, work: ClerkWork, office: OfficeDep, once: OnceDep
) -> ResidentReceipt:
    """Register an adult. Being registered gives nobody a score."""
    if residents.resident_with(work.session, body.party.id_number) is not None:
        raise AlreadyResident("This person was registered before.")
    new = register(new_reference("r"), body.party, office.rules, work.signed)
    residents.add_resident(work.session, new)
    work.done(new.id)
    return once.keep(ResidentReceipt(id=new.id, registered_at=new.registered_at))


@router.put(
    "/v1/residents/{id}/consent",
    **door(
        rule(
            "Rongcheng 2021: informed consent; without it no score and no perks, records are still"
            " kept. In 2019 no consent was asked.",
            floor=True,
        )
    ),
)
def consent(id: Id, body: NewConsent, visit: ActingVisit) -> ConsentShown:
    """Say yes or no to being scored. A no ends the score at once; what was notified is kept."""
    resident = visit.resident()
    if resident.id != id:
        raise ResidentUnknown("There is no such record about you.")
    residents.note_consent(visit.session, id, body.consents, visit.signed.at)
    return ConsentShown.of(id, body.consents)
