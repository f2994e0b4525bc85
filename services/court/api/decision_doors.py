"""Doors for what the court decides beside the common procedure: terms, grace, deletions."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.court import records
from services.court.api import deciding
from services.court.api.decision_shapes import (
    DeletionReceipt,
    GraceReceipt,
    InaccuracyReceipt,
    LongerTermReceipt,
    NewDeletion,
    NewGrace,
    NewLongerTerm,
)
from services.court.domain.endings import barred_until
from services.court.domain.fitness import CORRECTION_TERM
from services.court.records.decisions import InaccuracyRow
from shared.identifiers import Reference
from shared.origin import door, rule
from shared.procedure.desk import found_listing, found_proposal, standing
from shared.procedure.doors import DeskDep
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork, OfficerWork

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
    longer = body.longer_term(id, work.signed)
    deciding.lengthen(work.session, longer, desk.rules, work.signed.today)
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
    grace = deciding.give_grace(work.session, id, body.months, desk.rules, work.signed)
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
    listing = found_listing(work.session, ref)
    basis = found_proposal(work.session, listing.proposal_id).basis
    wanted = body.deletion(ref, basis, work.signed)
    ending = deciding.delete(work.session, desk, wanted, work.signed)
    work.done(ref)
    until = barred_until([wanted], desk.rules)
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
