"""Officers, parties and the clock do what they like in any order; the floor holds all the same.

Whatever is refused is refused; what happens all the same must leave every promise kept.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.court import records as court_records
from services.court.api import CourtCasework
from services.court.domain import EnforcementNotice, Extent, Judgment, Performance
from shared.calendar import add_months, add_working_days, legal_day
from shared.contract import Cause
from shared.errors import Refusal
from shared.identifiers import Kind, age_on
from shared.ledger import acts
from shared.ledger.acts import ListingRow
from shared.ledger.listing import Listing
from shared.procedure import records
from shared.procedure.casework import Request
from shared.procedure.desk import Desk
from shared.procedure.due import ProcedureDuties
from shared.procedure.records import ObjectionRow, ProposalRow
from shared.procedure.remedies import Remedies
from shared.procedure.steps import Proposal, State, Step, Verdict
from shared.signature import PARTY, Signature
from tests.builders import make_judgment, make_organisation, make_party
from tests.fakes import FixedClock
from tests.unit.shared.memory import court_rules, memory_database

START = date(2019, 1, 2)
ADULT, COMPANY = make_party(), make_organisation()
ALMOST_ADULT = make_party("李伟", born_on=date(2001, 3, 1), sequence=5)
JUDGMENTS = [
    make_judgment(id="j-adult-adult-adult", party=ADULT),
    make_judgment(id="j-almost-almost-al", party=ALMOST_ADULT, due_on=date(2019, 1, 20)),
    make_judgment(id="j-company-company-", party=COMPANY, due_on=date(2019, 3, 1)),
]
GROUNDS = st.sampled_from(["able-but-refuses", "refuses-settlement"])
OFFICERS = st.sampled_from(["wang", "li", "zhao"])
WHICH = st.integers(0, 40)


class NoStream:
    """The bus plays no part here."""

    def is_empty(self) -> bool:
        """Nothing waits."""
        return True

    def wake(self) -> None:
        """Nobody sleeps."""


class Court(RuleBasedStateMachine):
    """A court in memory: three debtors, three officers who hold every role, and the calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.database = memory_database(court_records.METADATA)
        self.clock = FixedClock(START)
        rules = court_rules()
        self.desk = Desk("court", rules, CourtCasework(rules))
        self.remedies = Remedies(self.desk)
        self.duties = ProcedureDuties(self.desk, self.database, self.clock, NoStream())
        self.ended: dict[str, Listing] = {}
        with self.database.write() as session:
            for judgment in JUDGMENTS:
                court_records.add_judgment(session, judgment)

    def teardown(self) -> None:
        """Give the tables back."""
        self.database.close()

    @property
    def today(self) -> date:
        """The legal day."""
        return legal_day(self.clock.now())

    def signed(self, by: str) -> Signature:
        """Signed now."""
        return Signature(by, self.clock.now())

    def attempt(self, what: Callable[[Session], object]) -> None:
        """Try it in a transaction of its own; a refusal leaves nothing."""
        with suppress(Refusal), self.database.write() as session:
            what(session)

    def pick(self, session: Session, column: object, which: int) -> str:
        """One of all references in a column, or one that nothing has."""
        found = list(session.scalars(select(column)))  # type: ignore[call-overload]
        return str(found[which % len(found)]) if found else "x-nothing-nothing"

    @rule(which=WHICH, warns=st.booleans())
    def warn(self, which: int, warns: bool) -> None:
        """An enforcement notice is given."""
        notice = EnforcementNotice(self.today, self.today + timedelta(days=10), warns)
        self.attempt(lambda s: court_records.add_notice(s, self.case(s, which).notify(notice)))

    @rule(which=WHICH, yuan=st.sampled_from([None, 20_000]))
    def pay(self, which: int, yuan: int | None) -> None:
        """Somebody pays, in part or all."""
        extent = Extent.PARTIAL if yuan else Extent.FULL
        paid = Performance(self.today, extent, yuan)
        self.attempt(
            lambda s: court_records.add_performance(
                s, self.case(s, which).perform(paid, self.today)
            )
        )

    def case(self, session: Session, which: int) -> Judgment:
        """One of the three judgments."""
        found = court_records.judgment(session, JUDGMENTS[which % 3].id)
        assert found is not None
        return found

    @rule(case=WHICH, party=WHICH, ground=GROUNDS, by=OFFICERS)
    def propose(self, case: int, party: int, ground: str, by: str) -> None:
        """An officer asks for a listing, mostly of the right party."""
        about = JUDGMENTS[(party if party % 5 == 0 else case) % 3].party
        asked = Request("judgment-defaulters", ground, JUDGMENTS[case % 3].id, about)
        self.attempt(lambda s: self.desk.propose(s, asked, self.signed(by)))

    @rule(which=WHICH, by=OFFICERS, says_yes=st.booleans())
    def look_at(self, which: int, by: str, says_yes: bool) -> None:
        """An officer approves or refuses some proposal."""

        def decide(session: Session) -> None:
            proposal_id = self.pick(session, ProposalRow.id, which)
            if says_yes or which % 3:
                self.desk.approve(session, proposal_id, self.signed(by))
            else:
                self.desk.refuse(session, proposal_id, "No.", self.signed(by))

        self.attempt(decide)

    @rule(which=WHICH, by=OFFICERS)
    def tell(self, which: int, by: str) -> None:
        """The party of some proposal is told."""
        self.attempt(
            lambda s: self.desk.notify(s, self.pick(s, ProposalRow.id, which), self.signed(by))
        )

    @rule(case=WHICH, ground=GROUNDS, by=OFFICERS)
    def hurry(self, case: int, ground: str, by: str) -> None:
        """Everything that officers can do for one listing in one day."""
        judgment = JUDGMENTS[case % 3]
        asked = Request("judgment-defaulters", ground, judgment.id, judgment.party)

        def all_steps(session: Session) -> None:
            proposal = self.desk.propose(session, asked, self.signed("wang"))
            self.desk.approve(session, proposal.id, self.signed(by))
            self.desk.notify(session, proposal.id, self.signed(by))

        self.attempt(all_steps)

    @rule(which=WHICH)
    def object(self, which: int) -> None:
        """A party objects in some procedure."""

        def raise_it(session: Session) -> None:
            found = records.proposal(session, self.pick(session, ProposalRow.id, which))
            if found is not None:
                self.remedies.object(session, found, "No.", self.signed(PARTY))

        self.attempt(raise_it)

    @rule(which=WHICH, by=OFFICERS, upheld=st.booleans(), reviews=st.booleans())
    def decide(self, which: int, by: str, upheld: bool, reviews: bool) -> None:
        """An officer decides some objection, or reviews the decision."""
        answer = self.remedies.review if reviews else self.remedies.decide
        verdict = Verdict(upheld, "Because.")
        self.attempt(
            lambda s: answer(s, self.pick(s, ObjectionRow.id, which), verdict, self.signed(by))
        )

    @rule(which=WHICH)
    def turn_to_the_body_above(self, which: int) -> None:
        """A party asks for a review."""
        self.attempt(
            lambda s: self.remedies.ask_review(
                s, self.pick(s, ObjectionRow.id, which), self.signed(PARTY)
            )
        )

    @rule(which=WHICH, by=OFFICERS)
    def withdraw(self, which: int, by: str) -> None:
        """An officer withdraws some listing."""
        self.attempt(
            lambda s: self.desk.withdraw(
                s, self.pick(s, ListingRow.ref, which), Cause.DISCRETION, self.signed(by)
            )
        )

    @rule(which=WHICH, by=OFFICERS)
    def renew(self, which: int, by: str) -> None:
        """An officer asks that some listing stand longer."""
        self.attempt(
            lambda s: self.desk.propose_renewal(
                s, self.pick(s, ListingRow.ref, which), self.signed(by)
            )
        )

    @rule(days=st.sampled_from([1, 3, 7, 12, 40, 400]))
    def advance(self, days: int) -> None:
        """Time passes, and what is due happens."""
        self.clock.move_to(self.today + timedelta(days=days))
        self.duties.run_due(self.clock.now())

    @rule()
    def do_what_is_due(self) -> None:
        """Once more on the same day: it changes nothing that it should not."""
        self.duties.run_due(self.clock.now())

    @invariant()
    def every_promise_is_kept(self) -> None:
        """Looks at all listings and how each came about."""
        with self.database.read() as session:
            listings = [
                acts.listing(session, ref) for ref in session.scalars(select(ListingRow.ref))
            ]
            for listing in listings:
                assert listing is not None
                event("a listing was looked at")
                self.came_about_rightly(session, listing)
                self.ends_when_it_must(session, listing)
            standing = [one for one in listings if one and one.stands_on(self.today)]
            assert len({(one.id_number, one.reason) for one in standing}) == len(standing)

    def came_about_rightly(self, session: Session, listing: Listing) -> None:
        """Two officers, notice, time, no open objection, an adult, and a duty not performed."""
        for proposal in records.proposals_behind(session, listing.ref):
            if proposal.state is State.PUBLISHED:
                had_its_time(session, proposal)
        if listing.kind is Kind.PERSON:
            assert age_on(listing.id_number, listing.listed_on) >= 18
        first = records.proposal(session, listing.proposal_id)
        assert first is not None
        judgment = court_records.judgment(session, first.basis)
        assert judgment is not None
        assert judgment.party.id_number == listing.id_number
        assert judgment.warning is not None
        assert judgment.warning.perform_by < listing.listed_on
        assert judgment.performed_on is None or judgment.performed_on >= listing.listed_on

    def ends_when_it_must(self, session: Session, listing: Listing) -> None:
        """Two years after the last dated act; at once and for good once withdrawn or upheld."""
        behind = records.proposals_behind(session, listing.ref)
        published = [published_on(session, one) for one in behind if one.state is State.PUBLISHED]
        assert listing.stands_until == add_months(max(published), 24)
        assert listing == self.ended.get(listing.ref, listing)
        if listing.withdrawn_on is not None:
            self.ended[listing.ref] = listing
        for proposal in behind:
            answers = records.objections_to(session, proposal.id)
            if proposal.state is State.PUBLISHED and any(one.is_upheld for one in answers):
                assert not listing.stands_on(self.today)


def published_on(session: Session, proposal: Proposal) -> date:
    """The day on which a proposal was published."""
    days = [
        legal_day(step.at)
        for step in records.steps_of(session, proposal.id)
        if step.step in (Step.PUBLISHED, Step.RENEWED)
    ]
    assert len(days) == 1
    return days[0]


def had_its_time(session: Session, proposal: Proposal) -> None:
    """A second officer, five whole working days after notification, no objection left open."""
    assert proposal.decided_by not in (None, proposal.proposed_by)
    assert proposal.notified_at is not None
    last_day = add_working_days(legal_day(proposal.notified_at), 5)
    assert published_on(session, proposal) > last_day
    open_count = 0
    for step in records.steps_of(session, proposal.id):
        open_count += (step.step == Step.OBJECTED) - (step.step == Step.DECIDED)
        if step.step in (Step.PUBLISHED, Step.RENEWED):
            assert open_count == 0


def test_the_floor_holds_whatever_anybody_does() -> None:
    run_state_machine_as_test(
        Court, settings=settings(max_examples=60, stateful_step_count=50, deadline=None)
    )
