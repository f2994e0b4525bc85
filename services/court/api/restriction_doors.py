"""Doors for orders that restrict consumption, exemptions from them and breaches of them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlalchemy.orm import Session

from services.court import records
from services.court.api.doors import found_judgment
from services.court.api.restriction_shapes import (
    BreachReceipt,
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
from services.court.api.tasks import situation_of
from services.court.domain import Breach, Restriction
from services.court.domain.endings import ending_for, must_be_reached
from services.court.domain.exemptions import is_paused, must_be_askable
from services.court.domain.refusals import AlreadyRestricted
from services.court.domain.restrictions import RESTRICTIONS, must_be_a_breach, must_reach
from shared.errors import must_exist
from shared.identifiers import Reference
from shared.ledger.listing import Listing
from shared.origin import door, ours, rule
from shared.procedure.casework import Request
from shared.procedure.desk import standing
from shared.procedure.doors import DeskDep, PartyWork
from shared.procedure.resting import listings_resting_on
from shared.web.guards import Party, SessionDep, whole_number
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
    _must_be_the_only(work.session, judgment.id, work.signed.today)
    new = body.restriction(judgment, work.signed)
    must_reach(judgment, new.others, desk.rules)
    records.restrictions.add_restriction(work.session, new)
    asked = (Request(RESTRICTIONS, new.ground, new.id, one.party) for one in new.addressees)
    proposals = [desk.propose(work.session, one, work.signed) for one in asked]
    work.done(new.id)
    return once.keep(RestrictionReceipt.of(new, proposals))


@router.post("/v1/consumption-restrictions/{id}/lifting", **door(ORDER))
def lift(id: Id, body: NewLifting, work: OfficerWork, desk: DeskDep) -> LiftingReceipt:
    """Lift an order for everybody whom it reaches; it must be where the duty was performed."""
    found = _found(work.session, id)
    judgment = found_judgment(work.session, found.judgment_id)
    ending = ending_for(found.ground, body.because, desk.rules)
    must_be_reached(ending, situation_of(work.session, judgment, work.signed.today), desk.rules)
    records.restrictions.keep_lifting(
        work.session, found.lift(body.because, work.signed.by, work.signed.at)
    )
    ended = records.standing.standing_under(work.session, id, work.signed.today)
    for listing in ended:
        desk.withdraw(work.session, listing.ref, ending.cause, work.signed)
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
    listing = standing(work.session, own.ref, work.signed.today)
    asked = body.asked(own.restriction_id, listing.ref, work.signed.at)
    must_be_askable(asked, desk.rules, work.signed.today)
    records.restrictions.keep_exemption(work.session, asked)
    return once.keep(ExemptionReceipt(**ExemptionShown.of(asked).model_dump()))


@router.post(
    "/v1/exemptions/{id}/decision",
    **door(rule("The court's or its president's yes: 2010 Provisions, Art. 8; 法发〔2019〕35号.")),
)
def decide_exemption(id: ExemptionId, body: NewAnswer, work: ReviewerWork) -> ExemptionReceipt:
    """Grant an exemption or not, with reasons. A reviewer stands for the court's president."""
    found = records.restrictions.exemption(work.session, id)
    found = must_exist(found, "There is no such exemption here.")
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
    listing = _listing_under(work.session, _found(work.session, id).id, body.ref)
    breach = Breach(
        ref=listing.ref,
        restriction_id=id,
        measure=body.measure,
        happened_on=body.happened_on or work.signed.today,
        noted_by=work.signed.by,
        noted_at=work.signed.at,
    )
    exemptions = records.restrictions.exemptions_of(work.session, listing.ref)
    was_exempt = is_paused(exemptions, breach.happened_on)
    must_be_a_breach(breach, listing, desk.rules, work.signed.today, was_exempt=was_exempt)
    records.restrictions.add_breach(work.session, breach)
    work.done(id)
    return once.keep(
        BreachReceipt(ref=breach.ref, measure=breach.measure, happened_on=breach.happened_on)
    )


def _found(session: Session, restriction_id: str) -> Restriction:
    found = records.restrictions.restriction(session, restriction_id)
    return must_exist(found, "There is no such order here.")


def _must_be_the_only(session: Session, judgment_id: str, today: date) -> None:
    earlier = records.restrictions.restrictions_under(session, judgment_id)
    if any(records.standing.is_in_force(session, one, today) for one in earlier):
        raise AlreadyRestricted("An order for this judgment stands or is under way.")


def _listing_under(session: Session, restriction_id: str, ref: str) -> Listing:
    listings = listings_resting_on(session, restriction_id)
    found = next((one for one in listings if one.ref == ref), None)
    return must_exist(found, "There is no such listing under this order.")
