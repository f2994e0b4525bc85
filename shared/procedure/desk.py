"""One authority's desk: the way to a listing and its end, inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from shared.calendar import add_working_days
from shared.contract import Act, Cause, Effect
from shared.errors import Conflict, Refusal, must_exist
from shared.ledger import acts
from shared.ledger.confirmations import GuessLimit
from shared.ledger.listing import Listing, NotStanding
from shared.procedure import records
from shared.procedure.auditing import note_by_itself
from shared.procedure.casework import Casework, HasTerms, Request
from shared.procedure.correction import Correction
from shared.procedure.publication import publication_day, publishes_on
from shared.procedure.resting import listings_resting_on, proposals_resting_on
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
    """The procedure of one authority under one set of rules.

    Where there is no outbox, there is not even a table in which an act could wait for the bus.
    """

    issuer: str
    rules: Rules
    casework: Casework
    has_outbox: bool = True

    def must_have_rules(self) -> None:
        """RuleMissing unless whoever lists has every row that the procedure needs."""
        if any(isinstance(row.value, ListRule) for row in self.rules.rows.values()):
            self.rules.require(NEEDED_RULES)
        publication_day(self.rules)

    def propose(self, session: Session, request: Request, signed: Signature) -> Proposal:
        """An officer asks for a listing; refused at once if the facts do not allow it."""
        earlier = records.proposals_like(session, request)
        self.must_be_proposable(session, request, earlier, signed.today)
        return keep(session, self.new_proposal(request, signed), Step.PROPOSED, signed)

    def must_be_proposable(
        self, session: Session, request: Request, earlier: Sequence[Proposal], today: date
    ) -> None:
        """A refusal with a code unless the facts allow it and nothing alike is asked or stands."""
        self._check(session, request, today)
        _must_not_be_under_way(earlier)
        for before in earlier:
            listing = acts.listing(session, before.ref) if before.ref else None
            if listing is not None and listing.stands_on(today):
                raise AlreadyListed("The same listing stands already; it can be renewed.")

    def propose_renewal(self, session: Session, ref: str, signed: Signature) -> Proposal:
        """An officer asks that a standing listing stand longer: a whole procedure of its own."""
        current = standing(session, ref, signed.today)
        self._must_be_renewable(current.list, current.reason)
        first = found_proposal(session, current.proposal_id)
        request = Request(current.list, current.reason, first.basis, current.party)
        self._check(session, request, signed.today)
        _must_not_be_under_way(records.proposals_like(session, request))
        renewal = self.new_proposal(request, signed, renews=ref)
        return keep(session, renewal, Step.PROPOSED, signed)

    def approve(self, session: Session, proposal_id: str, signed: Signature) -> Proposal:
        """Another officer agrees; the facts are checked again."""
        proposal = found_proposal(session, proposal_id)
        approved = proposal.approve(signed)
        self._check(session, proposal.request, signed.today)
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
        notified = proposal.notify(signed, *self.fix_days(proposal, signed.today))
        return keep(session, notified, Step.NOTIFIED, signed)

    def publish_due(self, session: Session, proposal: Proposal, signed: Signature) -> None:
        """Publish a proposal whose day has come, or let it lapse if its ground is gone."""
        try:
            self._check(session, proposal.request, signed.today)
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
        self._follow(session, ended, Act.WITHDRAWN, signed)
        records.note_step(session, current.proposal_id, Step.WITHDRAWN, signed)
        self._end_what_rests_on(session, ended, cause, signed)
        return ended

    def correct(self, session: Session, ref: str, right: Correction, signed: Signature) -> Listing:
        """Put a name or number right; it takes effect everywhere at once."""
        current = standing(session, ref, signed.today)
        right.must_be_about(current)
        corrected = current.correct(right.party.name, right.party.id_number)
        self._follow(session, corrected, Act.CORRECTED, signed)
        for proposal in records.proposals_behind(session, ref):
            records.keep_proposal(session, right.applied_to(proposal))
        records.note_step(session, current.proposal_id, Step.CORRECTED, signed)
        return corrected

    def may_renew(self, list_id: str, ground: str) -> bool:
        """Whether the rules let such a listing be renewed at all."""
        try:
            self.rules.ground(ground, list_id)
            self._must_be_renewable(list_id, ground)
        except Refusal:
            return False
        return True

    def _must_be_renewable(self, list_id: str, ground: str) -> None:
        if isinstance(self.casework, HasTerms):
            self.casework.must_be_renewable(list_id, ground)

    def _end_what_rests_on(
        self, session: Session, ended: Listing, cause: Cause, signed: Signature
    ) -> None:
        """A listing that rests on another one ends with it, and so does a proposal for one."""
        for proposal in proposals_resting_on(session, ended.ref):
            if proposal.is_under_way:
                lapsed = keep(session, proposal.lapse("basis_withdrawn"), Step.LAPSED, signed)
                note_by_itself(session, self.rules, lapsed, "lapse", signed)
        for listing in listings_resting_on(session, ended.ref):
            if listing.stands_on(signed.today):
                self.withdraw(session, listing.ref, cause, signed)
                resting = found_proposal(session, listing.proposal_id)
                note_by_itself(session, self.rules, resting, "withdraw", signed)

    def _check(self, session: Session, request: Request, today: date) -> None:
        self.rules.ground(request.ground, request.list)
        if request.party.kind not in self.rules.list_rule(request.list).kinds:
            raise Conflict("This list does not take this kind of party.", code="kind_not_listed")
        self.casework.check(session, request, today)

    def new_proposal(
        self, request: Request, signed: Signature, renews: str | None = None
    ) -> Proposal:
        """A request that was found proposable, as the proposal that it becomes."""
        return Proposal(
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

    def _objection_ends_on(self, proposal: Proposal, today: date) -> date:
        """Nobody is burdened by a favourable list, so there is nothing to wait for."""
        if self.rules.list_rule(proposal.list).effect is Effect.FAVOURABLE:
            return today
        shortest = FLOOR.as_of(today).number("shortest-objection-window")
        return max(self.rules.after(today, "objection-window"), add_working_days(today, shortest))

    def would_list(self, session: Session, proposal: Proposal, ref: str, on: date) -> Listing:
        """The listing that comes of a proposal if it is published under `ref` on that day."""
        rule = self.rules.list_rule(proposal.list)
        return Listing(
            ref=ref,
            issuer=self.issuer,
            proposal_id=proposal.id,
            list=proposal.list,
            reason=proposal.ground,
            kind=proposal.kind,
            effect=rule.effect,
            publication=rule.publication,
            name=proposal.name,
            id_number=proposal.id_number,
            listed_on=on,
            stands_until=self._stands_until(session, proposal, on),
        )

    def would_renew(self, session: Session, proposal: Proposal, ref: str, on: date) -> Listing:
        """The listing called `ref` as it stands if a renewal takes effect on that day."""
        return found_listing(session, ref).renew(self._stands_until(session, proposal, on))

    def fix_days(self, proposal: Proposal, told_on: date) -> tuple[date, date]:
        """The last day to object and the day of publication, if the party is told on that day."""
        ends_on = self._objection_ends_on(proposal, told_on)
        return ends_on, publishes_on(self.rules, ends_on + timedelta(days=1))

    def _list(self, session: Session, proposal: Proposal, signed: Signature) -> None:
        listing = self.would_list(session, proposal, new_reference("l"), signed.today)
        if self.rules.list_rule(proposal.list).leaves:
            acts.append(session, listing, Act.LISTED, signed.at)
        else:
            acts.keep(session, listing)
        keep(session, proposal.publish(listing.ref), Step.PUBLISHED, signed)

    def _renew(self, session: Session, proposal: Proposal, ref: str, signed: Signature) -> None:
        current = found_listing(session, ref)
        if not current.stands_on(signed.today):
            keep(session, proposal.lapse(NotStanding.code), Step.LAPSED, signed)
            return
        renewed = self.would_renew(session, proposal, ref, signed.today)
        self._follow(session, renewed, Act.LISTED, signed)
        keep(session, proposal.publish(ref), Step.RENEWED, signed)

    def _follow(self, session: Session, changed: Listing, act: Act, signed: Signature) -> None:
        """Keep what was done to a listing; it is said if the listing itself ever was."""
        if self.has_outbox:
            acts.follow(session, changed, act, signed.at)
        else:
            acts.keep(session, changed)

    def _stands_until(self, session: Session, proposal: Proposal, today: date) -> date:
        """As long as the rule says; what rests on another listing, no longer than that one."""
        until = self.rules.after(today, self.rules.ground(proposal.ground, proposal.list).term)
        if isinstance(self.casework, HasTerms):
            until = self.casework.stands_until(session, proposal.id, until)
        carrier = acts.listing(session, proposal.basis)
        return until if carrier is None else min(until, carrier.stands_until)


def keep(session: Session, proposal: Proposal, step: Step, signed: Signature) -> Proposal:
    """Store a proposal with the step that changed it."""
    records.keep_proposal(session, proposal)
    records.note_step(session, proposal.id, step, signed)
    return proposal


def _must_not_be_under_way(earlier: Sequence[Proposal]) -> None:
    """AlreadyProposed if one of the earlier proposals for the same is not over yet."""
    if any(proposal.is_under_way for proposal in earlier):
        raise AlreadyProposed("The same listing is already being asked for.")


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
