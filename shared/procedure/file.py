"""A party's own file: every procedure, each step, each question asked, each remedy left."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from shared.calendar import legal_day
from shared.ledger import acts
from shared.ledger.confirmations import asked_about
from shared.ledger.listing import Listing
from shared.procedure import records
from shared.procedure.desk import Desk
from shared.procedure.shapes import (
    Asked,
    ObjectionReceipt,
    OwnFile,
    OwnProcedure,
    ProposalReceipt,
    Remedy,
    StepTaken,
    own_listing,
)
from shared.procedure.steps import MARKS, Objection, Proposal, State, Step
from shared.rulebook.rows import Text

OBJECT = Text(
    en="Object. Nothing is published before your objection is decided.",
    zh="提出异议。异议作出决定之前不予公布。",
)
OBJECT_LISTED = Text(
    en="Object to this listing. It is marked as contested until the decision.",
    zh="对该条目提出异议。作出决定之前标注为有争议。",
)
REVIEW = Text(en="Ask the body above to review the decision.", zh="申请上一级机关复核。")


def own_file(session: Session, desk: Desk, id_number: str, now: datetime) -> OwnFile:
    """All that this authority holds about one identifier."""
    found = records.proposals_about(session, id_number)
    return OwnFile(
        authority=desk.issuer,
        rules=desk.rules.heading(),
        rules_as_of=desk.rules.as_of,
        procedures=[_procedure(session, desk, proposal, legal_day(now)) for proposal in found],
        holdings=desk.casework.holdings(session, id_number, legal_day(now)),
    )


def _procedure(session: Session, desk: Desk, proposal: Proposal, today: date) -> OwnProcedure:
    listing = acts.listing(session, proposal.ref) if proposal.ref else None
    objections = records.objections_to(session, proposal.id)
    row = desk.rules.rows.get(proposal.ground)
    return OwnProcedure(
        proposal=ProposalReceipt.of(proposal),
        ground=row.says if row else Text(en=proposal.ground, zh=proposal.ground),
        rule=row.legal_basis if row else "no longer in force",
        steps=_steps(session, proposal.id),
        objections=[ObjectionReceipt.of(objection) for objection in objections],
        listing=own_listing(listing, today) if listing else None,
        questions=_questions(session, proposal.ref),
        remedies=_remedies(proposal, listing, objections, today),
    )


def _steps(session: Session, proposal_id: str) -> list[StepTaken]:
    return [
        StepTaken(
            step=Step(row.step),
            at=row.at,
            by=row.by,
            origin=MARKS[Step(row.step)].origin,
            floor=MARKS[Step(row.step)].floor,
        )
        for row in records.steps_of(session, proposal_id)
    ]


def _questions(session: Session, ref: str | None) -> list[Asked]:
    rows = asked_about(session, ref) if ref else []
    return [Asked(asked_at=row.asked_at, answer=row.answer) for row in rows]


def _remedies(
    proposal: Proposal, listing: Listing | None, objections: list[Objection], today: date
) -> list[Remedy]:
    """What the party can do today, and until when."""
    if any(objection.is_open for objection in objections):
        return []
    left = [
        Remedy(
            what=REVIEW, door=f"/v1/objections/{past.id}/review-request", until=past.review_until
        )
        for past in objections
        if past.is_upheld is False and past.review_asked_at is None and _in_time(past, today)
    ]
    if listing is not None and listing.stands_on(today):
        left.append(Remedy(what=OBJECT_LISTED, door="/v1/objections", until=None))
    if proposal.state is State.NOTIFIED and today <= (proposal.objection_ends_on or today):
        left.append(Remedy(what=OBJECT, door="/v1/objections", until=proposal.objection_ends_on))
    return left


def _in_time(objection: Objection, today: date) -> bool:
    return objection.review_until is not None and today <= objection.review_until
