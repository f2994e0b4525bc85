"""A random course at one authority: officers, parties and the clock do what they like.

Whatever is refused is refused; what happens must leave every promise kept. An authority of its own
adds its facts, its work and its promises.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import MetaData, select
from sqlalchemy.orm import Session

from shared.calendar import legal_day
from shared.contract import Cause
from shared.errors import Refusal
from shared.ledger.listing import Listing
from shared.procedure import records
from shared.procedure.casework import Request
from shared.procedure.desk import Desk
from shared.procedure.due import ProcedureDuties
from shared.procedure.records import ObjectionRow, ProposalRow, StepRow
from shared.procedure.remedies import Remedies
from shared.procedure.steps import Proposal, State, Step, Verdict
from shared.signature import PARTY, Signature
from shared.web.due import Duties
from shared.web.idempotency import Once, RepeatKey
from shared.web.work import Work
from tests.fakes import FixedClock, noon
from tests.unit.choices import a_listing, a_proposal, an_objection
from tests.unit.promises import Promises
from tests.unit.shared.memory import memory_database

OFFICERS = st.sampled_from(["wang", "li", "zhao"])
JUDGES = st.sampled_from(["wang", "sun", "qian"])  # one of them may be judging the own act
WHICH = st.integers(0, 40)


class NoStream:
    """The bus plays no part here."""

    def is_empty(self) -> bool:
        """Nothing waits."""
        return True

    def wake(self) -> None:
        """Nobody sleeps."""


class Course(RuleBasedStateMachine):
    """An authority in memory, officers who hold every role, and the calendar."""

    BEGINS_ON: ClassVar[date]
    TABLES: ClassVar[Sequence[MetaData]]
    HAPPENED: ClassVar[Counter[str]] = Counter()
    PROMISES: ClassVar[type[Promises]] = Promises

    def __init__(self) -> None:
        super().__init__()
        self.database = memory_database(self.TABLES)
        self.clock = FixedClock(self.BEGINS_ON)
        self.desk = self.make_desk()
        self.remedies = Remedies(self.desk)
        self.duties: Duties = ProcedureDuties(self.desk, self.database, self.clock, NoStream())
        self.promises = self.PROMISES(self.desk.rules)
        self.listings_count = self.proposals_count = self.objections_count = 0
        self.has_changed = True

    def make_desk(self) -> Desk:
        """The authority's desk under its own rules."""
        raise NotImplementedError

    def wanted(self, session: Session, which: int, other: int) -> Request | None:
        """A listing that somebody may ask for: mostly one that the facts allow."""
        raise NotImplementedError

    def keeps_its_own(self, session: Session, listings: Iterable[Listing]) -> None:
        """Whatever else this authority promises."""

    def teardown(self) -> None:
        """Count what happened, and give the tables back."""
        with self.database.read() as session:
            self.HAPPENED.update(session.scalars(select(StepRow.step)))
        self.database.close()

    @property
    def today(self) -> date:
        """The legal day."""
        return legal_day(self.clock.now())

    def signed(self, by: str) -> Signature:
        """Signed now."""
        return Signature(by, self.clock.now())

    def work(self, session: Session, by: str) -> Work:
        """An officer at one of the authority's own doors."""
        return Work(session, self.signed(by), "a door")

    def attempt(self, what: Callable[[Session], object]) -> None:
        """Try it in a transaction of its own; a refusal leaves nothing."""
        with suppress(Refusal), self.database.write() as session:
            what(session)
            self.has_changed = True

    @rule(which=WHICH, other=WHICH, by=OFFICERS)
    def propose(self, which: int, other: int, by: str) -> None:
        """An officer asks for a listing."""

        def ask(session: Session) -> None:
            wanted = self.wanted(session, which, other)
            if wanted is not None:
                self.desk.propose(session, wanted, self.signed(by))

        self.attempt(ask)

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

    @rule(which=WHICH, other=WHICH, by=OFFICERS, days=st.sampled_from([0, 1, 3, 12, 40]))
    def hurry(self, which: int, other: int, by: str, days: int) -> None:
        """All that officers can do for one listing in one day; then time passes."""

        def do_all(session: Session) -> None:
            wanted = self.wanted(session, which, other)
            if wanted is not None:
                self.push(session, self.desk.propose(session, wanted, self.signed("wang")), by)

        self.attempt(do_all)
        self.pass_time(days)

    hurry_again = hurry  # so that it happens more often than anything else

    def push(self, session: Session, proposal: Proposal, by: str) -> None:
        """Approve it and tell the party, all in one day."""
        self.desk.approve(session, proposal.id, self.signed(by))
        self.desk.notify(session, proposal.id, self.signed(by))

    @rule(which=WHICH, other=WHICH, upheld=st.booleans())
    def dispute(self, which: int, other: int, upheld: bool) -> None:
        """A party that is told objects and is answered; what is published is withdrawn later."""

        def do_all(session: Session) -> None:
            wanted = self.wanted(session, which, other)
            if wanted is None:
                return
            proposal = self.desk.propose(session, wanted, self.signed("wang"))
            self.push(session, proposal, "li")
            told = records.proposal(session, proposal.id)
            assert told is not None
            raised = self.remedies.object(session, told, "No.", self.signed(PARTY))
            self.remedies.decide(
                session, raised.id, Verdict(upheld, "Because."), self.signed("sun")
            )

        self.attempt(do_all)
        self.pass_time(40)
        self.attempt(
            lambda s: self.desk.withdraw(
                s, a_listing(s, which), Cause.DISCRETION, self.signed("li")
            )
        )

    @precondition(lambda self: self.proposals_count)
    @rule(which=WHICH, answer=st.sampled_from([None, True, False]), by=JUDGES)
    def object(self, which: int, answer: bool | None, by: str) -> None:
        """A party objects in some procedure, and may be answered the same day."""

        def raise_it(session: Session) -> None:
            likely = State.NOTIFIED if which % 3 else State.PUBLISHED
            found = records.proposal(session, a_proposal(session, which, likely))
            if found is not None:
                raised = self.remedies.object(session, found, "No.", self.signed(PARTY))
                if answer is not None:
                    verdict = Verdict(answer, "Because.")
                    self.remedies.decide(session, raised.id, verdict, self.signed(by))

        self.attempt(raise_it)

    object_again = object

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

    @rule(days=st.sampled_from([0, 1, 3, 7, 12, 12, 12, 40, 400]))
    def advance(self, days: int) -> None:
        """Time passes, and what is due happens; without any time it changes nothing."""
        self.pass_time(days)

    def pass_time(self, days: int) -> None:
        """So many days later, from one due instant to the next, as the model's time moves."""
        day = self.today + timedelta(days=days)
        while (due := self.duties.next_due_at()) is not None and due <= noon(day):
            self.clock.move(due)
            self.duties.run_due(due)
        self.clock.move_to(day)
        self.duties.run_due(self.clock.now())
        self.has_changed = True

    @invariant()
    def every_promise_is_kept(self) -> None:
        """Look at all listings and how each came about, if anything was not refused."""
        if not self.has_changed:
            return
        self.has_changed = False
        with self.database.read() as session:
            listings = self.promises.are_kept(session, self.today)
            self.keeps_its_own(session, listings)
            self.listings_count = len(listings)
            self.proposals_count = len(session.scalars(select(ProposalRow.id)).all())
            self.objections_count = len(session.scalars(select(ObjectionRow.id)).all())


def once(session: Session) -> Once:
    """A request without an idempotency key."""
    return Once(session, RepeatKey(None, ""))


WHOLE_LIFE = frozenset({Step.PUBLISHED, Step.OBJECTED, Step.DECIDED, Step.WITHDRAWN})
ROUNDS = 30


def run(course: type[Course], *, until: Iterable[str], examples: int = 6, steps: int = 40) -> None:
    """Take this course some times, and again until each of these things has happened in one.

    A course on which nothing ever happens would keep every promise.
    """
    course.HAPPENED.clear()
    # Where `CI` is set, hypothesis would take the very same courses in each round.
    often = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=False
    )
    for _ in range(ROUNDS):
        run_state_machine_as_test(course, settings=often)
        if set(until) <= set(+course.HAPPENED):
            return
    raise AssertionError(f"never happened: {set(until) - set(+course.HAPPENED)}")
