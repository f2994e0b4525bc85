"""The doors that are the same at every authority: proposals, objections, listings, own file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from shared.authorities import Authority
from shared.identifiers import IdNumber, Reference
from shared.ledger.listing import Listing
from shared.ledger.looks import note_first_looks
from shared.origin import door, ours, paper, rule
from shared.procedure import auditing, shapes
from shared.procedure.correction import Correction
from shared.procedure.desk import Desk, found_listing
from shared.procedure.file import own_file
from shared.procedure.remedies import Remedies, found_objection, own_proposal
from shared.procedure.steps import HUMAN, Verdict
from shared.procedure.verdicts import verdict_act
from shared.signature import PARTY, Signature
from shared.web.guards import Now, Officer, Party, ReadingDep, SessionDep, whole_number
from shared.web.idempotency import OnceDep
from shared.web.work import AppealsWork, ClerkWork, OfficerWork, ReviewerWork, Work

router = APIRouter(tags=["same at every authority"])
# Apart from the procedure: a locality's file tells of more than its list.
file_router = APIRouter(tags=["same at every authority"])

SECOND_OFFICER = ours(
    "The paper tells of human steps; that a second officer must agree is our floor.", floor=True
)
Id = Annotated[Reference, Path(examples=["p-qhzxkvbnwertyuiopasd"])]
Ref = Annotated[Reference, Path(examples=["l-qhzxkvbnwertyuiopasd"])]


def desk_of(request: Request) -> Desk:
    """This authority's desk."""
    desk: Desk = request.app.state.desk
    return desk


def authority_of(request: Request) -> Authority:
    """Which authority this is."""
    authority: Authority = request.app.state.authority
    return authority


DeskDep = Annotated[Desk, Depends(desk_of)]
AuthorityDep = Annotated[Authority, Depends(authority_of)]


def party_at_the_door(request: Request, session: SessionDep, now: Now) -> Work:
    """A party's own work; the audit log is about officers and names no party."""
    return Work(session, Signature(PARTY, now), request.scope["route"].path)


PartyWork = Annotated[Work, Depends(party_at_the_door)]


@router.post("/v1/listing-proposals", status_code=201, **door(paper(HUMAN)))
def propose(
    body: shapes.NewProposal, work: ClerkWork, desk: DeskDep, once: OnceDep
) -> shapes.ProposalReceipt:
    """Ask that a party be listed. Another officer must approve before anything happens."""
    proposal = desk.propose(work.session, body.request(), work.signed)
    work.done(proposal.id, desk.rules.applied(proposal.ground))
    return once.keep(shapes.ProposalReceipt.of(proposal))


@router.post("/v1/listing-proposals/{id}/approval", **door(SECOND_OFFICER))
def approve(id: Id, work: ReviewerWork, desk: DeskDep) -> shapes.ProposalReceipt:
    """Agree to a proposal of another officer; nobody can approve what they proposed."""
    proposal = desk.approve(work.session, id, work.signed)
    work.done(id, desk.rules.applied(proposal.ground))
    return shapes.ProposalReceipt.of(proposal)


@router.post("/v1/listing-proposals/{id}/refusal", **door(SECOND_OFFICER))
def refuse(
    id: Id, body: shapes.Reasons, work: ReviewerWork, desk: DeskDep
) -> shapes.ProposalReceipt:
    """Say no to a proposal of another officer, with reasons; it is over."""
    proposal = desk.refuse(work.session, id, body.reasons, work.signed)
    work.done(id, desk.rules.applied(proposal.ground))
    return shapes.ProposalReceipt.of(proposal)


@router.post(
    "/v1/listing-proposals/{id}/notification", **door(rule("Notice to the party.", floor=True))
)
def notify(id: Id, work: OfficerWork, desk: DeskDep) -> shapes.ProposalReceipt:
    """Tell the party. The time to object starts; when it is over the listing comes by itself."""
    proposal = desk.notify(work.session, id, work.signed)
    work.done(id, desk.rules.applied(proposal.ground, "objection-window"))
    return shapes.ProposalReceipt.of(proposal)


@router.post("/v1/objections", status_code=201, **door(ours("It stays publication.", floor=True)))
def object_to(
    body: shapes.NewObjection, party: Party, once: OnceDep, desk: DeskDep, work: PartyWork
) -> shapes.ObjectionReceipt:
    """Object. A listing that has not come about waits until this is decided with reasons."""
    proposal = own_proposal(work.session, body.proposal, whole_number(party))
    objection = Remedies(desk).object(work.session, proposal, body.statement, work.signed)
    return once.keep(shapes.ObjectionReceipt.of(objection))


