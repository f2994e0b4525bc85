"""The court's part of a party's own file: all that it holds beside the procedures, each told."""

from typing import Any

from sqlalchemy.orm import Session

from services.court import records
from services.court.api.case_words import (
    application_told,
    circumstance_told,
    judged_told,
    performing,
    relisting_told,
)
from services.court.api.decision_shapes import (
    ApplicationReceipt,
    CircumstanceShown,
    GraceReceipt,
    LongerTermReceipt,
)
from services.court.api.decision_words import (
    deletion_told,
    grace_told,
    longer_term_told,
    performing_in,
)
from services.court.api.exemption_words import (
    asking,
    breach_told,
    exemption_told,
    exemptions_to_ask,
)
from services.court.api.order_words import Place, order_told
from services.court.api.restriction_shapes import ExemptionShown
from services.court.api.shapes import JudgmentShown
from services.court.api.words import judgment_told
from services.court.domain import Breach, Deletion, Duty, Judgment, Restriction
from services.court.domain.endings import barred_until
from services.court.domain.fitness import NON_MONETARY
from services.court.domain.restrictions import RESTRICTIONS, measures
from shared.ledger import acts
from shared.procedure import records as procedure
from shared.procedure.resting import listings_resting_on
from shared.procedure.shapes import Remedy
from shared.procedure.steps import Proposal
from shared.rulebook import Rules, Text
from shared.web.idempotency import Receipt


def holdings_of(session: Session, rules: Rules, id_number: str) -> dict[str, Any]:
    """Every judgment, order and decision about one identifier."""
    proposals = procedure.proposals_about(session, id_number)
    own: dict[str, list[Proposal]] = {}
    for one in proposals:
        if one.list == RESTRICTIONS:
            own.setdefault(one.basis, []).append(one)
    orders = (records.restrictions.restriction(session, basis) for basis in own)
    judgments = records.judgments_about(session, id_number)
    decisions = (_decisions(session, rules, one) for one in proposals)
    return {
        "judgments": [_judgment(session, rules, one) for one in judgments],
        "restrictions": [_order(session, rules, one, own[one.id]) for one in orders if one],
        "decisions": [told for told in decisions if told],
    }


def _judgment(session: Session, rules: Rules, judgment: Judgment) -> dict[str, Any]:
    """A judgment with what was noted on it; severity stands here and goes nowhere else."""
    noted = records.bars.circumstances_of(session, judgment.id)
    asked = records.decisions.applications_under(session, judgment.id)
    until = barred_until(records.decisions.deletions_under(session, judgment.id), rules)
    told: dict[str, Any] = JudgmentShown.of(judgment).model_dump(mode="json")
    told["circumstances"] = [CircumstanceShown.of(one).model_dump(mode="json") for one in noted]
    told["applications"] = [_without_replay(ApplicationReceipt.of(one)) for one in asked]
    told["no_new_listing_until"] = until.isoformat() if until else None
    told["performance_judged_by"] = _judged_by(judgment, rules)
    sentences = [
        *judgment_told(judgment),
        *judged_told(judgment, rules),
        *(sentence for one in noted for sentence in circumstance_told(one, rules)),
        *(sentence for one in asked for sentence in application_told(one, rules)),
        *relisting_told(until, rules),
    ]
    return told | _spoken(sentences, performing(judgment))


def _judged_by(judgment: Judgment, rules: Rules) -> dict[str, str] | None:
    """The open rule by which the court judges whether anything but a payment was done."""
    if judgment.duty is Duty.PAY:
        return None
    row = rules.row(NON_MONETARY)
    return {"rule": row.id, "openness": row.openness.value}


def _order(
    session: Session, rules: Rules, order: Restriction, own: list[Proposal]
) -> dict[str, Any]:
    """An order as one of those whom it reaches sees it: nobody else's name or exemption."""
    place, refs = _place(session, order, own)
    asked = [one for ref in refs for one in records.restrictions.exemptions_of(session, ref)]
    broken = [one for ref in refs for one in records.restrictions.breaches_of(session, ref)]
    told = {
        "id": order.id,
        "judgment_id": order.judgment_id,
        "ground": order.ground,
        "role": place.role,
        "forbids": list(measures(rules)),
        "lifted_at": order.lifted_at.isoformat() if order.lifted_at else None,
        "lifted_because": order.lifted_because,
        "exemptions": [ExemptionShown.of(one).model_dump(mode="json") for one in asked],
        "breaches": [_breach(one) for one in broken],
    }
    remedies = asking(order, place)
    sentences = [
        *order_told(order, place, rules),
        *(exemptions_to_ask(rules) if remedies else []),
        *(sentence for one in asked for sentence in exemption_told(one, rules)),
        *(breach_told(one, rules) for one in broken),
    ]
    return told | _spoken(sentences, remedies)


def _place(
    session: Session, order: Restriction, own: list[Proposal]
) -> tuple[Place, dict[str, None]]:
    """Where the party stands under the order, and the references of its own listings there."""
    id_number = own[0].id_number
    listings = [one for one in listings_resting_on(session, order.id) if one.id_number == id_number]
    roles = [one.role for one in order.addressees if one.party.id_number == id_number]
    place = Place(
        role=roles[0] if roles else None,
        listing=listings[-1] if listings else None,
        is_under_way=any(one.is_under_way for one in own),
    )
    return place, dict.fromkeys(one.ref for one in listings)


def _breach(broken: Breach) -> dict[str, Any]:
    return {"measure": broken.measure, "happened_on": broken.happened_on.isoformat()}


def _decisions(session: Session, rules: Rules, proposal: Proposal) -> dict[str, Any]:
    """What was decided in one procedure beside it: a longer term, a grace, a deletion."""
    longer = records.decisions.longer_term(session, proposal.id)
    grace = records.decisions.grace(session, proposal.id)
    deletion = _deletion(session, proposal)
    told: dict[str, Any] = {}
    sentences: list[Text] = []
    if longer is not None:
        told["longer_term"] = _without_replay(LongerTermReceipt.of(longer))
        sentences += longer_term_told(longer, rules)
    if grace is not None:
        told["grace"] = _without_replay(GraceReceipt.of(grace))
        sentences += grace_told(grace, rules)
    if deletion is not None:
        told["deletion"] = _deleted(session, deletion)
        sentences += deletion_told(deletion, rules)
    if not told:
        return {}
    remedies = performing_in(grace, proposal) if grace else []
    return {"proposal_id": proposal.id, **told} | _spoken(sentences, remedies)


def _deletion(session: Session, proposal: Proposal) -> Deletion | None:
    """How its listing was deleted; told once, and not again in each procedure that prolonged it."""
    if proposal.ref is None or proposal.renews is not None:
        return None
    return records.decisions.deletion(session, proposal.ref)


def _deleted(session: Session, deletion: Deletion) -> dict[str, Any]:
    listing = acts.listing(session, deletion.ref)
    cause = listing.cause if listing else None
    return {
        "ending": deletion.ending,
        "cause": cause.value if cause else None,
        "reasons": deletion.reasons,
    }


def _spoken(sentences: list[Text], remedies: list[Remedy]) -> dict[str, Any]:
    """An entry's own sentences, and what can be done about it until when."""
    return {
        "in_plain_words": [one.model_dump() for one in sentences],
        "remedies": [one.model_dump(mode="json") for one in remedies],
    }


def _without_replay(receipt: Receipt) -> dict[str, Any]:
    """A receipt as a part of the file, where nothing is ever a replay."""
    told: dict[str, Any] = receipt.model_dump(mode="json", exclude={"replayed"})
    return told
