"""The facts behind a proposal: of the judgment, or of the order, that it rests on."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from services.court import records
from services.court.domain import BasisNotOfParty, BasisUnknown, Case, Judgment, Restriction
from services.court.domain.bars import must_not_be_barred
from services.court.domain.listability import must_be_listable
from services.court.domain.refusals import ListingBarred
from services.court.domain.restrictions import must_be_old_enough, must_be_restrictable
from shared.identifiers import Party
from shared.procedure import beside
from shared.procedure.casework import Request
from shared.procedure.resting import is_about
from shared.rulebook import Rules

REPRESENTATIVE_BAR = "representative-of-listed-firm"
CIRCUMSTANCES = records.bars.circumstances_of_any
DELETIONS = records.decisions.deletions_under_any
BREAKERS = records.standing.who_broke_orders


def prepare(session: Session, requests: Sequence[Request]) -> object:
    """Load what checking these requests will ask for; whoever holds the answer keeps it loaded."""
    bases = {request.basis for request in requests}
    beside.load(session, CIRCUMSTANCES, bases)
    beside.load(session, DELETIONS, bases)
    beside.load(session, BREAKERS, bases)
    return records.load_judgments(session, bases)


def must_allow_listing(session: Session, request: Request, rules: Rules, today: date) -> None:
    """Raise a refusal with a code unless this judgment allows this listing on that day."""
    judgment = records.judgment(session, request.basis)
    if judgment is None:
        raise BasisUnknown("A listing rests on a judgment that this court has.")
    if not is_about(session, judgment.id, judgment.party, request.party):
        raise _not_the_debtor(session, judgment, request.party, rules)
    case = Case(
        judgment=judgment,
        circumstances=beside.read(session, CIRCUMSTANCES, judgment.id),
        deletions=beside.read(session, DELETIONS, judgment.id),
        has_breach=request.party.id_number in beside.read(session, BREAKERS, judgment.id),
    )
    must_be_listable(case, request.ground, rules, today)


def must_allow_restriction(session: Session, request: Request, rules: Rules, today: date) -> None:
    """Raise a refusal with a code unless this order may reach this party on that day."""
    order = records.restrictions.restriction(session, request.basis)
    judgment = records.judgment(session, order.judgment_id) if order else None
    if order is None or judgment is None or order.ground != request.ground:
        raise BasisUnknown("This list rests on an order, of the same ground, that this court has.")
    order.must_not_be_lifted()
    if not _reaches(session, order, request.party):
        raise BasisNotOfParty("The order does not reach this party.")
    must_be_old_enough(request.party, rules, today)
    noted = records.bars.circumstances_of(session, judgment.id)
    must_not_be_barred(noted, request.ground, rules, today)
    is_listed = records.standing.is_listed_as_defaulter(session, judgment.id, today)
    must_be_restrictable(judgment, order.ground, is_listed=is_listed, today=today)


def _reaches(session: Session, order: Restriction, party: Party) -> bool:
    named = (one.party for one in order.addressees)
    return any(is_about(session, order.id, one, party) for one in named)


def _not_the_debtor(
    session: Session, judgment: Judgment, party: Party, rules: Rules
) -> BasisNotOfParty | ListingBarred:
    """Only the debtor is listed; of those who act for a body a later rule says so in words."""
    orders = records.restrictions.restrictions_under(session, judgment.id)
    if REPRESENTATIVE_BAR in rules.rows and any(_reaches(session, one, party) for one in orders):
        sentence = "Whoever acts for a listed body is not listed for its sake."
        return ListingBarred(sentence, bar=REPRESENTATIVE_BAR)
    return BasisNotOfParty("The judgment is not against this party.")
