"""A random course at the tax office: the floor holds, and no grade follows from a false tie."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.tax.api import TaxCasework, evaluation_doors, indicator_doors, violation_doors
from services.tax.api.fetching import found_rating
from services.tax.api.shapes import NewPayment, NewTaxpayer, NewViolation
from services.tax.api.work_shapes import NewAppeal, NewCorrection, NewEvent, NewRecheck
from services.tax.domain.grades import Grade, Rating, must_be_a
from services.tax.domain.lines import Why
from services.tax.domain.scale import Scale
from services.tax.domain.violations import A_TAXPAYERS, MAJOR_VIOLATIONS
from services.tax.publishing import EvaluationDuties
from services.tax.records import METADATA, appeals, ratings, taxpayers
from services.tax.records.tables import RatingRow, ViolationRow
from services.tax.records.work_tables import EventRow, RunRow
from shared.calendar import legal_day
from shared.identifiers import Kind
from shared.ledger.listing import Listing
from shared.procedure.casework import Request
from shared.procedure.desk import Desk
from shared.procedure.shapes import Reasons
from shared.procedure.visits import Visit
from shared.signature import PARTY
from shared.ties import records as ties
from shared.ties.roles import Role
from shared.ties.shapes import NewTie
from shared.web.due import AllDuties
from tests.unit.choices import AS_ENTERED, choose
from tests.unit.course import JUDGES, OFFICERS, WHICH, WHOLE_LIFE, once, run
from tests.unit.tax.test_domain import IN_2019
from tests.unit.tie_course import FIRMS, PERSONS, TieCourse

pytestmark = pytest.mark.slow

OLD = date(2010, 5, 4)
TAXPAYERS = [*FIRMS, PERSONS[0]]
FOUND = ["late-return", "false-invoices", "audit-without-finding", "under-reporting"]


class Tax(TieCourse):
    """A tax office with two firms, which may have the same persons behind them."""

    BEGINS_ON = date(2019, 3, 20)
    TABLES = METADATA
    HAPPENED: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        own = EvaluationDuties(self.desk.rules, self.database, self.clock)
        self.duties = AllDuties(own, self.duties)
        self.scale = Scale.of(self.desk.rules)
        self.known: list[str] = []

    def make_desk(self) -> Desk:
        """The tax office's desk in 2019."""
        return Desk("tax", IN_2019, TaxCasework(IN_2019))

    @initialize()
    def register(self) -> None:
        """Two old firms with one person behind both, and that person, as taxpayers."""
        for party in TAXPAYERS:
            words = party.model_dump() | {"began_on": OLD}
            new = NewTaxpayer(**words).taxpayer(self.signed("zhao"))
            self.known.append(new.id)
            with self.database.write() as session:
                taxpayers.add_taxpayer(session, new)
        for which, role in enumerate((Role.REPRESENTATIVE, Role.FOUNDER)):
            self.attempt_tie(which, role)
        self.find(0, FOUND.index("false-invoices"), 260, "zhao")
        self.pass_time(20)

    def attempt_tie(self, firm: int, role: Role) -> None:
        """The first person stands behind a firm since before 2018."""
        body = NewTie(role=role, since_on=OLD, person=PERSONS[0])
        self.attempt(lambda s: self.record_tie(s, self.known[firm], body, "zhao"))

    def firm_at_the_door(self, session: Session, which: int) -> str:
        """A taxpayer, mostly a firm."""
        return self.known[which % len(self.known)]

    def wanted(self, session: Session, which: int, other: int) -> Request | None:
        """A listing for a case, or among the A taxpayers; mostly of the right party."""
        number = which % len(self.known)
        if other % 2:
            party = TAXPAYERS[number if other % 5 else other % len(TAXPAYERS)]
            return Request(A_TAXPAYERS, "grade-a", self.known[number], party)
        case = taxpayers.violation(session, a_case(session, which))
        if case is None:
            return None
        about = self.known.index(case.taxpayer_id)
        party = TAXPAYERS[about if other % 7 else other % len(TAXPAYERS)]
        return Request(MAJOR_VIOLATIONS, case.ground, case.id, party)

    @rule(which=WHICH, what=st.integers(0, len(FOUND) - 1), days=st.integers(0, 500), by=OFFICERS)
    def find(self, which: int, what: int, days: int, by: str) -> None:
        """The office finds something about a firm."""
        body = NewEvent(
            indicator=FOUND[what],
            happened_on=self.today - timedelta(days=days),
            amount_yuan=1_000_000,
            year_tax_yuan=3_000_000,
        )
        firm = self.known[which % len(self.known)]
        self.attempt(
            lambda s: indicator_doors.record(firm, body, self.work(s, by), self.scale, once(s))
        )

    @rule(which=WHICH, by=OFFICERS, strikes=st.booleans())
    def put_right(self, which: int, by: str, strikes: bool) -> None:
        """A firm puts something right, or the office strikes what it recorded in error."""

        def do_it(session: Session) -> None:
            event, work = an_event(session, which), self.work(session, by)
            if strikes:
                indicator_doors.strike(event, Reasons(reasons="No."), work, self.scale)
            else:
                body = NewCorrection(corrected_on=self.today)
                indicator_doors.correct(event, body, work, self.scale)

        self.attempt(do_it)

    @rule(which=WHICH, is_final=st.booleans(), by=OFFICERS)
    def decide_case(self, which: int, is_final: bool, by: str) -> None:
        """A case of tax evasion is decided."""
        body = NewViolation(
            taxpayer=self.known[which % len(self.known)],
            kind="tax-evasion",
            amount_yuan=1_240_000,
            year_tax_yuan=3_100_000,
            decided_on=self.today,
            decision_final=is_final,
        )
        self.attempt(lambda s: violation_doors.record(body, self.work(s, by), self.desk, once(s)))

    @rule(which=WHICH, by=OFFICERS, what=st.sampled_from(["final", "paid", "quashed", "early"]))
    def go_on_with_case(self, which: int, by: str, what: str) -> None:
        """A case becomes final, is paid, is set aside, or its publication ends early."""

        def do_it(session: Session) -> None:
            case, work = a_case(session, which), self.work(session, by)
            if what == "final":
                violation_doors.make_final(case, work, self.desk)
            elif what == "paid":
                violation_doors.note_payment(case, NewPayment(paid_on=self.today), work, self.desk)
            elif what == "quashed":
                violation_doors.quash(case, Reasons(reasons="No."), work, self.scale)
            else:
                violation_doors.end_early(case, work, self.desk)

        self.attempt(do_it)

    @precondition(lambda self: self.today >= date(2019, 4, 1))
    @rule(which=WHICH, answer=st.sampled_from([None, True, False]), by=JUDGES)
    def ask_recheck(self, which: int, answer: bool | None, by: str) -> None:
        """A firm asks that its grade be checked again, and may be answered the same day."""

        def do_it(session: Session) -> None:
            grade = a_grade(session, which)
            owner = TAXPAYERS[self.known.index(grade.taxpayer_id)]
            visit = Visit(session, self.signed(PARTY), owner.id_number, once(session))
            body = NewAppeal(statement="This is wrong.")
            evaluation_doors.ask_recheck(grade.id, body, visit, self.scale)
            if answer is not None:
                verdict = NewRecheck(upheld=answer, reasons="Because.")
                evaluation_doors.recheck(grade.id, verdict, self.work(session, by), self.scale)

        self.attempt(do_it)

    def keeps_its_own(self, session: Session, listings: Iterable[Listing]) -> None:
        """Grades add up and follow from nothing false; listings rest on a case or on an A."""
        super().keeps_its_own(session, listings)
        for firm in self.known:
            given = ratings.ratings_of(session, firm)
            for rating in ratings.counting(given).values():
                follows_from_what_is_true(session, rating)
            for rating in given:
                was_rechecked_by_others(session, rating)
        for listing in listings:
            self.rests_on_what_was_so(session, listing)

    def rests_on_what_was_so(self, session: Session, listing: Listing) -> None:
        """A final case of the party's own, or an A that counted on the day of listing."""
        basis, day = self.first(session, listing).basis, listing.listed_on
        taxpayer = taxpayers.taxpayer(session, basis)
        if taxpayer is not None:
            before = [
                one
                for one in ratings.ratings_of(session, taxpayer.id)
                if legal_day(one.given_at) <= day
            ]
            assert any(one.grade is Grade.A for one in before)
            must_be_a(next(one for one in before if one.grade is Grade.A), self.desk.rules, day)
            assert listing.kind is Kind.ORGANISATION
            return
        case = taxpayers.violation(session, basis)
        assert case is not None
        assert case.is_final or case.quashed_at is not None
        assert case.quashed_at is None or legal_day(case.quashed_at) >= day
        owner = taxpayers.taxpayer(session, case.taxpayer_id)
        assert owner is not None
        assert owner.party.id_number == listing.id_number

    def teardown(self) -> None:
        """Count evaluations and grades that spilled over, too."""
        with self.database.read() as session:
            causes = session.scalars(select(RatingRow.cause)).all()
            self.HAPPENED["spilled"] += causes.count("spilled")
            self.HAPPENED["evaluated"] += len(session.scalars(select(RunRow.id)).all())
        super().teardown()


