"""Orders that restrict consumption, in any order of acts by officers, parties and the calendar."""

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
from services.court.api import CourtCasework, ordering
from services.court.api.restriction_shapes import (
    NewAddressee,
    NewBreach,
    NewExemption,
    NewRestriction,
)
from services.court.domain import Extent, Performance
from services.court.records.restrictions import BreachRow, ExemptionRow, RestrictionRow
from shared.calendar import add_months, legal_day
from shared.contract import Cause
from shared.errors import Refusal
from shared.identifiers import Kind, age_on
from shared.ledger import acts
from shared.ledger.acts import ListingRow
from shared.ledger.listing import Listing
from shared.procedure import records
from shared.procedure.desk import Desk
from shared.procedure.due import NoOutbox, ProcedureDuties
from shared.procedure.steps import State
from shared.signature import PARTY, Signature
from tests.builders import make_party
from tests.fakes import FixedClock
from tests.unit.choices import a_listing, choose
from tests.unit.court.choices import JUDGMENTS, START, WARNED_ON, a_case, ten_days_from
from tests.unit.court.promises import TERM_MONTHS
from tests.unit.promises import ADULT, Promises, ends_for_good
from tests.unit.shared.memory import court_rules, memory_database

pytestmark = pytest.mark.slow

OFFICERS = st.sampled_from(["li", "zhao", "li", "wang"])  # wang is who asks
WHICH = st.integers(0, 40)
MEASURES = st.sampled_from(["planes", "planes", "golf", "buses"])
DIRECTOR = make_party("李伟", sequence=7)
HAPPENED: Counter[str] = Counter()


