"""Officers, debtors and the clock do what they like in any order; the floor holds all the same."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from sqlalchemy.orm import Session

from services.court import records as court_records
from services.court.api import CourtCasework, deciding
from services.court.api.decision_shapes import NewCircumstance, NewDeletion
from services.court.domain import Aggravation, Extent, LongerTerm, Performance
from services.court.domain.bars import must_be_recordable
from shared.ledger import acts
from shared.ledger.listing import Listing
from shared.procedure import records
from shared.procedure.casework import Request
from shared.procedure.desk import Desk
from shared.procedure.steps import State
from tests.unit.choices import a_listing, a_proposal
from tests.unit.course import WHICH, WHOLE_LIFE, Course, run
from tests.unit.court.choices import JUDGMENTS, START, WARNED_ON, a_case, ten_days_from
from tests.unit.court.promises import (
    CourtPromises,
    court_keeps_its_own,
    every_remedy_has_its_time,
    every_task_has_its_day,
)
from tests.unit.shared.memory import court_rules

pytestmark = pytest.mark.slow

GROUNDS = ["able-but-refuses", "refuses-settlement", "obstructs-enforcement"]


class Court(Course):
    """A court: three debtors with five judgments."""

    BEGINS_ON = START
    TABLES = court_records.METADATA
    HAPPENED: ClassVar[Counter[str]] = Counter()
    PROMISES = CourtPromises

    def make_desk(self) -> Desk:
        """The court's desk under the rules of 2020, of which a grace is one."""
        rules = court_rules(date(2020, 1, 1))
        return Desk("court", rules, CourtCasework(rules))

    @initialize()
    def enter_judgments(self) -> None:
        """Five judgments; the debtors of three were warned."""
        with self.database.write() as session:
            for judgment in JUDGMENTS:
                court_records.add_judgment(session, judgment)
            session.flush()
            for judgment in JUDGMENTS[::2]:
                court_records.add_notice(session, judgment.notify(ten_days_from(WARNED_ON, True)))

    def wanted(self, session: Session, which: int, other: int) -> Request | None:
        """A listing of a debtor, mostly of the right one."""
        judgment = JUDGMENTS[which % len(JUDGMENTS)]
        party = judgment.party if other % 5 else JUDGMENTS[other % len(JUDGMENTS)].party
        return Request("judgment-defaulters", GROUNDS[other % 3], judgment.id, party)

    def keeps_its_own(self, session: Session, listings: Iterable[Listing]) -> None:
        """What a court promises besides: who was warned, who is barred, who is heard by when."""
        court_keeps_its_own(session, listings)
        every_remedy_has_its_time(session)

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

    @precondition(lambda self: self.proposals_count)
    @rule(which=WHICH, what=st.sampled_from(["note", "end", "lengthen", "grace", "delete"]))
    def decide_beside(self, which: int, what: str) -> None:
        """Something beside the common procedure: a bar, its end, a longer term, a grace, an end."""
        done = {
            "note": self.note,
            "end": self.end_circumstances,
            "lengthen": self.lengthen,
            "grace": self.give_grace,
            "delete": self.delete,
        }[what]
        self.attempt(lambda session: done(session, which))

    def note(self, session: Session, which: int) -> None:
        """A circumstance of some case is noted."""
        bar = ("sufficient-security", "student-campus-loan")[which % 2]
        judgment = a_case(session, which)
        noted = NewCircumstance(bar=bar).circumstance(judgment.id, self.signed("li"))
        must_be_recordable(judgment, noted, self.desk.rules, self.today)
        court_records.bars.keep_circumstance(session, noted)

    def end_circumstances(self, session: Session, which: int) -> None:
        """What was noted on some case holds no longer."""
        for one in court_records.bars.circumstances_of(session, a_case(session, which).id):
            court_records.bars.keep_circumstance(session, one.end(self.today, "li"))

    def lengthen(self, session: Session, which: int) -> None:
        """More years are asked for in some procedure."""
        proposal_id, signed = a_proposal(session, which, State.PROPOSED), self.signed("wang")
        because = list(Aggravation)[which % 2]
        longer = LongerTerm(proposal_id, because, which % 5, "Grave.", signed.by, signed.at)
        deciding.lengthen(session, longer, self.desk.rules, self.today)

    def give_grace(self, session: Session, which: int) -> None:
        """Some debtor gets more time."""
        proposal_id = a_proposal(session, which, State.NOTIFIED)
        deciding.give_grace(session, proposal_id, which % 5, self.desk.rules, self.signed("li"))

    def delete(self, session: Session, which: int) -> None:
        """An officer ends some listing for one of the rules' reasons."""
        ending = ("performed", "creditor-asks", "actively-performed")[which % 3]
        ref = a_listing(session, which)
        listing = acts.listing(session, ref)
        first = records.proposal(session, listing.proposal_id) if listing else None
        if first is not None:
            wanted = NewDeletion(ending=ending).deletion(ref, first.basis, self.signed("li"))
            deciding.delete(session, self.desk, wanted, self.signed("li"))

    def pass_time(self, days: int) -> None:
        """After whatever fell due, each task of the court's own has its last day."""
        super().pass_time(days)
        with self.database.read() as session:
            every_task_has_its_day(self.desk.casework, session, self.today)


def test_the_floor_holds_whatever_anybody_does() -> None:
    run(Court, until=WHOLE_LIFE)
