"""Doors for what the court decides beside the common procedure: terms, grace, deletions."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session

from services.court import records
from services.court.api.decision_shapes import (
    DeletionReceipt,
    GraceReceipt,
    InaccuracyReceipt,
    LongerTermReceipt,
    NewDeletion,
    NewGrace,
    NewLongerTerm,
)
from services.court.api.tasks import situation_of
from services.court.domain import Deletion, Grace, LongerTerm
from services.court.domain.endings import barred_until, ending_for, must_be_reached
from services.court.domain.fitness import CORRECTION_TERM
from services.court.domain.refusals import AlreadyDecided, EndingNotForGround, NotAggravated
from services.court.domain.restrictions import DEFAULTERS
from services.court.domain.terms import (
    grace_until,
    has_fixed_term,
    must_be_aggravated,
)
from services.court.records.decisions import InaccuracyRow
from shared.errors import must_exist
from shared.identifiers import Reference
from shared.ledger.listing import Listing
from shared.origin import door, rule
from shared.procedure import records as procedure
from shared.procedure.desk import found_proposal, standing
from shared.procedure.doors import DeskDep
from shared.procedure.steps import NotNow, Proposal, State
from shared.rulebook import Ending, Rules
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork, OfficerWork, Work

router = APIRouter(tags=["court"])

Id = Annotated[Reference, Path(examples=["p-qhzxkvbnwertyuiopasd"])]
Ref = Annotated[Reference, Path(examples=["l-qhzxkvbnwertyuiopasd"])]


@router.post(
    "/v1/listing-proposals/{id}/longer-term",
    status_code=201,
    **door(rule("One to three years more in grave cases: 2017 Provisions, Art. 2.")),
)
def lengthen(
    id: Id, body: NewLongerTerm, work: ClerkWork, desk: DeskDep, once: OnceDep
) -> LongerTermReceipt:
    """Ask for more years than the ground's own, before the second officer agrees to both."""
    proposal = _at(work.session, id, State.PROPOSED)
    longer = LongerTerm(
        proposal_id=id,
        because=body.because,
        added_years=body.added_years,
        reasons=body.reasons,
        decided_by=work.signed.by,
        decided_at=work.signed.at,
    )
    _must_be_grave(work.session, proposal, longer, desk.rules, work.signed.today)
    records.decisions.keep_longer_term(work.session, longer)
    work.done(id)
    return once.keep(LongerTermReceipt.of(longer))


@router.post(
    "/v1/listing-proposals/{id}/grace",
    status_code=201,
    **door(rule("One to three months before publication: 法发〔2019〕35号.")),
)
def give_grace(
    id: Id, body: NewGrace, work: OfficerWork, desk: DeskDep, once: OnceDep
) -> GraceReceipt:
    """Give a debtor who was told more time to perform, where the rules in force know a grace."""
    proposal = _at(work.session, id, State.NOTIFIED)
    if records.decisions.grace(work.session, id) is not None:
        raise AlreadyDecided("A grace was given before.")
    until = grace_until(body.months, desk.rules, work.signed.today)
    grace = Grace(id, body.months, until, work.signed.by, work.signed.at)
    records.decisions.keep_grace(work.session, grace)
    procedure.keep_proposal(work.session, proposal.put_off(until + timedelta(days=1)))
    work.done(id)
    return once.keep(GraceReceipt.of(grace))


@router.post(
    "/v1/listings/{ref}/deletion",
    status_code=201,
    **door(rule("Deletion and early deletion: 2017 Provisions, Art. 2 and 10.")),
)
def delete(
    ref: Ref, body: NewDeletion, work: OfficerWork, desk: DeskDep, once: OnceDep
) -> DeletionReceipt:
    """End a listing as a defaulter for one of the reasons that the rules give for its ground."""
    listing = standing(work.session, ref, work.signed.today)
    deletion, ending = _decided(work, desk.rules, listing, body)
    records.decisions.keep_deletion(work.session, deletion)
    desk.withdraw(work.session, ref, ending.cause, work.signed)
    work.done(ref)
    until = barred_until([deletion], desk.rules)
    receipt = DeletionReceipt(
        ref=ref, ending=body.ending, cause=ending.cause, no_new_listing_until=until
    )
    return once.keep(receipt)


@router.post(
    "/v1/listings/{ref}/inaccuracy",
    status_code=201,
    **door(rule("Wrong details are put right in time: 2017 Provisions, Art. 9.")),
)
def find_wrong(ref: Ref, work: OfficerWork, desk: DeskDep, once: OnceDep) -> InaccuracyReceipt:
    """Note that an entry is written wrongly: it waits in the worklist until it is corrected."""
    listing = standing(work.session, ref, work.signed.today)
    found = InaccuracyRow(
        ref=ref, version=listing.version, found_by=work.signed.by, found_at=work.signed.at
    )
    records.decisions.keep_inaccuracy(work.session, found)
    work.done(ref)
    correct_by = desk.rules.after(work.signed.today, CORRECTION_TERM)
    return once.keep(InaccuracyReceipt(ref=ref, correct_by=correct_by))


def _at(session: Session, proposal_id: str, state: State) -> Proposal:
    """A proposal about a judgment defaulter at this step; NotNow at any other."""
    proposal = found_proposal(session, proposal_id)
    if proposal.state is not state or proposal.list != DEFAULTERS:
        raise NotNow("The proposal is at another step, or for another list.")
    return proposal


def _must_be_grave(
    session: Session, proposal: Proposal, longer: LongerTerm, rules: Rules, today: date
) -> None:
    others = records.standing.grounds_under(session, proposal.basis, today)
    must_be_aggravated(longer, proposal.ground, others, rules)
    if not has_fixed_term(proposal.ground, proposal.list, rules):
        raise NotAggravated("The rules give this ground no term to which years could be added.")


def _decided(
    work: Work, rules: Rules, listing: Listing, body: NewDeletion
) -> tuple[Deletion, Ending]:
    """The deletion, if the rules allow it for this ground and what it needs has happened."""
    if listing.list != DEFAULTERS:
        raise EndingNotForGround("An order is lifted, for everybody whom it reaches.")
    ending = ending_for(listing.reason, body.ending, rules)
    judgment = records.standing.judgment_behind(work.session, listing)
    judgment = must_exist(judgment, "There is no such judgment here.")
    situation = situation_of(work.session, judgment, work.signed.today)
    must_be_reached(ending, situation.searched(body.asset_search_count), rules)
    return body.deletion(listing.ref, judgment.id, work.signed), ending
