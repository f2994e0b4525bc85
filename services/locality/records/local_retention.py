"""Forgetting an act in time, with the procedures and the listings that came of it."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.locality.domain.local_list import forget_on
from services.locality.records import local_list
from services.locality.records.local_tables import LocalCaseRow, LocalPenaltyRow
from shared.calendar import legal_day, start_of
from shared.database import Database
from shared.ledger.acts import ListingRow
from shared.procedure.records import ObjectionRow, ProposalRow, StepRow
from shared.procedure.resting import listings_resting_on
from shared.procedure.steps import State
from shared.rulebook import Rules

UNDER_WAY = (State.PROPOSED, State.APPROVED, State.NOTIFIED)


class ForgettingActs:
    """Deletes acts on their day; one on which a procedure is still open waits for its end."""

    def __init__(self, database: Database, rules: Rules) -> None:
        self._database = database
        self._rules = rules

    def next_due_at(self) -> datetime | None:
        """The beginning of the first day on which an act must be deleted."""
        with self._database.read() as session:
            first = min((day for day, _ in self._last_days(session)), default=None)
        return start_of(first) if first else None

    def run_due(self, now: datetime) -> None:
        """Delete what is over; takes the write lock only if something is."""
        today = legal_day(now)
        with self._database.read() as session:
            over = [case_id for day, case_id in self._last_days(session) if day <= today]
        if over:
            with self._database.write() as session:
                for case_id in over:
                    _forget(session, case_id)

    def is_idle(self) -> bool:
        """Nothing is ever on its way out of a locality."""
        return True

    def _last_days(self, session: Session) -> Iterator[tuple[date, str]]:
        open_bases = select(ProposalRow.basis).where(ProposalRow.state.in_(UNDER_WAY))
        closed = select(LocalCaseRow.id).where(LocalCaseRow.id.not_in(open_bases))
        for case_id in session.scalars(closed).all():
            case = local_list.case(session, case_id)
            listings = listings_resting_on(session, case_id)
            day = forget_on(case, listings, self._rules) if case else None
            if day is not None:
                yield day, case_id


def _forget(session: Session, case_id: str) -> None:
    proposals = select(ProposalRow.id).where(ProposalRow.basis == case_id)
    for row in (StepRow, ObjectionRow, ListingRow):
        session.execute(delete(row).where(row.proposal_id.in_(proposals)))
    session.execute(delete(ProposalRow).where(ProposalRow.basis == case_id))
    session.execute(delete(LocalPenaltyRow).where(LocalPenaltyRow.case_id == case_id))
    session.execute(delete(LocalCaseRow).where(LocalCaseRow.id == case_id))
