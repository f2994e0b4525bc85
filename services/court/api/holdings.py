"""The court's part of a party's own file: all that it holds beside the procedures."""

from typing import Any

from sqlalchemy.orm import Session

from services.court import records
from services.court.api.decision_shapes import (
    ApplicationReceipt,
    CircumstanceShown,
    GraceReceipt,
    LongerTermReceipt,
)
from services.court.api.restriction_shapes import ExemptionShown
from services.court.api.shapes import JudgmentShown
from services.court.domain import Duty, Judgment, Restriction
from services.court.domain.endings import barred_until
from services.court.domain.fitness import NON_MONETARY
from services.court.domain.restrictions import RESTRICTIONS, measures
from shared.ledger import acts
from shared.ledger.listing import Listing
from shared.procedure import records as procedure
from shared.procedure.resting import listings_resting_on
from shared.procedure.steps import Proposal
from shared.rulebook import Rules


def holdings_of(session: Session, rules: Rules, id_number: str) -> dict[str, Any]:
    """Every judgment, order and decision about one identifier."""
    proposals = procedure.proposals_about(session, id_number)
    bases = dict.fromkeys(one.basis for one in proposals if one.list == RESTRICTIONS)
    orders = (records.restrictions.restriction(session, basis) for basis in bases)
    judgments = records.judgments_about(session, id_number)
    return {
        "judgments": [_judgment(session, rules, one) for one in judgments],
        "restrictions": [_order(session, rules, one, id_number) for one in orders if one],
        "decisions": [told for one in proposals if (told := _decisions(session, one))],
    }


def _judgment(session: Session, rules: Rules, judgment: Judgment) -> dict[str, Any]:
    """A judgment with what was noted on it; severity stands here and goes nowhere else."""
    noted = records.bars.circumstances_of(session, judgment.id)
    asked = records.decisions.applications_under(session, judgment.id)
    deleted = records.decisions.deletions_under(session, judgment.id)
    told = JudgmentShown.of(judgment).model_dump(mode="json")
    told["circumstances"] = [CircumstanceShown.of(one).model_dump(mode="json") for one in noted]
    told["applications"] = [_without_replay(ApplicationReceipt.of(one)) for one in asked]
    until = barred_until(deleted, rules)
    told["no_new_listing_until"] = until.isoformat() if until else None
    told["performance_judged_by"] = None
    if judgment.duty is not Duty.PAY:
        row = rules.row(NON_MONETARY)
        told["performance_judged_by"] = {"rule": row.id, "openness": row.openness.value}
    return told


def _order(session: Session, rules: Rules, order: Restriction, id_number: str) -> dict[str, Any]:
    """An order as one of those whom it reaches sees it: nobody else's name or exemption."""
    listings = listings_resting_on(session, order.id)
    own = [one for one in listings if one.id_number == id_number]
    roles = [one.role for one in order.addressees if one.party.id_number == id_number]
    return {
        "id": order.id,
        "judgment_id": order.judgment_id,
        "ground": order.ground,
        "role": roles[0] if roles else None,
        "forbids": list(measures(rules)),
        "lifted_at": order.lifted_at.isoformat() if order.lifted_at else None,
        "lifted_because": order.lifted_because,
        "exemptions": [told for one in own for told in _exemptions(session, one)],
        "breaches": [told for one in own for told in _breaches(session, one)],
    }


def _exemptions(session: Session, listing: Listing) -> list[dict[str, Any]]:
    asked = records.restrictions.exemptions_of(session, listing.ref)
    return [ExemptionShown.of(one).model_dump(mode="json") for one in asked]


def _breaches(session: Session, listing: Listing) -> list[dict[str, Any]]:
    noted = records.restrictions.breaches_of(session, listing.ref)
    return [{"measure": one.measure, "happened_on": one.happened_on.isoformat()} for one in noted]


def _decisions(session: Session, proposal: Proposal) -> dict[str, Any]:
    """What was decided in one procedure beside it: a longer term, a grace, a deletion."""
    longer = records.decisions.longer_term(session, proposal.id)
    grace = records.decisions.grace(session, proposal.id)
    deletion = records.decisions.deletion(session, proposal.ref) if proposal.ref else None
    told: dict[str, Any] = {}
    if longer is not None:
        told["longer_term"] = _without_replay(LongerTermReceipt.of(longer))
    if grace is not None:
        told["grace"] = _without_replay(GraceReceipt.of(grace))
    listing = acts.listing(session, proposal.ref) if proposal.ref else None
    if deletion is not None and listing is not None:
        told["deletion"] = {
            "ending": deletion.ending,
            "cause": listing.cause.value if listing.cause else None,
            "reasons": deletion.reasons,
        }
    return {"proposal_id": proposal.id, **told} if told else {}


def _without_replay(receipt: Any) -> dict[str, Any]:
    """A receipt as a part of the file, where nothing is ever a replay."""
    told: dict[str, Any] = receipt.model_dump(mode="json", exclude={"replayed"})
    return told
