"""One authority's desk: the way to a listing and its end, inside the caller's transaction."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from shared.calendar import add_working_days
from shared.contract import Act, Cause, Effect
from shared.errors import Conflict, Refusal, must_exist
from shared.identifiers import Party
from shared.ledger import acts
from shared.ledger.confirmations import GuessLimit
from shared.ledger.listing import Listing, NotStanding
from shared.procedure import records
from shared.procedure.casework import Casework, HasTerms, Request
from shared.procedure.correction import Correction
from shared.procedure.publication import publication_day, publishes_on
from shared.procedure.steps import Proposal, Step
from shared.references import new_reference
from shared.rulebook import ListRule, Rules, load
from shared.signature import Signature

FLOOR = load(Path(__file__).with_name("floor.yaml"))
NEEDED_RULES = (
    "objection-window",
    "objection-decision-term",
    "review-window",
    "withdrawal-term",
)


class AlreadyProposed(Conflict):
    """The same listing is already being asked for."""

    code = "already_proposed"


class AlreadyListed(Conflict):
    """The same listing stands already."""

    code = "already_listed"


def guess_limit(day: date) -> GuessLimit:
    """The limit that keeps confirmation from becoming an oracle."""
    floor = FLOOR.as_of(day)
    return GuessLimit(floor.number("max-wrong-numbers"), floor.number("wrong-numbers-remembered"))


@dataclass(frozen=True, slots=True)
class Desk:
    """The procedure of one authority under one set of rules."""

    issuer: str
    rules: Rules
    casework: Casework

    def must_have_rules(self) -> None:
        """RuleMissing unless whoever lists has every row that the procedure needs."""
        if any(isinstance(row.value, ListRule) for row in self.rules.rows.values()):
            self.rules.require(NEEDED_RULES)
        publication_day(self.rules)

    def propose(self, session: Session, request: Request, signed: Signature) -> Proposal:
        """An officer asks for a listing; refused at once if the facts do not allow it."""
        self._check(session, request, signed.today)
        for earlier in _none_under_way(session, request):
            listing = acts.listing(session, earlier.ref) if earlier.ref else None
            if listing is not None and listing.stands_on(signed.today):
                raise AlreadyListed("The same listing stands already; it can be renewed.")
        return self._open(session, request, signed)

    def propose_renewal(self, session: Session, ref: str, signed: Signature) -> Proposal:
        """An officer asks that a standing listing stand longer: a whole procedure of its own."""
        current = standing(session, ref, signed.today)
        if isinstance(self.casework, HasTerms):
            self.casework.must_be_renewable(current)
        first = found_proposal(session, current.proposal_id)
        request = Request(current.list, current.reason, first.basis, current.party)
        self._check(session, request, signed.today)
        _none_under_way(session, request)
        return self._open(session, request, signed, renews=ref)

    def approve(self, session: Session, proposal_id: str, signed: Signature) -> Proposal:
        """Another officer agrees; the facts are checked again."""
        proposal = found_proposal(session, proposal_id)
        approved = proposal.approve(signed)
        self._check(session, _request(proposal), signed.today)
        return keep(session, approved, Step.APPROVED, signed)

    def refuse(
        self, session: Session, proposal_id: str, reasons: str, signed: Signature
    ) -> Proposal:
        """Another officer says no, with reasons."""
        refused = found_proposal(session, proposal_id).refuse(signed, reasons)
        return keep(session, refused, Step.REFUSED, signed)

    def notify(self, session: Session, proposal_id: str, signed: Signature) -> Proposal:
        """The party is told; the last day to object and the day of publication are fixed."""
        proposal = found_proposal(session, proposal_id)
        ends_on = self._objection_ends_on(proposal, signed.today)
        publish_on = publishes_on(self.rules, ends_on + timedelta(days=1))
        notified = proposal.notify(signed, ends_on, publish_on)
        return keep(session, notified, Step.NOTIFIED, signed)

    def publish_due(self, session: Session, proposal: Proposal, signed: Signature) -> None:
        """Publish a proposal whose day has come, or let it lapse if its ground is gone."""
        try:
            self._check(session, _request(proposal), signed.today)
        except Refusal as refusal:
            keep(session, proposal.lapse(refusal.code), Step.LAPSED, signed)
            return
        if proposal.renews is None:
            self._list(session, proposal, signed)
        else:
            self._renew(session, proposal, proposal.renews, signed)

    def withdraw(self, session: Session, ref: str, cause: Cause, signed: Signature) -> Listing:
        """End a listing for good; a relief needs one officer only."""
        current = found_listing(session, ref)
        ended = current.withdraw(cause, signed.today)
        acts.follow(session, ended, Act.WITHDRAWN, signed.at)
        records.note_step(session, current.proposal_id, Step.WITHDRAWN, signed)
        return ended

    def correct(self, session: Session, ref: str, right: Correction, signed: Signature) -> Listing:
        """Put a name or number right; it takes effect everywhere at once."""
        current = standing(session, ref, signed.today)
        right.must_be_about(current)
        corrected = current.correct(right.party.name, right.party.id_number)
        acts.follow(session, corrected, Act.CORRECTED, signed.at)
        for proposal in records.proposals_behind(session, ref):
            records.keep_proposal(session, right.applied_to(proposal))
        records.note_step(session, current.proposal_id, Step.CORRECTED, signed)
        return corrected

    def _check(self, session: Session, request: Request, today: date) -> None:
        self.rules.ground(request.ground, request.list)
        if request.party.kind not in self.rules.list_rule(request.list).kinds:
            raise Conflict("This list does not take this kind of party.", code="kind_not_listed")
        self.casework.check(session, request, today)

    def _open(
        self, session: Session, request: Request, signed: Signature, renews: str | None = None
    ) -> Proposal:
        proposal = Proposal(
            id=new_reference("p"),
            list=request.list,
            ground=request.ground,
            basis=request.basis,
            kind=request.party.kind,
            name=request.party.name,
            id_number=request.party.id_number,
            proposed_by=signed.by,
            proposed_at=signed.at,
            renews=renews,
        )
        return keep(session, proposal, Step.PROPOSED, signed)

    def _objection_ends_on(self, proposal: Proposal, today: date) -> date:
        """Nobody is burdened by a favourable list, so there is nothing to wait for."""
        if self.rules.list_rule(proposal.list).effect is Effect.FAVOURABLE:
            return today
        shortest = FLOOR.as_of(today).number("shortest-objection-window")
        return max(self.rules.after(today, "objection-window"), add_working_days(today, shortest))

    def _list(self, session: Session, proposal: Proposal, signed: Signature) -> None:
        rule = self.rules.list_rule(proposal.list)
        listing = Listing(
            ref=new_reference("l"),
            issuer=self.issuer,
            proposal_id=proposal.id,
            list=proposal.list,
            reason=proposal.ground,
            kind=proposal.kind,
            effect=rule.effect,
            publication=rule.publication,
            name=proposal.name,
            id_number=proposal.id_number,
            listed_on=signed.today,
            stands_until=self._stands_until(session, proposal, signed.today),
        )
        if rule.leaves:
            acts.append(session, listing, Act.LISTED, signed.at)
        else:
            acts.keep(session, listing)
        keep(session, proposal.publish(listing.ref), Step.PUBLISHED, signed)

    def _renew(self, session: Session, proposal: Proposal, ref: str, signed: Signature) -> None:
        current = found_listing(session, ref)
        if not current.stands_on(signed.today):
            keep(session, proposal.lapse(NotStanding.code), Step.LAPSED, signed)
            return
        renewed = current.renew(self._stands_until(session, proposal, signed.today))
        acts.follow(session, renewed, Act.LISTED, signed.at)
        keep(session, proposal.publish(ref), Step.RENEWED, signed)

    def _stands_until(self, session: Session, proposal: Proposal, today: date) -> date:
        until = self.rules.after(today, self.rules.ground(proposal.ground, proposal.list).term)
        if isinstance(self.casework, HasTerms):
            return self.casework.stands_until(session, proposal.id, until)
        return until


def keep(session: Session, proposal: Proposal, step: Step, signed: Signature) -> Proposal:
    """Store a proposal with the step that changed it."""
    records.keep_proposal(session, proposal)
    records.note_step(session, proposal.id, step, signed)
    return proposal


def _none_under_way(session: Session, request: Request) -> list[Proposal]:
    """Earlier proposals for the same; AlreadyProposed if one of them is not over yet."""
    earlier = records.proposals_like(session, request)
    if any(proposal.is_under_way for proposal in earlier):
        raise AlreadyProposed("The same listing is already being asked for.")
    return earlier


def found_proposal(session: Session, proposal_id: str) -> Proposal:
    """The proposal; NotFound if there is none."""
    proposal = records.proposal(session, proposal_id)
    return must_exist(proposal, "There is no such proposal here.")


def found_listing(session: Session, ref: str) -> Listing:
    """The listing; NotFound if there is none."""
    return must_exist(acts.listing(session, ref), "There is no such listing here.")


def standing(session: Session, ref: str, today: date) -> Listing:
    """The listing; NotStanding if it no longer counts."""
    listing = found_listing(session, ref)
    if not listing.stands_on(today):
        raise NotStanding("The listing no longer stands.")
    return listing


def _request(proposal: Proposal) -> Request:
    party = Party(kind=proposal.kind, name=proposal.name, id_number=proposal.id_number)
    return Request(proposal.list, proposal.ground, proposal.basis, party)
