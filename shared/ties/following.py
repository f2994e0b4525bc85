"""What follows from ties: the listing of a person because a firm is listed, and its undoing.

A person's listing rests on the firm's own, by its reference. So the desk ends it with that one, and
never lets it stand longer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from shared.contract import Cause
from shared.errors import Refusal
from shared.ledger import acts
from shared.ledger.listing import Listing
from shared.procedure import records as procedures
from shared.procedure.auditing import note_by_itself
from shared.procedure.casework import Request
from shared.procedure.desk import Desk, found_proposal, keep
from shared.procedure.resting import is_about
from shared.procedure.steps import Proposal, Step
from shared.rulebook import Rules
from shared.signature import Signature
from shared.ties import records
from shared.ties.domain import Claim, NothingFollows, Tie, must_follow
from shared.ties.firms import HasFirms


@dataclass(frozen=True, slots=True)
class Undone:
    """What ended because a tie turned out otherwise."""

    withdrawn: list[str]
    lapsed: list[str]


@dataclass(frozen=True, slots=True)
class Following:
    """What follows from ties at one authority under one set of rules."""

    rules: Rules
    firms: HasFirms

    def must_follow(
        self, session: Session, request: Request, firms_listing: Listing, today: date
    ) -> None:
        """Raise unless the rules let this person be listed since the firm is."""
        claim = self._claim(session, request, firms_listing)
        through = must_follow(claim, today)
        if not is_about(session, request.basis, through.person, request.party):
            raise NothingFollows("The party is written otherwise than whoever has the tie.")

    def from_tie(self, session: Session, tie: Tie) -> Iterator[Proposal]:
        """Every proposal about the person that rests on a listing of the firm of this tie."""
        for proposal in procedures.proposals_about(session, tie.person.id_number):
            firms_listing = acts.listing(session, proposal.basis)
            behind = self.firms.behind(session, firms_listing) if firms_listing else None
            if behind is not None and behind.firm == tie.firm:
                yield proposal

    def listings_from(self, session: Session, tie: Tie) -> list[Listing]:
        """The listings that came of those, once each."""
        refs = {one.ref: None for one in self.from_tie(session, tie) if one.ref}
        found = (acts.listing(session, ref) for ref in refs)
        return [listing for listing in found if listing is not None]

    def is_contested(self, session: Session, listing: Listing) -> bool:
        """Whether the party contests a tie from which this listing follows."""
        ties = records.ties_of_person(session, listing.id_number)
        pending = records.pending_among(session, ties)
        return any(
            listing.ref in {one.ref for one in self.from_tie(session, tie)}
            for tie in ties
            if tie.id in pending
        )

    def still_follows(self, session: Session, proposal: Proposal, today: date) -> bool:
        """Whether a tie carries it, contested or not: also another one of the same person."""
        firms_listing = acts.listing(session, proposal.basis)
        if firms_listing is None:
            return False
        try:
            must_follow(replace(self._of(session, proposal, firms_listing), pending=()), today)
        except Refusal:
            return False
        return True

    def _of(self, session: Session, proposal: Proposal, firms_listing: Listing) -> Claim:
        return self._claim(session, proposal.request, firms_listing)

    def _claim(self, session: Session, request: Request, firms_listing: Listing) -> Claim:
        behind = self.firms.behind(session, firms_listing)
        if behind is None:
            raise NothingFollows("Nothing follows from a person's listing for another one.")
        known = records.ties_of_person(session, request.party.id_number)
        ties = [tie for tie in known if tie.firm == behind.firm]
        return Claim(
            ground=self.rules.ground(request.ground, request.list),
            firms_listing=firms_listing,
            found_on=behind.found_on,
            ties=ties,
            pending=records.pending_among(session, ties),
        )


def undo_what_followed(
    session: Session, desk: Desk, following: Following, tie: Tie, signed: Signature
) -> Undone:
    """End every listing and proposal that no tie of this person carries any more."""
    return Undone(
        lapsed=[one.id for one in _lapsing(session, desk, following, tie, signed)],
        withdrawn=[one.ref for one in _withdrawing(session, desk, following, tie, signed)],
    )


def _lapsing(
    session: Session, desk: Desk, following: Following, tie: Tie, signed: Signature
) -> Iterator[Proposal]:
    """Let lapse what is under way and no longer follows."""
    for proposal in list(following.from_tie(session, tie)):
        if proposal.is_under_way and not following.still_follows(session, proposal, signed.today):
            lapsed = keep(session, proposal.lapse("tie_over"), Step.LAPSED, signed)
            note_by_itself(session, desk.rules, lapsed, "lapse", signed)
            yield lapsed


def _withdrawing(
    session: Session, desk: Desk, following: Following, tie: Tie, signed: Signature
) -> Iterator[Listing]:
    """Withdraw what stands and no longer follows."""
    for listing in following.listings_from(session, tie):
        first = found_proposal(session, listing.proposal_id)
        is_left = not following.still_follows(session, first, signed.today)
        if listing.stands_on(signed.today) and is_left:
            note_by_itself(session, desk.rules, first, "withdraw", signed)
            yield desk.withdraw(session, listing.ref, Cause.LISTED_IN_ERROR, signed)


def mark_contested(session: Session, following: Following, tie: Tie, today: date) -> None:
    """What follows from a tie is contested as long as it is, or while an objection waits."""
    for listing in following.listings_from(session, tie):
        is_contested = procedures.is_contested(session, listing.ref) or following.is_contested(
            session, listing
        )
        if listing.stands_on(today):
            acts.keep(session, listing.contest(is_contested))
