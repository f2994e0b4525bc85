"""The debtors of the machine, and how it picks one thing out of many."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.court import records as court_records
from services.court.domain import Duty, EnforcementNotice, Judgment
from shared.ledger.acts import ListingRow
from shared.procedure.records import ObjectionRow, ProposalRow
from shared.procedure.steps import State
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


def a_proposal(session: Session, which: int, likely: State) -> str:
    """A proposal, mostly one in the likely state."""
    return choose(
        [(row.id, row.state == likely) for row in session.scalars(select(ProposalRow))], which
    )


def an_objection(session: Session, which: int, *, is_open: bool) -> str:
    """An objection, mostly one that is open, or one that is not."""
    rows = session.scalars(select(ObjectionRow))
    return choose([(row.id, (row.decided_at is None) == is_open) for row in rows], which)


def a_listing(session: Session, which: int) -> str:
    """A listing, mostly one that was not withdrawn."""
    rows = session.scalars(select(ListingRow))
    return choose([(row.ref, row.withdrawn_on is None) for row in rows], which)


def choose(candidates: Sequence[tuple[str, bool]], which: int) -> str:
    """One of them; three times out of four a likely one, if there is any."""
    likely = [name for name, is_likely in candidates if is_likely]
    names = likely if likely and which % 4 else [name for name, _ in candidates]
    return names[which % len(names)] if names else "x-nothing-nothing"
