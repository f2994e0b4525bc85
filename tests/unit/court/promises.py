"""What must hold of every listing of the court, besides what must hold everywhere."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.court import records as court_records
from shared.calendar import add_months, is_working_day, legal_day
from shared.ledger import acts
from shared.ledger.listing import Listing
from shared.procedure import records
from shared.procedure.casework import HasTasks
from shared.procedure.records import ObjectionRow
from shared.procedure.steps import Proposal, State
from tests.unit.promises import Promises, basis_of, published_on, working_days

TERM_MONTHS, WITHDRAWAL_DAYS, RELISTING_MONTHS = 24, 3, 6
FIRST_GROUND = "able-but-refuses"
BARRED = {
    "sufficient-security": [FIRST_GROUND],
    "student-campus-loan": [FIRST_GROUND, "refuses-settlement", "obstructs-enforcement"],
}


class CourtPromises(Promises):
    """As everywhere, but a court may decide on a longer term."""

    def longest(self, session: Session, listing: Listing, last: date) -> date:
        """Two years from its last dated act, or as many more as were decided, and not a day longer.

        A fixed term is that of every ground but the first, and only such a one is made longer.
        """
        longer = court_records.decisions.longer_term(session, listing.proposal_id)
        added = longer.added_years if longer else 0
        assert added == 0 or (1 <= added <= 3 and listing.reason != FIRST_GROUND)
        return add_months(last, TERM_MONTHS + 12 * added)


def court_keeps_its_own(session: Session, listings: Iterable[Listing]) -> None:
    """Each listing rests on a warning, was not barred, and is renewed only where rules allow it."""
    for listing in listings:
        rests_on_its_judgment(session, listing)
        behind = records.proposals_behind(session, listing.ref)
        published = [one for one in behind if one.state is State.PUBLISHED]
        assert len(published) == 1 or listing.reason == FIRST_GROUND
        for proposal in published:
            was_not_barred(session, listing, proposal)


def rests_on_its_judgment(session: Session, listing: Listing) -> None:
    """Somebody who was warned in time and had not performed on the day of listing."""
    judgment = court_records.judgment(session, basis_of(session, listing))
    assert judgment is not None
    assert judgment.party.id_number == listing.id_number
    assert judgment.warning is not None
    assert judgment.warning.perform_by < listing.listed_on
    assert judgment.performed_on is None or judgment.performed_on >= listing.listed_on


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
            assert working_days(legal_day(task.since), task.due_on) == WITHDRAWAL_DAYS
            assert is_working_day(task.due_on)
            listing = acts.listing(session, task.id)
            assert listing is not None
            assert listing.stands_on(today)
