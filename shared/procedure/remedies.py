"""What a party can do: object, and turn to the body above; and what the answers bring about."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from shared.contract import Cause
from shared.errors import NotFound, must_exist
from shared.ledger import acts
from shared.ledger.listing import Listing
from shared.procedure import records
from shared.procedure.auditing import note_by_itself
from shared.procedure.casework import HasContests
from shared.procedure.desk import Desk, found_proposal, keep, standing
from shared.procedure.publication import publishes_on
from shared.procedure.steps import NotNow, Objection, Proposal, State, Step, Verdict
from shared.references import new_reference
from shared.signature import CLOCK, PARTY, Signature


@dataclass(frozen=True, slots=True)
class Remedies:
    """The remedies in the procedure of one authority."""

    desk: Desk

    def object(
        self, session: Session, proposal: Proposal, statement: str, signed: Signature
    ) -> Objection:
        """Before publication an objection stays it; afterwards it marks the listing contested."""
        if records.open_objection(session, proposal.id) is not None:
            raise NotNow("An objection is already waiting for its decision.")
        if proposal.ref is None:
            proposal.may_object(signed.today)
        else:
            current = standing(session, proposal.ref, signed.today)
            acts.keep(session, current.contest(True))
        return self._open(session, proposal, statement, signed)

    def decide(
        self, session: Session, objection_id: str, verdict: Verdict, signed: Signature
    ) -> Objection:
        """An officer for appeals decides with reasons."""
        objection = found_objection(session, objection_id)
        found_proposal(session, objection.proposal_id).must_be_decided_by_others(signed.by)
        review_until = self.desk.rules.after(signed.today, "review-window")
        decided = objection.decide(signed, verdict, review_until)
        return self._answer(session, decided, Step.DECIDED, verdict, signed)

    def ask_review(self, session: Session, objection_id: str, signed: Signature) -> Objection:
        """The party turns to the body above within its time."""
        asked = found_objection(session, objection_id).ask_review(signed)
        records.keep_objection(session, asked)
        return asked

    def review(
        self, session: Session, objection_id: str, verdict: Verdict, signed: Signature
    ) -> Objection:
        """The body above decides."""
        objection = found_objection(session, objection_id)
        found_proposal(session, objection.proposal_id).must_be_decided_by_others(signed.by)
        reviewed = objection.review(signed, verdict)
        return self._answer(session, reviewed, Step.REVIEWED, verdict, signed)

    def _open(
        self, session: Session, proposal: Proposal, statement: str, signed: Signature
    ) -> Objection:
        objection = Objection(
            id=new_reference("o"),
            proposal_id=proposal.id,
            ref=proposal.ref,
            raised_at=signed.at,
            statement=statement,
            decide_by=self.desk.rules.after(signed.today, "objection-decision-term"),
        )
        records.keep_objection(session, objection)
        records.note_step(session, proposal.id, Step.OBJECTED, Signature(PARTY, signed.at))
        return objection

    def _answer(
        self,
        session: Session,
        objection: Objection,
        step: Step,
        verdict: Verdict,
        signed: Signature,
    ) -> Objection:  # fmt: skip
        """Keep the verdict, and do what follows from it."""
        records.keep_objection(session, objection)
        records.note_step(session, objection.proposal_id, step, signed)
        proposal = found_proposal(session, objection.proposal_id)
        self._follow(session, proposal, verdict, Signature(CLOCK, signed.at))
        return objection

    def _follow(
        self, session: Session, proposal: Proposal, verdict: Verdict, signed: Signature
    ) -> None:
        """An upheld objection ends the proposal or withdraws the listing; a dismissed one frees."""
        current = acts.listing(session, proposal.ref) if proposal.ref else None
        if current is None:
            if proposal.state is State.NOTIFIED:
                self._end_or_free(session, proposal, verdict, signed)
        elif current.withdrawn_on is None:
            if verdict.is_upheld:
                self.desk.withdraw(session, current.ref, Cause.LISTED_IN_ERROR, signed)
                note_by_itself(session, self.desk.rules, proposal, "withdraw", signed)
            else:
                acts.keep(session, current.contest(self._is_contested(session, current)))

    def _is_contested(self, session: Session, listing: Listing) -> bool:
        """Whether another objection waits, or what the listing rests on is contested."""
        casework = self.desk.casework
        return records.is_contested(session, listing.ref) or (
            isinstance(casework, HasContests) and casework.is_contested(session, listing)
        )

    def _end_or_free(
        self, session: Session, proposal: Proposal, verdict: Verdict, signed: Signature
    ) -> None:
        """Not published yet: it never is, or on the next day on which the authority publishes."""
        if verdict.is_upheld:
            lapsed = keep(session, proposal.lapse("objection_upheld"), Step.LAPSED, signed)
            note_by_itself(session, self.desk.rules, lapsed, "lapse", signed)
        else:
            next_day = publishes_on(self.desk.rules, signed.today)
            records.keep_proposal(session, proposal.put_off(next_day))


def found_objection(session: Session, objection_id: str) -> Objection:
    """The objection; NotFound if there is none."""
    objection = records.objection(session, objection_id)
    return must_exist(objection, "There is no such objection here.")


def own_proposal(session: Session, proposal_id: str, id_number: str) -> Proposal:
    """A party's own procedure; NotFound for anybody else's."""
    proposal = records.proposal(session, proposal_id)
    if proposal is None or proposal.id_number != id_number:
        raise NotFound("There is no such procedure about you.")
    return proposal
