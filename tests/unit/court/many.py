"""Many listings at a court at once, kept as the procedure would leave them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from services.court import records
from services.court.domain import Duty
from shared.calendar import add_months
from shared.contract import Cause
from shared.identifiers import Party
from shared.ledger import acts
from shared.ledger.confirmations import Confirmation
from shared.ledger.looks import FirstLook
from shared.procedure.records import keep_proposal
from shared.procedure.steps import State
from tests.builders import make_judgment, make_listing, make_party, make_proposal
from tests.unit.apps import OpenApp

OLDEST = date(1950, 1, 1)
TWO_YEARS = 24


@dataclass(frozen=True, slots=True)
class Wanted:
    """What some listings have in common."""

    listed_on: date
    amount_yuan: int | None = 58_000
    duty: Duty = Duty.PAY
    stands_until: date | None = None
    withdrawn_on: date | None = None
    cause: Cause | None = None
    asked_at: datetime | None = None
    looked_at: datetime | None = None


def debtor(number: int) -> Party:
    """Each number is somebody else."""
    return make_party(born_on=OLDEST + timedelta(days=number))


def put(court: OpenApp, count: int, wanted: Wanted, first: int = 0) -> None:
    """So many of them, each with a judgment and a procedure behind it."""
    with court.database.write() as session:
        for number in range(first, first + count):
            _one(session, number, wanted)


def _one(session: Session, number: int, wanted: Wanted) -> None:
    party, name = debtor(number), f"{number:020}"
    judgment = make_judgment(
        id=f"j-{name}",
        case_number=f"(2018)模01民初{number}号",
        party=party,
        duty=wanted.duty,
        amount_yuan=wanted.amount_yuan,
    )
    records.add_judgment(session, judgment)
    proposal = make_proposal(
        party, id=f"p-{name}", basis=judgment.id, ref=f"l-{name}", state=State.PUBLISHED
    )
    keep_proposal(session, proposal)
    listing = make_listing(
        party,
        ref=f"l-{name}",
        proposal_id=proposal.id,
        listed_on=wanted.listed_on,
        stands_until=wanted.stands_until or add_months(wanted.listed_on, TWO_YEARS),
        withdrawn_on=wanted.withdrawn_on,
        cause=wanted.cause,
    )
    acts.keep(session, listing)
    if wanted.asked_at:
        ask(session, number, wanted.asked_at)
    if wanted.looked_at:
        session.add(FirstLook(ref=listing.ref, looked_at=wanted.looked_at))


def ask(session: Session, number: int, at: datetime, answer: str = "yes") -> None:
    """A partner's question about one of them reaches the court."""
    row = Confirmation(ref=f"l-{number:020}", asked_at=at, answer=answer, number_hash="0" * 64)
    session.add(row)