@router.post("/v1/objections/{id}/decision", **door(rule("Decided with reasons.")))
def decide(
    id: Id, body: shapes.NewVerdict, work: AppealsWork, desk: DeskDep
) -> shapes.ObjectionReceipt:
    """Uphold or dismiss an objection, with reasons that the party reads."""
    verdict = Verdict(body.upheld, body.reasons)
    objection = Remedies(desk).decide(work.session, id, verdict, work.signed)
    terms = ("objection-decision-term", "review-window")
    applied = auditing.applied_to(work.session, desk.rules, objection, *terms)
    work.done(id, applied, verdict_act(verdict))
    return shapes.ObjectionReceipt.of(objection)


@router.post("/v1/objections/{id}/review-request", **door(rule("Once, within its time.")))
def ask_review(id: Id, party: Party, work: PartyWork, desk: DeskDep) -> shapes.ObjectionReceipt:
    """Turn to the body above after an objection was dismissed."""
    own_proposal(work.session, found_objection(work.session, id).proposal_id, whole_number(party))
    objection = Remedies(desk).ask_review(work.session, id, work.signed)
    return shapes.ObjectionReceipt.of(objection)


@router.post("/v1/objections/{id}/review", **door(rule("The body above decides.")))
def review(
    id: Id, body: shapes.NewVerdict, work: AppealsWork, desk: DeskDep
) -> shapes.ObjectionReceipt:
    """The body above decides; not by whoever decided first."""
    verdict = Verdict(body.upheld, body.reasons)
    objection = Remedies(desk).review(work.session, id, verdict, work.signed)
    applied = auditing.applied_to(work.session, desk.rules, objection, "reviewing-body")
    work.done(id, applied, verdict_act(verdict, on_review=True))
    return shapes.ObjectionReceipt.of(objection)


@router.get("/v1/listings/{ref}", **door(ours("Officers see what stands, with its mask.")))
def read_listing(
    ref: Ref, officer: Officer, session: ReadingDep, now: Now
) -> shapes.ListingReceipt:
    """One listing, for this authority's officers."""
    return _receipt(found_listing(session, ref), Signature(officer.subject, now))


@router.post("/v1/listings/{ref}/withdrawal", **door(rule("Removal once the reason is gone.")))
def withdraw(
    ref: Ref, body: shapes.NewWithdrawal, work: OfficerWork, desk: DeskDep
) -> shapes.ListingReceipt:
    """End a listing for good, with one officer. Whoever was told of it is told of this at once."""
    ended = desk.withdraw(work.session, ref, body.cause, work.signed)
    work.done(ref, desk.rules.applied(ended.reason, "withdrawal-term"))
    return _receipt(ended, work.signed)


@router.post("/v1/listings/{ref}/correction", **door(rule("Wrong details are put right.")))
def correct(
    ref: Ref, body: shapes.NewCorrection, work: OfficerWork, desk: DeskDep
) -> shapes.ListingReceipt:
    """Put a name or a number right. Whoever was told of the listing is told of this at once."""
    corrected = desk.correct(work.session, ref, Correction(body.party), work.signed)
    work.done(ref, desk.rules.applied(corrected.reason))
    return _receipt(corrected, work.signed)


@router.post(
    "/v1/listings/{ref}/renewal", status_code=201, **door(ours("A new dated act.", floor=True))
)
def renew(ref: Ref, work: ClerkWork, desk: DeskDep, once: OnceDep) -> shapes.ProposalReceipt:
    """Ask that a listing stand longer: a proposal of its own, with notice and time to object."""
    proposal = desk.propose_renewal(work.session, ref, work.signed)
    work.done(proposal.id, desk.rules.applied(proposal.ground))
    return once.keep(shapes.ProposalReceipt.of(proposal))


@dataclass(frozen=True, slots=True)
class FirstVisit:
    """A party that opens its own file, and when."""

    id_number: IdNumber
    at: datetime


def first_visit(request: Request, party: Party, now: Now) -> FirstVisit:
    """Noted before the file is read, so that the file tells it too."""
    number = whole_number(party)
    note_first_looks(request.app.state.database, number, now)
    return FirstVisit(number, now)


@file_router.get("/v1/me/file", **door(ours("The right to know.", floor=True)))
def my_file(
    visit: Annotated[FirstVisit, Depends(first_visit)],
    session: ReadingDep,
    desk: DeskDep,
    authority: AuthorityDep,
) -> shapes.OwnFile:
    """All that is held about you here, in plain words: by which rule, until when, what to do.

    That you looked is noted once for each listing, and shown with it.
    """
    return own_file(session, desk, authority, visit.id_number, visit.at)


def _receipt(found: Listing, signed: Signature) -> shapes.ListingReceipt:
    shown = shapes.own_listing(found, signed.today)
    return shapes.ListingReceipt(**shown.model_dump())
