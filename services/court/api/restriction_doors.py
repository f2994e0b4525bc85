"""Doors for orders that restrict consumption, exemptions from them and breaches of them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlalchemy.orm import Session

from services.court import records
from services.court.api import ordering
from services.court.api.doors import found_judgment
from services.court.api.restriction_shapes import (
    BreachReceipt,
    ExemptionFound,
    ExemptionReceipt,
    ExemptionShown,
    LiftingReceipt,
    NewAnswer,
    NewBreach,
    NewExemption,
    NewLifting,
    NewRestriction,
    RestrictionReceipt,
)
from services.court.domain import ExemptionAsked
from shared.errors import must_exist
from shared.identifiers import Reference
from shared.origin import door, ours, rule
from shared.procedure.doors import DeskDep, PartyWork
from shared.procedure.resting import listings_resting_on
from shared.web.guards import Officer, Party, ReadingDep, SessionDep, whole_number
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork, OfficerWork, ReviewerWork

router = APIRouter(tags=["court"])

Id = Annotated[Reference, Path(examples=["r-qhzxkvbnwertyuiopasd"])]
ExemptionId = Annotated[Reference, Path(examples=["e-qhzxkvbnwertyuiopasd"])]
ORDER = rule("Restricting consumption: 2010 Provisions, amended 2015.")
EXEMPT = rule("Asked for first: 2010 Provisions, Art. 8; for a short time: 法发〔2019〕35号.")


@dataclass(frozen=True, slots=True)
class Own:
    """The party's own listing under an order."""

    restriction_id: str
    ref: str


def own_listing(id: Id, party: Party, session: SessionDep) -> Own:
    """Where the party at the door stands; NotFound for everybody whom the order does not reach."""
    listings = listings_resting_on(session, id)
    own = [one for one in listings if one.id_number == whole_number(party)]
    found = must_exist(own[-1] if own else None, "There is no such order about you.")
    return Own(id, found.ref)


OwnListing = Annotated[Own, Depends(own_listing)]


@router.post("/v1/consumption-restrictions", status_code=201, **door(ORDER))
def order(
    body: NewRestriction, work: ClerkWork, desk: DeskDep, once: OnceDep
) -> RestrictionReceipt:
    """Ask that the debtor, and those who act for a body, be restricted: a procedure for each.

    No bad faith is needed. A second officer, notice and time to object are our floor here too.
    """
    judgment = found_judgment(work.session, body.judgment)
    new = body.restriction(judgment, work.signed)
    proposals = ordering.ask_for(work.session, desk, judgment, new, work.signed)
    work.done(new.id)
    return once.keep(RestrictionReceipt.of(new, proposals))


@router.post("/v1/consumption-restrictions/{id}/lifting", **door(ORDER))
def lift(id: Id, body: NewLifting, work: OfficerWork, desk: DeskDep) -> LiftingReceipt:
    """Lift an order for everybody whom it reaches; it must be where the duty was performed."""
    order = ordering.found_order(work.session, id)
    ending, ended = ordering.lift(work.session, desk, order, body.because, work.signed)
    work.done(id)
    return LiftingReceipt(
        id=id,
        lifted_at=work.signed.at,
        because=body.because,
        cause=ending.cause,
        withdrawn=[listing.ref for listing in ended],
    )


@router.post("/v1/consumption-restrictions/{id}/exemptions", status_code=201, **door(EXEMPT))
def ask_exemption(
    own: OwnListing, body: NewExemption, once: OnceDep, desk: DeskDep, work: PartyWork
) -> ExemptionReceipt:
    """Ask the court first. What was asked for stays here; nothing about it crosses."""
    asked = body.asked(own.restriction_id, own.ref, work.signed.at)
    ordering.ask_exemption(work.session, desk, asked, work.signed)
    return once.keep(ExemptionReceipt(**ExemptionShown.of(asked).model_dump()))


@router.get("/v1/exemptions/{id}", **door(EXEMPT))
def read_exemption(id: ExemptionId, officer: Officer, session: ReadingDep) -> ExemptionFound:
    """What is asked for and for which days: nobody decides on what was not read."""
    return ExemptionFound.for_officers(_found_exemption(session, id))


def _found_exemption(session: Session, exemption_id: str) -> ExemptionAsked:
    found = records.restrictions.exemption(session, exemption_id)
    return must_exist(found, "There is no such exemption here.")


@router.post(
    "/v1/exemptions/{id}/decision",
    **door(rule("The court's or its president's yes: 2010 Provisions, Art. 8; 法发〔2019〕35号.")),
)
def decide_exemption(id: ExemptionId, body: NewAnswer, work: ReviewerWork) -> ExemptionReceipt:
    """Grant an exemption or not, with reasons. A reviewer stands for the court's president."""
    found = _found_exemption(work.session, id)
    decided = found.decide(
        is_granted=body.granted, reasons=body.reasons, by=work.signed.by, at=work.signed.at
    )
    records.restrictions.keep_exemption(work.session, decided)
    work.done(id)
    return ExemptionReceipt(**ExemptionShown.of(decided).model_dump())


@router.post(
    "/v1/consumption-restrictions/{id}/breaches",
    status_code=201,
    **door(ours("A fact that ground 5 rests on; the rule asks for a breach, not for a note.")),
)
def note_breach(
    id: Id, body: NewBreach, work: ClerkWork, desk: DeskDep, once: OnceDep
) -> BreachReceipt:
    """Note what was done against an order. It lists nobody: that is another procedure."""
    ordering.found_order(work.session, id)
    breach = body.breach(id, work.signed)
    ordering.note_breach(work.session, desk, breach, work.signed)
    work.done(id)
    return once.keep(
        BreachReceipt(ref=breach.ref, measure=breach.measure, happened_on=breach.happened_on)
    )
