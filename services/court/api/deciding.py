"""What an officer decides beside the common procedure, with all that follows from it."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from services.court import records
from services.court.api.tasks import situation_of
from services.court.domain import Deletion, Grace, LongerTerm
from services.court.domain.endings import ending_for, must_be_reached
from services.court.domain.refusals import AlreadyDecided, EndingNotForGround, NotAggravated
from services.court.domain.restrictions import DEFAULTERS
from services.court.domain.terms import grace_until, has_fixed_term, must_be_aggravated
from shared.errors import must_exist
from shared.procedure import records as procedure
from shared.procedure.desk import Desk, found_proposal, standing
from shared.procedure.steps import NotNow, Proposal, State
from shared.rulebook import Ending, Rules
from shared.signature import Signature


def lengthen(session: Session, longer: LongerTerm, rules: Rules, today: date) -> None:
    """More years than the ground's own, while the second officer has not looked at it yet."""
    proposal = _at(session, longer.proposal_id, State.PROPOSED)
    others = records.standing.grounds_under(session, proposal.basis, today)
    must_be_aggravated(longer, proposal.ground, others, rules)
    if not has_fixed_term(proposal.ground, proposal.list, rules):
        raise NotAggravated("The rules give this ground no term to which years could be added.")
    records.decisions.keep_longer_term(session, longer)


def give_grace(
    session: Session, proposal_id: str, months: int, rules: Rules, signed: Signature
) -> Grace:
    """Time to perform for a debtor who was told; publication waits until it is over."""
    proposal = _at(session, proposal_id, State.NOTIFIED)
    if records.decisions.grace(session, proposal_id) is not None:
        raise AlreadyDecided("A grace was given before.")
    until = grace_until(months, rules, signed.today)
    grace = Grace(proposal_id, months, until, signed.by, signed.at)
    records.decisions.keep_grace(session, grace)
    procedure.keep_proposal(session, proposal.put_off(until + timedelta(days=1)))
    return grace


def delete(session: Session, desk: Desk, wanted: Deletion, signed: Signature) -> Ending:
    """End a listing as a defaulter, if the rules let its ground end for this reason."""
    listing = standing(session, wanted.ref, signed.today)
    if listing.list != DEFAULTERS:
        raise EndingNotForGround("An order is lifted, for everybody whom it reaches.")
    ending = ending_for(listing.reason, wanted.ending, desk.rules)
    judgment = records.judgment(session, wanted.judgment_id)
    judgment = must_exist(judgment, "There is no such judgment here.")
    situation = situation_of(session, judgment, signed.today)
    must_be_reached(ending, situation.searched(wanted.asset_search_count), desk.rules)
    records.decisions.keep_deletion(session, wanted)
    desk.withdraw(session, wanted.ref, ending.cause, signed)
    return ending


def _at(session: Session, proposal_id: str, state: State) -> Proposal:
    """A proposal about a judgment defaulter at this step; NotNow at any other."""
    proposal = found_proposal(session, proposal_id)
    if proposal.state is not state or proposal.list != DEFAULTERS:
        raise NotNow("The proposal is at another step, or for another list.")
    return proposal
