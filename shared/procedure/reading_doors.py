"""The doors at which officers read a procedure before they act on it."""

from fastapi import APIRouter

from shared.origin import door, ours
from shared.procedure.desk import found_proposal
from shared.procedure.doors import DeskDep, Id
from shared.procedure.reading import ProposalRead, read_proposal
from shared.procedure.remedies import found_objection
from shared.web.guards import Now, Officer, ReadingDep

router = APIRouter(tags=["same at every authority"])
BEFORE = ours("An officer sees what would leave before agreeing to it.", floor=True)


@router.get("/v1/listing-proposals/{id}", **door(BEFORE))
def read_one_proposal(
    id: Id, officer: Officer, session: ReadingDep, desk: DeskDep, now: Now
) -> ProposalRead:
    """One procedure: what is asked, every step, and the very message that would leave."""
    return read_proposal(session, desk, found_proposal(session, id), now)


@router.get("/v1/objections/{id}", **door(ours("Whoever decides reads what the party says.")))
def read_one_objection(
    id: Id, officer: Officer, session: ReadingDep, desk: DeskDep, now: Now
) -> ProposalRead:
    """The procedure in which an objection was raised, with what the party says."""
    proposal_id = found_objection(session, id).proposal_id
    return read_proposal(session, desk, found_proposal(session, proposal_id), now)
