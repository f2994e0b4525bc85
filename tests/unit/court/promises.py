"""What must hold of every listing at every moment, whatever was done to bring it about."""

from collections.abc import MutableMapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.court import records as court_records
from shared.calendar import add_months, add_working_days, is_working_day, legal_day
from shared.identifiers import Kind, age_on
from shared.ledger import acts
from shared.ledger.acts import ListingRow
from shared.ledger.listing import Listing
from shared.procedure import records
from shared.procedure.casework import HasTasks
from shared.procedure.records import ObjectionRow
from shared.procedure.steps import Proposal, State, Step

ADULT, TERM_MONTHS, WINDOW_DAYS, WITHDRAWAL_DAYS, RELISTING_MONTHS = 18, 24, 5, 3, 6
FIRST_GROUND = "able-but-refuses"
BARRED = {
    "sufficient-security": [FIRST_GROUND],
    "student-campus-loan": [FIRST_GROUND, "refuses-settlement", "obstructs-enforcement"],
}


def are_kept(session: Session, today: date, ended: MutableMapping[str, Listing]) -> int:
    """Look at every listing; `ended` remembers the withdrawn ones. How many were looked at."""
    refs = session.scalars(select(ListingRow.ref)).all()
    listings = [found for ref in refs if (found := acts.listing(session, ref)) is not None]
    for listing in listings:
        behind = records.proposals_behind(session, listing.ref)
        published = [proposal for proposal in behind if proposal.state is State.PUBLISHED]
        for proposal in published:
            had_its_time(session, proposal)
            was_not_barred(session, listing, proposal)
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


def was_not_barred(session: Session, listing: Listing, proposal: Proposal) -> None:
    """No circumstance of an earlier day stood against it, no grace ran, no bar on relisting."""
    day, basis = published_on(session, proposal), basis_of(session, listing)
    for one in court_records.bars.circumstances_of(session, basis):
        if listing.reason in BARRED[one.bar] and one.since_on < day:
            assert not one.holds_on(day)
    grace = court_records.decisions.grace(session, proposal.id)
    assert grace is None or day > grace.until_on
    for deletion in court_records.decisions.deletions_under(session, basis):
        if deletion.ending == "creditor-asks" and legal_day(deletion.decided_at) < day:
            assert day > add_months(legal_day(deletion.decided_at), RELISTING_MONTHS)


def stands_no_longer_than_it_may(
    session: Session, listing: Listing, published: list[Proposal]
) -> None:
    """Two years from its last dated act, or as many more as were decided, and not a day longer.

    A fixed term, that of every ground but the first, is never renewed.
    """
    last = max(published_on(session, proposal) for proposal in published)
    longer = court_records.decisions.longer_term(session, listing.proposal_id)
    added = longer.added_years if longer else 0
    assert added == 0 or (1 <= added <= 3 and listing.reason != FIRST_GROUND)
    assert listing.stands_until == add_months(last, TERM_MONTHS + 12 * added)
    assert len(published) == 1 or listing.reason == FIRST_GROUND
    assert not listing.stands_on(listing.stands_until)


def every_remedy_has_its_time(session: Session) -> None:
    """Fifteen days to decide, ten to turn to the body above; nobody is heard later or turned away.

    Calendar days, as the rule counts them: no weekend or holiday makes them longer.
    """
    for row in session.scalars(select(ObjectionRow)):
        assert row.decide_by == legal_day(row.raised_at) + timedelta(days=15)
        if row.decided_at is not None:
            assert row.review_until == legal_day(row.decided_at) + timedelta(days=10)
        if row.review_asked_at is not None:
            assert row.review_until is not None
            assert legal_day(row.review_asked_at) <= row.review_until


def every_task_has_its_day(casework: object, session: Session, today: date) -> None:
    """What must be withdrawn has three days on which offices work, whatever lies between."""
    assert isinstance(casework, HasTasks)
    for task in casework.tasks(session, today):
        if task.what.startswith("withdraw"):
            assert task.due_on is not None
            days = (task.due_on - legal_day(task.since)).days
            between = (legal_day(task.since) + timedelta(days=n) for n in range(1, days + 1))
            assert sum(map(is_working_day, between)) == WITHDRAWAL_DAYS
            assert is_working_day(task.due_on)
            listing = acts.listing(session, task.id)
            assert listing is not None
            assert listing.stands_on(today)


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
