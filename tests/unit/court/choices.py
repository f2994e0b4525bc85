"""The debtors of the random course."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from services.court import records as court_records
from services.court.domain import Duty, EnforcementNotice, Judgment
from tests.builders import make_judgment, make_organisation, make_party

WARNED_ON, START = date(2019, 1, 2), date(2019, 1, 20)
ADULT, COMPANY = make_party(), make_organisation()
ALMOST_ADULT = make_party("李伟", born_on=date(2001, 3, 1), sequence=5)
JUDGMENTS = [
    make_judgment(id="j-adult-one-adult-one", party=ADULT),
    make_judgment(id="j-adult-two-adult-two", party=ADULT, duty=Duty.DESIST, amount_yuan=None),
    make_judgment(id="j-company-one-company", party=COMPANY),
    make_judgment(id="j-company-two-company", party=COMPANY, due_on=date(2019, 3, 1)),
    make_judgment(id="j-almost-an-adult-one", party=ALMOST_ADULT),
]


def ten_days_from(day: date, warns: bool) -> EnforcementNotice:
    """A notice that gives ten days."""
    return EnforcementNotice(day, day + timedelta(days=10), warns)


def a_case(session: Session, which: int) -> Judgment:
    """One of the judgments."""
    found = court_records.judgment(session, JUDGMENTS[which % len(JUDGMENTS)].id)
    assert found is not None
    return found
