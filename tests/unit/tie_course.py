"""A random course at an authority that keeps persons behind firms: ties, contests, answers."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.calendar import legal_day
from shared.identifiers import Party
from shared.ledger import acts
from shared.ledger.listing import Listing
from shared.procedure import records as procedures
from shared.procedure.records import ProposalRow
from shared.procedure.steps import Proposal, Step, Verdict
from shared.rulebook import Rules
from shared.signature import PARTY
from shared.ties import doors, records
from shared.ties.domain import Contest, Tie, roles_in
from shared.ties.firms import HasFirms
from shared.ties.following import Following
from shared.ties.records import ContestRow, TieRow
from shared.ties.remedy import TieRemedy, found_tie
from shared.ties.roles import Role
from shared.ties.shapes import NewEnding, NewTie
from tests.builders import make_organisation, make_party
from tests.unit.choices import AS_ENTERED, choose
from tests.unit.course import JUDGES, OFFICERS, WHICH, Course, once

FIRMS = [make_organisation(), make_organisation("远景餐饮有限公司", number=236055)]
PERSONS = [
    make_party("李建国", born_on=date(1970, 3, 2), sequence=1),
    make_party("陈思雨", born_on=date(1999, 9, 9)),
    make_party("李伟", born_on=date(2001, 3, 1), sequence=5),  # of age in March 2019
]
PARTIES: Sequence[Party] = [*FIRMS, *PERSONS]


class TieCourse(Course):
    """Whatever officers and persons may do about ties."""

    def __init__(self) -> None:
        super().__init__()
        self.ties_count = self.contests_count = 0

    def firm_at_the_door(self, session: Session, which: int) -> str:
        """What a door's address may name: mostly a firm in the books."""
        raise NotImplementedError

    @property
    def tie_remedy(self) -> TieRemedy:
        """What this authority does about ties."""
        casework = self.desk.casework
        assert isinstance(casework, HasFirms)
        return TieRemedy(self.desk, Following(self.desk.rules, casework))

    @rule(which=WHICH, role=st.sampled_from(Role), days=st.integers(-3, 40), by=OFFICERS)
    def tie(self, which: int, role: Role, days: int, by: str) -> None:
        """An officer records that somebody stands behind some firm."""
        since = self.today - timedelta(days=days)
        body = NewTie(role=role, since_on=since, person=PERSONS[which % len(PERSONS)])
        self.attempt(lambda s: self.record_tie(s, self.firm_at_the_door(s, which), body, by))

    def record_tie(self, session: Session, at: str, body: NewTie, by: str) -> None:
        """An officer records it at the door."""
        doors.tie(at, body, self.work(session, by), self.tie_remedy, once(session))

    @precondition(lambda self: self.ties_count)
    @rule(which=WHICH, days=st.integers(0, 400), by=OFFICERS)
    def end_tie(self, which: int, days: int, by: str) -> None:
        """An officer notes the last day of some tie."""
        body = NewEnding(until_on=self.today - timedelta(days=days))
        self.attempt(lambda s: doors.end(a_tie(s, which), body, self.work(s, by), self.tie_remedy))

    @precondition(lambda self: self.ties_count)
    @rule(which=WHICH, answer=st.sampled_from([None, None, True, False]), by=JUDGES)
    def contest_tie(self, which: int, answer: bool | None, by: str) -> None:
        """A person says that some tie was never true, and may be answered the same day."""

        def raise_it(session: Session) -> None:
            tie = found_tie(session, a_tie(session, which))
            self.tie_remedy.contest(session, tie, "This is not me.", self.signed(PARTY))
            if answer is not None:
                verdict = Verdict(answer, "Because.")
                self.tie_remedy.decide(session, tie, verdict, self.signed(by))

        self.attempt(raise_it)

    @rule(which=WHICH, other=WHICH)
    def dispute_tie(self, which: int, other: int) -> None:
        """A tie is recorded, somebody is listed, and the person says that it was never true."""
        self.tie(which, Role.REPRESENTATIVE, 30, "zhao")
        self.hurry(which, other, "li", 12)
        self.contest_tie(which, True, "sun")

    @precondition(lambda self: self.contests_count)
    @rule(which=WHICH, by=JUDGES, upheld=st.booleans(), reviews=st.booleans())
    def answer_contest(self, which: int, by: str, upheld: bool, reviews: bool) -> None:
        """An officer decides some contest, or the body above reviews the decision."""
        answer = self.tie_remedy.review if reviews else self.tie_remedy.decide
        verdict = Verdict(upheld, "Because.")
        self.attempt(
            lambda s: answer(s, found_tie(s, a_contested_tie(s, which)), verdict, self.signed(by))
        )

    @precondition(lambda self: self.contests_count)
    @rule(which=WHICH)
    def take_contest_above(self, which: int) -> None:
        """A person turns to the body above."""
        self.attempt(
            lambda s: self.tie_remedy.ask_review(
                s, found_tie(s, a_contested_tie(s, which)), self.signed(PARTY)
            )
        )

    def keeps_its_own(self, session: Session, listings: Iterable[Listing]) -> None:
        """Nothing follows from what is not true, nor from what is contested; clocks are kept."""
        contests = all_contests(session)
        self.contests_count = len(contests)
        self.ties_count = len(session.scalars(select(TieRow.id)).all())
        for contest in contests:
            keeps_its_clocks(session, contest, self.desk.rules)
        for listing in listings:
            carrier = acts.listing(session, self.first(session, listing).basis)
            if carrier is not None:
                self.follows_from_a_true_tie(session, listing, carrier)

    def first(self, session: Session, listing: Listing) -> Proposal:
        """The proposal that a listing came of."""
        found = procedures.proposal(session, listing.proposal_id)
        assert found is not None
        return found

    def follows_from_a_true_tie(self, session: Session, listing: Listing, carrier: Listing) -> None:
        """A row says so; a tie uncontested on its day; as long as it stands, a tie that is true."""
        behind = self.tie_remedy.following.firms.behind(session, carrier)
        assert behind is not None
        roles = roles_in(self.desk.rules, listing.reason)
        known = records.ties_of_person(session, listing.id_number)
        ties = [one for one in known if one.firm == behind.firm and one.role in roles]
        at = published_at(session, listing)
        assert any(was_free_at(session, tie, at) for tie in ties)
        if listing.stands_on(self.today):
            assert carrier.stands_on(self.today)
            assert any(tie.stood_on(behind.found_on) for tie in ties)

    def teardown(self) -> None:
        """Count ties that were cut and persons listed through a firm, too."""
        with self.database.read() as session:
            cut = session.scalars(select(TieRow.id).where(TieRow.cut_at.is_not(None))).all()
            bases = session.scalars(select(ProposalRow.basis).where(ProposalRow.ref.is_not(None)))
            through = [one for one in bases.all() if acts.listing(session, one) is not None]
            self.HAPPENED["tie cut"] += len(cut)
            self.HAPPENED["listed through"] += len(through)
        super().teardown()


