"""Officers, parties and the clock do what they like in any order; the floor holds all the same.

Whatever is refused is refused; what happens must leave every promise kept.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.court import records as court_records
from services.court.api import CourtCasework, deciding
from services.court.api.decision_shapes import NewCircumstance, NewDeletion
from services.court.domain import Aggravation, Extent, LongerTerm, Performance
from services.court.domain.bars import must_be_recordable
from shared.calendar import legal_day
from shared.contract import Cause
from shared.errors import Refusal
from shared.ledger import acts
from shared.ledger.listing import Listing
from shared.procedure import records
from shared.procedure.casework import Request
from shared.procedure.desk import Desk
from shared.procedure.due import ProcedureDuties
from shared.procedure.records import ObjectionRow, ProposalRow, StepRow
from shared.procedure.remedies import Remedies
from shared.procedure.steps import Proposal, State, Step, Verdict
from shared.signature import PARTY, Signature
from tests.fakes import FixedClock
from tests.unit.court import promises
from tests.unit.court.choices import (
    JUDGMENTS,
    START,
    WARNED_ON,
    a_case,
    a_listing,
    a_proposal,
    an_objection,
    ten_days_from,
)
from tests.unit.shared.memory import court_rules, memory_database

pytestmark = pytest.mark.slow

GROUNDS = st.sampled_from(["able-but-refuses", "refuses-settlement", "obstructs-enforcement"])
OFFICERS = st.sampled_from(["wang", "li", "zhao"])
JUDGES = st.sampled_from(["wang", "sun", "qian"])  # one of them may be judging the own act
WHICH = st.integers(0, 40)
HAPPENED: Counter[str] = Counter()


class NoStream:
    """The bus plays no part here."""

    def is_empty(self) -> bool:
        """Nothing waits."""
        return True

    def wake(self) -> None:
        """Nobody sleeps."""


class Court(RuleBasedStateMachine):
    """A court in memory: three debtors, officers who hold every role, and the calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.database = memory_database(court_records.METADATA)
        self.clock = FixedClock(START)
        rules = court_rules(date(2020, 1, 1))  # of all that there is, so that a grace is there too
        self.desk = Desk("court", rules, CourtCasework(rules))
        self.remedies = Remedies(self.desk)
        self.duties = ProcedureDuties(self.desk, self.database, self.clock, NoStream())
        self.ended: dict[str, Listing] = {}
        self.listings_count = self.proposals_count = self.objections_count = 0

    @initialize()
    def enter_judgments(self) -> None:
        """Five judgments; the debtors of three were warned."""
        with self.database.write() as session:
            for judgment in JUDGMENTS:
                court_records.add_judgment(session, judgment)
            session.flush()
            for judgment in JUDGMENTS[::2]:
                court_records.add_notice(session, judgment.notify(ten_days_from(WARNED_ON, True)))

    def teardown(self) -> None:
        """Count what happened, and give the tables back."""
        with self.database.read() as session:
            HAPPENED.update(session.scalars(select(StepRow.step)))
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

    @rule(which=WHICH, warns=st.booleans())
    def warn(self, which: int, warns: bool) -> None:
        """An enforcement notice is given."""
        notice = ten_days_from(self.today, warns)
        self.attempt(lambda s: court_records.add_notice(s, a_case(s, which).notify(notice)))

    @rule(which=WHICH, yuan=st.sampled_from([None, 1_000]))
    def pay(self, which: int, yuan: int | None) -> None:
        """Somebody pays, in part or in full."""
        paid = Performance(self.today, Extent.PARTIAL if yuan else Extent.FULL, yuan)
        self.attempt(
            lambda s: court_records.add_performance(s, a_case(s, which).perform(paid, self.today))
        )

    @rule(case=WHICH, party=WHICH, ground=GROUNDS, by=OFFICERS)
    def propose(self, case: int, party: int, ground: str, by: str) -> None:
        """An officer asks for a listing, mostly of the right party."""
        about = JUDGMENTS[(party if party % 5 == 0 else case) % len(JUDGMENTS)].party
        asked = Request("judgment-defaulters", ground, JUDGMENTS[case % len(JUDGMENTS)].id, about)
        self.attempt(lambda s: self.desk.propose(s, asked, self.signed(by)))

    @precondition(lambda self: self.proposals_count)
    @rule(which=WHICH, by=OFFICERS, approves=st.booleans())
    def look_at(self, which: int, by: str, approves: bool) -> None:
        """An officer approves or refuses some proposal."""

        def decide(session: Session) -> None:
            proposal_id = a_proposal(session, which, State.PROPOSED)
            if approves:
                self.desk.approve(session, proposal_id, self.signed(by))
            else:
                self.desk.refuse(session, proposal_id, "No.", self.signed(by))

        self.attempt(decide)

    @precondition(lambda self: self.proposals_count)
    @rule(which=WHICH, by=OFFICERS)
    def tell(self, which: int, by: str) -> None:
        """The party of some proposal is told."""
        self.attempt(
            lambda s: self.desk.notify(s, a_proposal(s, which, State.APPROVED), self.signed(by))
        )

    @rule(case=WHICH, ground=GROUNDS, by=OFFICERS, days=st.sampled_from([0, 1, 3, 12]))
    def hurry(self, case: int, ground: str, by: str, days: int) -> None:
        """All that officers can do for one listing in one day; then time passes."""
        judgment = JUDGMENTS[case % len(JUDGMENTS)]
        asked = Request("judgment-defaulters", ground, judgment.id, judgment.party)
        self.attempt(lambda s: self.push(s, self.desk.propose(s, asked, self.signed("wang")), by))
        self.advance(days)

    def push(self, session: Session, proposal: Proposal, by: str) -> None:
        """Approve it and tell the party, all in one day."""
        self.desk.approve(session, proposal.id, self.signed(by))
        self.desk.notify(session, proposal.id, self.signed(by))

    @precondition(lambda self: self.proposals_count)
    @rule(which=WHICH)
    def object(self, which: int) -> None:
        """A party objects in some procedure."""

        def raise_it(session: Session) -> None:
            likely = State.NOTIFIED if which % 3 else State.PUBLISHED
            found = records.proposal(session, a_proposal(session, which, likely))
            if found is not None:
                self.remedies.object(session, found, "No.", self.signed(PARTY))

        self.attempt(raise_it)

    @precondition(lambda self: self.objections_count)
    @rule(which=WHICH, by=JUDGES, upheld=st.booleans(), reviews=st.booleans())
    def decide(self, which: int, by: str, upheld: bool, reviews: bool) -> None:
        """An officer decides some objection, or reviews the decision."""
        answer = self.remedies.review if reviews else self.remedies.decide
        verdict = Verdict(upheld, "Because.")
        self.attempt(
            lambda s: answer(
                s, an_objection(s, which, is_open=not reviews), verdict, self.signed(by)
            )
        )

    @precondition(lambda self: self.objections_count)
    @rule(which=WHICH)
    def turn_to_the_body_above(self, which: int) -> None:
        """A party asks for a review."""
        self.attempt(
            lambda s: self.remedies.ask_review(
                s, an_objection(s, which, is_open=False), self.signed(PARTY)
            )
        )

    @precondition(lambda self: self.listings_count)
    @rule(which=WHICH, by=OFFICERS)
    def withdraw(self, which: int, by: str) -> None:
        """An officer withdraws some listing."""
        self.attempt(
            lambda s: self.desk.withdraw(s, a_listing(s, which), Cause.DISCRETION, self.signed(by))
        )

    @precondition(lambda self: self.listings_count)
    @rule(which=WHICH, by=OFFICERS, hurries=st.booleans())
    def renew(self, which: int, by: str, hurries: bool) -> None:
        """An officer asks that some listing stand longer."""

        def ask(session: Session) -> None:
            ref = a_listing(session, which)
            renewal = self.desk.propose_renewal(session, ref, self.signed("wang"))
            if hurries:
                self.push(session, renewal, by)

        self.attempt(ask)

    @rule(which=WHICH, bar=st.sampled_from(["sufficient-security", "student-campus-loan"]))
    def note(self, which: int, bar: str) -> None:
        """A circumstance of some case is noted."""

        def record(session: Session) -> None:
            judgment = a_case(session, which)
            noted = NewCircumstance(bar=bar).circumstance(judgment.id, self.signed("li"))
            must_be_recordable(judgment, noted, self.desk.rules, self.today)
            court_records.bars.keep_circumstance(session, noted)

        self.attempt(record)

    @rule(which=WHICH)
    def end_a_circumstance(self, which: int) -> None:
        """Some circumstance holds no longer."""

        def end(session: Session) -> None:
            for one in court_records.bars.circumstances_of(session, a_case(session, which).id):
                court_records.bars.keep_circumstance(session, one.end(self.today, "li"))

        self.attempt(end)

    @precondition(lambda self: self.proposals_count)
    @rule(which=WHICH, years=st.integers(0, 4), because=st.sampled_from(Aggravation))
    def lengthen(self, which: int, years: int, because: Aggravation) -> None:
        """More years are asked for in some procedure."""

        def ask(session: Session) -> None:
            proposal_id = a_proposal(session, which, State.PROPOSED)
            signed = self.signed("wang")
            longer = LongerTerm(proposal_id, because, years, "Grave.", signed.by, signed.at)
            deciding.lengthen(session, longer, self.desk.rules, self.today)

        self.attempt(ask)

    @precondition(lambda self: self.proposals_count)
    @rule(which=WHICH, months=st.integers(0, 4))
    def give_grace(self, which: int, months: int) -> None:
        """Some debtor gets more time."""
        self.attempt(
            lambda s: deciding.give_grace(
                s, a_proposal(s, which, State.NOTIFIED), months, self.desk.rules, self.signed("li")
            )
        )

    @precondition(lambda self: self.listings_count)
    @rule(which=WHICH, ending=st.sampled_from(["performed", "creditor-asks", "actively-performed"]))
    def delete(self, which: int, ending: str) -> None:
        """An officer ends some listing for one of the rules' reasons."""

        def end(session: Session) -> None:
            ref = a_listing(session, which)
            listing = acts.listing(session, ref)
            first = records.proposal(session, listing.proposal_id) if listing else None
            if first is not None:
                wanted = NewDeletion(ending=ending).deletion(ref, first.basis, self.signed("li"))
                deciding.delete(session, self.desk, wanted, self.signed("li"))

        self.attempt(end)

    @rule(days=st.sampled_from([0, 1, 3, 7, 12, 12, 12, 40, 400]))
    def advance(self, days: int) -> None:
        """Time passes, and what is due happens; without any time it changes nothing."""
        self.clock.move_to(self.today + timedelta(days=days))
        self.duties.run_due(self.clock.now())

    @invariant()
    def every_promise_is_kept(self) -> None:
        """Look at all listings and how each came about."""
        with self.database.read() as session:
            self.listings_count = promises.are_kept(session, self.today, self.ended)
            promises.every_remedy_has_its_time(session)
            promises.every_task_has_its_day(self.desk.casework, session, self.today)
            self.proposals_count = len(session.scalars(select(ProposalRow.id)).all())
            self.objections_count = len(session.scalars(select(ObjectionRow.id)).all())


def test_the_floor_holds_whatever_anybody_does() -> None:
    HAPPENED.clear()
    run_state_machine_as_test(
        Court, settings=settings(max_examples=60, stateful_step_count=50, deadline=None)
    )
    assert {Step.PUBLISHED, Step.OBJECTED, Step.DECIDED, Step.WITHDRAWN} <= set(HAPPENED)