def follows_from_what_is_true(session: Session, rating: Rating) -> None:
    """Points are those of the lines and never below zero; no line rests on a false tie."""
    if rating.evaluated is None:
        return
    assert rating.evaluated.points == sum(line.points for line in rating.evaluated.lines) >= 0
    assert (rating.grade is Grade.D) >= (rating.cause is not None and rating.cause == "spilled")
    for line in rating.evaluated.lines:
        if line.why is Why.SPILLED_D:
            tie = ties.tie(session, line.about or "")
            assert tie is not None
            assert tie.cut_at is None
            assert ties.pending_among(session, [tie]) == frozenset()


def was_rechecked_by_others(session: Session, rating: Rating) -> None:
    """A re-check is asked once, and not decided by whoever gave the grade."""
    asked = appeals.appeals_against(session, rating.id)
    assert len(asked) <= 1
    assert all(appeal.decided_by != rating.given_by for appeal in asked)
    for appeal in asked:
        assert legal_day(appeal.raised_at) <= date(legal_day(rating.given_at).year, 12, 31)


def a_case(session: Session, which: int) -> str:
    """A decided case, mostly one that stands."""
    rows = session.scalars(select(ViolationRow).order_by(AS_ENTERED))
    return choose([(row.id, row.quashed_at is None) for row in rows], which)


def an_event(session: Session, which: int) -> str:
    """Something found, mostly not struck."""
    rows = session.scalars(select(EventRow).order_by(AS_ENTERED))
    return choose([(row.id, row.struck_at is None) for row in rows], which)


def a_grade(session: Session, which: int) -> Rating:
    """A grade that was given, mostly the last one."""
    rows = session.scalars(select(RatingRow.id).order_by(AS_ENTERED)).all()
    last = rows[-1:]
    found = choose([(one, one in last) for one in rows], which)
    return found_rating(session, found)


def test_the_floor_holds_at_the_tax_office_whatever_anybody_does() -> None:
    run(Tax, until={*WHOLE_LIFE, "spilled", "tie cut", "evaluated"})
