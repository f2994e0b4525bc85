"""What must hold of every listing at every moment, whatever was done to bring it about."""

from collections.abc import MutableMapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.court import records as court_records
from shared.calendar import add_months, add_working_days, legal_day
from shared.identifiers import Kind, age_on
from shared.ledger import acts
from shared.ledger.acts import ListingRow
from shared.ledger.listing import Listing
from shared.procedure import records
from shared.procedure.steps import Proposal, State, Step

ADULT, TERM_MONTHS, WINDOW_DAYS = 18, 24, 5


def are_kept(session: Session, today: date, ended: MutableMapping[str, Listing]) -> int:
    """Look at every listing; `ended` remembers the withdrawn ones. How many were looked at."""
    refs = session.scalars(select(ListingRow.ref)).all()
    listings = [found for ref in refs if (found := acts.listing(session, ref)) is not None]
    for listing in listings:
        behind = records.proposals_behind(session, listing.ref)
        published = [proposal for proposal in behind if proposal.state is State.PUBLISHED]
        for proposal in published:
            had_its_time(session, proposal)
        rests_on_its_judgment(session, listing)
        stands_no_longer_than_it_may(session, listing, published)
        ends_for_good(session, listing, published, ended)
    standing = [one for one in listings if one.stands_on(today)]
    rests_on = {(basis_of(session, one), one.reason) for one in standing}
    assert len(rests_on) == len(standing)
    return len(listings)


def had_its_time(session: Session, proposal: Proposal) -> None:
    """A second officer, five whole working days after notification, no objection left open."""
    assert proposal.decided_by not in (None, proposal.proposed_by)
    assert proposal.notified_at is not None
    last_day = add_working_days(legal_day(proposal.notified_at), WINDOW_DAYS)
    assert published_on(session, proposal) > last_day
    open_count = 0
    for step in records.steps_of(session, proposal.id):
        open_count += (step.step == Step.OBJECTED) - (step.step == Step.DECIDED)
        if step.step in (Step.PUBLISHED, Step.RENEWED):
            assert open_count == 0


def rests_on_its_judgment(session: Session, listing: Listing) -> None:
    """An adult or a body, warned in time, that had not performed on the day of listing."""
    judgment = court_records.judgment(session, basis_of(session, listing))
    assert judgment is not None
    assert judgment.party.id_number == listing.id_number
    assert judgment.warning is not None
    assert judgment.warning.perform_by < listing.listed_on
    assert judgment.performed_on is None or judgment.performed_on >= listing.listed_on
    if listing.kind is Kind.PERSON:
        assert age_on(listing.id_number, listing.listed_on) >= ADULT


def stands_no_longer_than_it_may(
    session: Session, listing: Listing, published: list[Proposal]
) -> None:
    """Two years from its last dated act, and not a day longer."""
    last = max(published_on(session, proposal) for proposal in published)
    assert listing.stands_until == add_months(last, TERM_MONTHS)
    assert not listing.stands_on(listing.stands_until)


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


def published_on(session: Session, proposal: Proposal) -> date:
    """The one day on which a proposal was published."""
    (day,) = (
        legal_day(step.at)
        for step in records.steps_of(session, proposal.id)
        if step.step in (Step.PUBLISHED, Step.RENEWED)
    )
    return day


def basis_of(session: Session, listing: Listing) -> str:
    """The judgment that a listing rests on."""
    first = records.proposal(session, listing.proposal_id)
    assert first is not None
    return first.basis