class Restricting(RuleBasedStateMachine):
    """A court in memory under the rules of 2020: debtors, a director, officers, the calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.database = memory_database(court_records.METADATA)
        self.clock = FixedClock(START)
        rules = court_rules(date(2020, 1, 1))
        self.casework = CourtCasework(rules)
        self.desk = Desk("court", rules, self.casework)
        self.duties = ProcedureDuties(self.desk, self.database, self.clock, NoOutbox())
        self.ended: dict[str, Listing] = {}
        self.listings_count = 0

    @initialize()
    def enter_judgments(self) -> None:
        """Five judgments; three debtors were told to pay, one is restricted and flies."""
        with self.database.write() as session:
            for judgment in JUDGMENTS:
                court_records.add_judgment(session, judgment)
            session.flush()
            for judgment in JUDGMENTS[::2]:
                court_records.add_notice(session, judgment.notify(ten_days_from(WARNED_ON, False)))
        self.order(which=0, with_director=False, by="li", days=12)
        self.ask_exemption(which=1, measure="planes", starts=1, lasts=25)
        self.note_breach(which=1, measure="planes", days_ago=0)

    def teardown(self) -> None:
        """Count what happened, and give the tables back."""
        with self.database.read() as session:
            HAPPENED["listed"] += len(session.scalars(select(ListingRow.ref)).all())
            HAPPENED["breaches"] += len(session.scalars(select(BreachRow.seq)).all())
            rows = session.scalars(select(ExemptionRow)).all()
            HAPPENED["granted"] += sum(bool(row.is_granted) for row in rows)
            lifted = select(RestrictionRow.id).where(RestrictionRow.lifted_at.is_not(None))
            HAPPENED["lifted"] += len(session.scalars(lifted).all())
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

    @rule(which=WHICH, with_director=st.booleans(), by=OFFICERS, days=st.sampled_from([0, 3, 12]))
    def order(self, which: int, with_director: bool, by: str, days: int) -> None:
        """All that officers can do for one order in one day; then time passes."""

        def ask(session: Session) -> None:
            judgment = a_case(session, which)
            others = [NewAddressee(role="legal-representative", party=DIRECTOR)]
            is_body = judgment.party.kind is Kind.ORGANISATION or which % 8 == 0
            persons = tuple(others if with_director and is_body else [])
            body = NewRestriction(judgment=judgment.id, persons=persons)
            new = body.restriction(judgment, self.signed("wang"))
            asked = ordering.ask_for(session, self.desk, judgment, new, self.signed("wang"))
            for proposal in asked:
                self.desk.approve(session, proposal.id, self.signed(by))
                self.desk.notify(session, proposal.id, self.signed(by))

        self.attempt(ask)
        self.advance(days)

    @rule(which=WHICH)
    def pay(self, which: int) -> None:
        """Somebody pays all."""
        paid = Performance(self.today, Extent.FULL if which % 4 == 0 else Extent.PARTIAL, None)
        self.attempt(
            lambda s: court_records.add_performance(s, a_case(s, which).perform(paid, self.today))
        )

    @precondition(lambda self: self.listings_count)
    @rule(which=WHICH, because=st.sampled_from(["debt-performed", "security-given", "performed"]))
    def lift(self, which: int, because: str) -> None:
        """An officer lifts some order."""

        def end(session: Session) -> None:
            order = ordering.found_order(session, an_order(session, which))
            ordering.lift(session, self.desk, order, because, self.signed("li"))

        self.attempt(end)

    @precondition(lambda self: self.listings_count)
    @rule(
        which=WHICH,
        measure=MEASURES,
        starts=st.sampled_from([0, 1, -1]),
        lasts=st.sampled_from([0, 5, 25, 40]),
    )
    def ask_exemption(self, which: int, measure: str, starts: int, lasts: int) -> None:
        """A listed party asks for some days."""

        def ask(session: Session) -> None:
            ref = a_standing_one(session, which, self.today)
            first = self.today + timedelta(days=starts)
            words = NewExemption(
                exemption="necessary-spending" if which % 2 else "temporary-lift",
                measure=measure,
                from_on=first,
                until_on=first + timedelta(days=lasts),
            )
            asked = words.asked(order_of(session, ref), ref, self.clock.now())
            ordering.ask_exemption(session, self.desk, asked, self.signed(PARTY))

        self.attempt(ask)

    @precondition(lambda self: self.listings_count)
    @rule(granted=st.sampled_from([True, True, False]))
    def decide_exemptions(self, granted: bool) -> None:
        """All that were asked for get an answer."""

        def decide(session: Session) -> None:
            for asked in court_records.restrictions.exemptions_waiting(session):
                at = self.clock.now()
                answer = asked.decide(is_granted=granted, reasons="So.", by="li", at=at)
                court_records.restrictions.keep_exemption(session, answer)

        self.attempt(decide)

    @precondition(lambda self: self.listings_count)
    @rule(which=WHICH, measure=MEASURES, days_ago=st.sampled_from([0, 0, 3, -1]))
    def note_breach(self, which: int, measure: str, days_ago: int) -> None:
        """An officer notes that somebody did what is forbidden."""

        def note(session: Session) -> None:
            ref = a_standing_one(session, which, self.today)
            day = self.today - timedelta(days=days_ago)
            words = NewBreach(ref=ref, measure=measure, happened_on=day)
            breach = words.breach(order_of(session, ref), self.signed("li"))
            ordering.note_breach(session, self.desk, breach, self.signed("li"))

        self.attempt(note)

    @precondition(lambda self: self.listings_count)
    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        """An officer withdraws some listing."""
        self.attempt(
            lambda s: self.desk.withdraw(
                s, a_listing(s, which), Cause.DISCRETION, self.signed("li")
            )
        )

    @rule(days=st.sampled_from([0, 1, 1, 3, 3, 12, 12, 12, 40, 400]))
    def advance(self, days: int) -> None:
        """Time passes, and what is due happens."""
        self.clock.move_to(self.today + timedelta(days=days))
        self.duties.run_due(self.clock.now())

    @invariant()
    def every_promise_is_kept(self) -> None:
        """Look at all that stands or stood, at every breach and at every task."""
        with self.database.read() as session:
            refs = session.scalars(select(ListingRow.ref)).all()
            self.listings_count = len(refs)
            for ref in refs:
                listing = acts.listing(session, ref)
                assert listing is not None
                self._came_about_as_promised(session, listing)
                self._is_paused_only_with_leave(session, listing)
            for row in session.scalars(select(BreachRow)).all():
                listing = acts.listing(session, row.ref)
                assert listing is not None
                assert listing.listed_on <= row.happened_on <= legal_day(row.noted_at)
            self._is_restricted_by_one_order(session)

    def _came_about_as_promised(self, session: Session, listing: Listing) -> None:
        first = records.proposal(session, listing.proposal_id)
        assert first is not None
        assert first.state is State.PUBLISHED
        Promises(self.desk.rules).had_its_time(session, first, listing.effect)
        order = ordering.found_order(session, first.basis)
        assert any(one.party == listing.party for one in order.addressees)
        assert order.lifted_at is None or not listing.stands_on(self.today)
        judgment = court_records.judgment(session, order.judgment_id)
        assert judgment is not None
        assert judgment.notices[0].perform_by < listing.listed_on
        assert judgment.performed_on is None or judgment.performed_on >= listing.listed_on
        if listing.kind is Kind.PERSON:
            assert age_on(listing.id_number, listing.listed_on) >= ADULT
        assert listing.stands_until == add_months(listing.listed_on, TERM_MONTHS)
        ends_for_good(session, listing, [first], self.ended)

    def _is_paused_only_with_leave(self, session: Session, listing: Listing) -> None:
        exemptions = court_records.restrictions.exemptions_of(session, listing.ref)
        covers = [
            one
            for one in exemptions
            if one.is_granted and one.from_on <= self.today <= one.until_on
        ]
        assert self.casework.is_paused(session, listing.ref, self.today) == bool(covers)
        assert all(one.until_on <= add_months(one.from_on, 1) for one in exemptions)
        assert all(legal_day(one.asked_at) <= one.from_on for one in exemptions)

    def _is_restricted_by_one_order(self, session: Session) -> None:
        standing = [one for one in JUDGMENTS if self._orders_in_force(session, one.id) > 1]
        assert standing == []

    def _orders_in_force(self, session: Session, judgment_id: str) -> int:
        orders = court_records.restrictions.restrictions_under(session, judgment_id)
        in_force = court_records.standing.is_in_force
        return sum(in_force(session, one, self.today) for one in orders)


def an_order(session: Session, which: int) -> str:
    """An order, mostly one that was not lifted."""
    rows = session.scalars(select(RestrictionRow))
    return choose([(row.id, row.lifted_at is None) for row in rows], which)


def a_standing_one(session: Session, which: int, today: date) -> str:
    """A listing, three times out of four one that stands."""
    rows = session.scalars(select(ListingRow)).all()
    return choose(
        [(row.ref, not row.withdrawn_on and today < row.stands_until) for row in rows], which + 1
    )


def order_of(session: Session, ref: str) -> str:
    """The order that a listing rests on, or nothing that there is."""
    listing = acts.listing(session, ref)
    first = records.proposal(session, listing.proposal_id) if listing else None
    return first.basis if first else "r-nothing-nothing"


def test_nobody_is_restricted_longer_or_otherwise_than_the_rules_allow() -> None:
    HAPPENED.clear()
    run_state_machine_as_test(
        Restricting, settings=settings(max_examples=12, stateful_step_count=30, deadline=None)
    )
    assert {"listed", "breaches", "lifted"} <= {key for key, n in HAPPENED.items() if n}