def a_tie(session: Session, which: int) -> str:
    """A tie, mostly one that was not cut."""
    rows = session.scalars(select(TieRow).order_by(AS_ENTERED))
    return choose([(row.id, row.cut_at is None) for row in rows], which)


def a_contested_tie(session: Session, which: int) -> str:
    """A tie, mostly one of which a contest waits."""
    pending = set(session.scalars(records.contested_ties()))
    rows = session.scalars(select(TieRow).order_by(AS_ENTERED))
    return choose([(row.id, row.id in pending) for row in rows], which)


def all_contests(session: Session) -> list[Contest]:
    """Every contest there ever was."""
    ties = session.scalars(select(ContestRow.tie_id).distinct()).all()
    return [contest for tie_id in ties for contest in records.contests_of(session, tie_id)]


def keeps_its_clocks(session: Session, contest: Contest, rules: Rules) -> None:
    """Decided by others, in a time that a row fixes; what was upheld has cut the tie."""
    tie = records.tie(session, contest.tie_id)
    assert tie is not None
    raised_on = legal_day(contest.raised_at)
    assert contest.decide_by == rules.after(raised_on, "objection-decision-term")
    assert tie.recorded_by not in (contest.decided_by, contest.reviewed_by)
    if contest.review_asked_at is not None:
        assert contest.decided_at is not None
        until = rules.after(legal_day(contest.decided_at), "review-window")
        assert legal_day(contest.review_asked_at) <= until
    if contest.reviewed_by is not None:
        assert contest.reviewed_by != contest.decided_by
    if contest.is_upheld or contest.is_upheld_on_review:
        assert tie.cut_at is not None


def published_at(session: Session, listing: Listing) -> datetime:
    """The instant at which a listing began."""
    steps = procedures.steps_of(session, listing.proposal_id)
    (at,) = (step.at for step in steps if step.step == Step.PUBLISHED)
    return at


def was_free_at(session: Session, tie: Tie, at: datetime) -> bool:
    """Whether a tie was there at that instant, neither cut nor contested."""
    is_there = tie.recorded_at <= at and (tie.cut_at is None or tie.cut_at >= at)
    contests = records.contests_of(session, tie.id)
    return is_there and not any(was_pending_at(contest, at) for contest in contests)


def was_pending_at(contest: Contest, at: datetime) -> bool:
    """Whether a contest, or its review, was waiting; what happened at that instant may be later."""
    waits = [(contest.raised_at, contest.decided_at)]
    if contest.review_asked_at is not None:
        waits.append((contest.review_asked_at, contest.reviewed_at))
    return any(since < at and (until is None or until > at) for since, until in waits)
