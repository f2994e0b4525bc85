"""What must hold of every listing of every authority at every moment, however it came about."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.calendar import is_working_day, legal_day
from shared.contract import Act, Effect
from shared.identifiers import Kind, age_on
from shared.ledger import acts
from shared.ledger.acts import ActRow, ListingRow
from shared.ledger.listing import Listing
from shared.procedure import records
from shared.procedure.steps import Objection, Proposal, State, Step
from shared.rulebook import Rules

SHORTEST_WINDOW, ADULT = 5, 18


@dataclass(frozen=True, slots=True)
class Promises:
    """Looks at an authority's books again and again; `ended` remembers what was withdrawn."""

    rules: Rules
    ended: MutableMapping[str, Listing] = field(default_factory=dict)

    def are_kept(self, session: Session, today: date) -> list[Listing]:
        """Look at everything; the listings that there are."""
        refs = session.scalars(select(ListingRow.ref)).all()
        listings = [found for ref in refs if (found := acts.listing(session, ref)) is not None]
        for listing in listings:
            self._of_listing(session, listing)
            self._says_what_it_may(session, listing)
        for objection in all_objections(session):
            self.keeps_its_clocks(session, objection)
        standing = [one for one in listings if one.stands_on(today)]
        rests_on = {(basis_of(session, one), one.reason, one.id_number) for one in standing}
        assert len(rests_on) == len(standing)
        return listings

    def _of_listing(self, session: Session, listing: Listing) -> None:
        behind = records.proposals_behind(session, listing.ref)
        published = [one for one in behind if one.state is State.PUBLISHED]
        for proposal in published:
            self.had_its_time(session, proposal, listing.effect)
        self.stands_no_longer_than_it_may(session, listing, published)
        if listing.kind is Kind.PERSON:
            assert age_on(listing.id_number, listing.listed_on) >= ADULT
        ends_for_good(session, listing, published, self.ended)

    def had_its_time(self, session: Session, proposal: Proposal, effect: Effect) -> None:
        """A second officer, the whole window after notification, no objection left open."""
        assert proposal.decided_by not in (None, proposal.proposed_by)
        assert proposal.notified_at is not None
        assert proposal.objection_ends_on is not None
        told_on, day = legal_day(proposal.notified_at), published_on(session, proposal)
        assert day > proposal.objection_ends_on >= told_on
        if effect is Effect.ADVERSE:
            assert working_days(told_on, proposal.objection_ends_on) >= SHORTEST_WINDOW
            least = self.rules.after(told_on, "objection-window")
            assert proposal.objection_ends_on >= least
        open_count = 0
        for step in records.steps_of(session, proposal.id):
            open_count += (step.step == Step.OBJECTED) - (step.step == Step.DECIDED)
            if step.step in (Step.PUBLISHED, Step.RENEWED):
                assert open_count == 0

    def stands_no_longer_than_it_may(
        self, session: Session, listing: Listing, published: list[Proposal]
    ) -> None:
        """As long as the rule says from its last dated act, and not a day longer."""
        last = max(published_on(session, proposal) for proposal in published)
        longest = self.longest(session, listing, last)
        carrier = acts.listing(session, basis_of(session, listing))
        if carrier is None:
            assert listing.stands_until == longest
        else:
            assert listing.stands_until <= min(longest, carrier.stands_until)
        assert not listing.stands_on(listing.stands_until)

    def longest(self, session: Session, listing: Listing, last: date) -> date:
        """The end of the ground's term, counted from the last dated act."""
        return self.rules.after(last, self.rules.ground(listing.reason, listing.list).term)

    def keeps_its_clocks(self, session: Session, objection: Objection) -> None:
        """The last days of objection and review, whatever weekends and holidays lie there."""
        raised_on = legal_day(objection.raised_at)
        assert objection.decide_by == self.rules.after(raised_on, "objection-decision-term")
        proposal = records.proposal(session, objection.proposal_id)
        assert proposal is not None
        if objection.ref is None:
            assert raised_on <= (proposal.objection_ends_on or date.min)
        answered_by = (objection.decided_by, objection.reviewed_by)
        assert not {proposal.proposed_by, proposal.decided_by} & (set(answered_by) - {None})
        if objection.decided_at is not None:
            until = self.rules.after(legal_day(objection.decided_at), "review-window")
            assert objection.review_until == until
        if objection.review_asked_at is not None:
            assert objection.is_upheld is False
            assert legal_day(objection.review_asked_at) <= (objection.review_until or date.min)
        if objection.reviewed_by is not None:
            assert objection.reviewed_by != objection.decided_by

    def _says_what_it_may(self, session: Session, listing: Listing) -> None:
        """Each act of a list that leaves is said once and in order; of one that stays, none is."""
        said = session.scalars(
            select(ActRow).where(ActRow.ref == listing.ref).order_by(ActRow.seq)
        ).all()
        if not self.rules.list_rule(listing.list).leaves:
            assert said == []
            return
        assert [row.version for row in said] == list(range(1, listing.version + 1))
        assert said[0].act == Act.LISTED
        withdrawn = [row.version for row in said if row.act == Act.WITHDRAWN]
        assert withdrawn == ([listing.version] if listing.withdrawn_on else [])


def ends_for_good(
    session: Session,
    listing: Listing,
    published: list[Proposal],
    ended: MutableMapping[str, Listing],
) -> None:
    """What was withdrawn never changes again; what an objection showed to be wrong is withdrawn."""
    assert listing == ended.get(listing.ref, listing)
    if listing.withdrawn_on is not None:
        ended[listing.ref] = listing
    for proposal in published:
        answers = records.objections_to(session, proposal.id)
        if any(one.is_upheld or one.is_upheld_on_review for one in answers):
            assert listing.withdrawn_on is not None


def working_days(after: date, upto: date) -> int:
    """How many working days lie after one day, up to and with another."""
    days = (after + timedelta(days=number) for number in range(1, (upto - after).days + 1))
    return sum(map(is_working_day, days))


def published_on(session: Session, proposal: Proposal) -> date:
    """The one day on which a proposal was published."""
    (day,) = (
        legal_day(step.at)
        for step in records.steps_of(session, proposal.id)
        if step.step in (Step.PUBLISHED, Step.RENEWED)
    )
    return day


def basis_of(session: Session, listing: Listing) -> str:
    """The case, judgment, grade or listing that a listing rests on."""
    first = records.proposal(session, listing.proposal_id)
    assert first is not None
    return first.basis


def all_objections(session: Session) -> list[Objection]:
    """Every objection that was ever raised."""
    ids = session.scalars(select(records.ObjectionRow.id)).all()
    found = (records.objection(session, one) for one in ids)
    return [objection for objection in found if objection is not None]
