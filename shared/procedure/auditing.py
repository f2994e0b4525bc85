"""What the audit log says of the procedure: under which rows an act was done, or by itself."""

from sqlalchemy.orm import Session

from shared.audit import Applied
from shared.house import Entry, write_audit
from shared.procedure import records
from shared.procedure.steps import Objection, Proposal, State
from shared.rulebook import Rules
from shared.signature import Signature


def applied_to(session: Session, rules: Rules, objection: Objection, *others: str) -> Applied:
    """The ground that an objection is about."""
    proposal = records.proposal(session, objection.proposal_id)
    return rules.applied(proposal.ground if proposal else "", *others)


def note_due(session: Session, rules: Rules, proposal_id: str, signed: Signature) -> None:
    """Tell what became of a proposal whose day had come, without any officer."""
    proposal = records.proposal(session, proposal_id)
    if proposal is not None:
        note_by_itself(session, rules, proposal, _act(proposal), signed)


def _act(proposal: Proposal) -> str:
    if proposal.state is State.LAPSED:
        return "lapse"
    return "publish" if proposal.renews is None else "renew"


def note_by_itself(
    session: Session, rules: Rules, proposal: Proposal, act: str, signed: Signature
) -> None:
    """Tell what followed by itself about a proposal, and why it lapsed if it did."""
    entry = Entry.by_itself(signed.at, act, proposal.id, rules.applied(proposal.ground))
    write_audit(session, entry.because(proposal.lapsed_because))
