"""Orders that restrict consumption: asked for, lifted, broken; and exemptions from them."""

from sqlalchemy.orm import Session

from services.court import records
from services.court.api.tasks import situation_of
from services.court.domain import Breach, ExemptionAsked, Judgment, Restriction
from services.court.domain.endings import ending_for, must_be_reached
from services.court.domain.exemptions import is_paused, must_be_askable
from services.court.domain.refusals import AlreadyRestricted
from services.court.domain.restrictions import RESTRICTIONS, must_be_a_breach, must_reach
from shared.errors import must_exist
from shared.ledger.listing import Listing
from shared.procedure.casework import Request
from shared.procedure.desk import Desk, standing
from shared.procedure.resting import listings_resting_on
from shared.procedure.steps import Proposal
from shared.rulebook import Ending
from shared.signature import Signature


def found_order(session: Session, restriction_id: str) -> Restriction:
    """The order; NotFound if there is none."""
    found = records.restrictions.restriction(session, restriction_id)
    return must_exist(found, "There is no such order here.")


def ask_for(
    session: Session, desk: Desk, judgment: Judgment, new: Restriction, signed: Signature
) -> list[Proposal]:
    """An order, and a procedure for each of those whom it is to reach, in their order."""
    earlier = records.restrictions.restrictions_under(session, judgment.id)
    if any(records.standing.is_in_force(session, one, signed.today) for one in earlier):
        raise AlreadyRestricted("An order for this judgment stands or is under way.")
    must_reach(judgment, new.others, desk.rules)
    records.restrictions.add_restriction(session, new)
    asked = (Request(RESTRICTIONS, new.ground, new.id, one.party) for one in new.addressees)
    return [desk.propose(session, one, signed) for one in asked]


def lift(
    session: Session, desk: Desk, order: Restriction, because: str, signed: Signature
) -> tuple[Ending, list[Listing]]:
    """End an order for everybody whom it reaches, if the rules know this reason for it."""
    judgment = records.judgment(session, order.judgment_id)
    judgment = must_exist(judgment, "There is no such judgment here.")
    lifted = order.lift(because, signed.by, signed.at)
    ending = ending_for(order.ground, because, desk.rules)
    must_be_reached(ending, situation_of(session, judgment, signed.today), desk.rules)
    records.restrictions.keep_lifting(session, lifted)
    ended = records.standing.standing_under(session, order.id, signed.today)
    for listing in ended:
        desk.withdraw(session, listing.ref, ending.cause, signed)
    return ending, ended


def ask_exemption(session: Session, desk: Desk, asked: ExemptionAsked, signed: Signature) -> None:
    """A party whose listing stands asks to be free for some days."""
    standing(session, asked.ref, signed.today)
    must_be_askable(asked, desk.rules, signed.today)
    records.restrictions.keep_exemption(session, asked)


def note_breach(session: Session, desk: Desk, breach: Breach, signed: Signature) -> None:
    """Something that the order forbade to this party on that day."""
    under = listings_resting_on(session, breach.restriction_id)
    found = next((one for one in under if one.ref == breach.ref), None)
    listing = must_exist(found, "There is no such listing under this order.")
    exemptions = records.restrictions.exemptions_of(session, listing.ref)
    was_exempt = is_paused(exemptions, breach.happened_on)
    must_be_a_breach(breach, listing, desk.rules, signed.today, was_exempt=was_exempt)
    records.restrictions.add_breach(session, breach)
