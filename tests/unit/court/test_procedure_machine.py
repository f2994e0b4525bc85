"""Officers, debtors and the clock do what they like in any order; the floor holds all the same."""

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from sqlalchemy.orm import Session

from services.court import records as court_records
from services.court.api import CourtCasework
from services.court.domain import Extent, Performance
from shared.ledger.listing import Listing
from shared.procedure.casework import Request
from shared.procedure.desk import Desk
from tests.unit.course import WHICH, WHOLE_LIFE, Course, run
from tests.unit.court.choices import JUDGMENTS, START, WARNED_ON, a_case, ten_days_from
from tests.unit.court.promises import rests_on_its_judgment
from tests.unit.shared.memory import court_rules

pytestmark = pytest.mark.slow

GROUNDS = ["able-but-refuses", "refuses-settlement"]


class Court(Course):
    """A court: three debtors with five judgments."""

    BEGINS_ON = START
    TABLES = court_records.METADATA
    HAPPENED: ClassVar[Counter[str]] = Counter()

    def make_desk(self) -> Desk:
        """The court's desk in 2019."""
        rules = court_rules()
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
        return Request("judgment-defaulters", GROUNDS[other % 2], judgment.id, party)

    def keeps_its_own(self, session: Session, listings: Iterable[Listing]) -> None:
        """Each listing rests on a judgment of which the debtor was warned."""
        for listing in listings:
            rests_on_its_judgment(session, listing)

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


def test_the_floor_holds_whatever_anybody_does() -> None:
    run(Court, until=WHOLE_LIFE)
