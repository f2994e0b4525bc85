"""The tasks that the procedure itself brings, each kind read in order from its index."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from shared.calendar import legal_day, start_of
from shared.database import Instant
from shared.ledger.acts import ListingRow
from shared.procedure.casework import Waiting
from shared.procedure.records import ObjectionRow, ProposalRow
from shared.procedure.steps import State
from shared.procedure.worklist import (
    AHEAD,
    APPROVAL,
    NOTIFICATION,
    REVIEW,
    Place,
    Task,
    Terms,
    code_of,
)

DECIDE_PROPOSAL, NOTIFY = "approve or refuse", "notify the party"
DECIDE_OBJECTION, REVIEW_DECISION = "decide the objection", "review the decision"
RENEW = "renew or let end"
OBJECTION_TERM = "objection-decision-term"
UNDER_WAY = (State.PROPOSED, State.APPROVED, State.NOTIFIED)
When = InstrumentedAttribute[Any]
MayRenew = Callable[[str, str], bool]  # of a list, on a ground
PAGE = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that is asked for: what waits, after which place, how much of it."""

    session: Session
    terms: Terms
    after: Place | None
    limit: int

    def proposals(self) -> Iterator[Task]:
        """Proposals that another officer has to approve or refuse."""
        row = ProposalRow
        waiting = select(row.id, row.list, row.ground, row.proposed_at)
        waiting = waiting.where(row.state == State.PROPOSED)
        return self._by_term(waiting, row.proposed_at, DECIDE_PROPOSAL, APPROVAL)

    def notifications(self) -> Iterator[Task]:
        """Approved proposals of which the party is not told yet."""
        row = ProposalRow
        waiting = select(row.id, row.list, row.ground, row.decided_at)
        waiting = waiting.where(row.state == State.APPROVED)
        return self._by_term(waiting, row.decided_at, NOTIFY, NOTIFICATION)

    def reviews(self) -> Iterator[Task]:
        """Decisions that a party has put before the body above."""
        row, asked_at = ObjectionRow, ObjectionRow.review_asked_at
        waiting = select(row.id, ProposalRow.list, ProposalRow.ground, asked_at)
        waiting = waiting.join(ProposalRow, ProposalRow.id == row.proposal_id)
        waiting = waiting.where(asked_at.is_not(None), row.reviewed_at.is_(None))
        return self._by_term(waiting, asked_at, REVIEW_DECISION, REVIEW)

    def objections(self) -> Iterator[Task]:
        """Objections to decide; their last day was fixed when they were raised."""
        row = ObjectionRow
        waiting = select(row.id, ProposalRow.list, ProposalRow.ground, row.raised_at, row.decide_by)
        waiting = waiting.join(ProposalRow, ProposalRow.id == row.proposal_id)
        waiting = waiting.where(row.decided_at.is_(None))
        if self.after is not None:
            same_day = and_(row.decide_by == self.after.due_on, self._later(row.raised_at, row.id))
            waiting = waiting.where(or_(row.decide_by > self.after.due_on, same_day))
        waiting = waiting.order_by(row.decide_by, row.raised_at, row.id).limit(self.limit)
        for id_, list_, ground, since, due_on in self.session.execute(waiting):
            what = DECIDE_OBJECTION
            yield Task(Waiting(what, id_, since, due_on, list_, ground), OBJECTION_TERM)

    def endings(self, told_otherwise: Collection[str], may_renew: MayRenew) -> Iterator[Task]:
        """Listings that end soon and may be renewed, unless a renewal is asked for already."""
        row, today, ahead = ListingRow, self.terms.today, self.terms.ahead()
        renewed = select(ProposalRow.renews).where(
            ProposalRow.renews.is_not(None), ProposalRow.state.in_(UNDER_WAY)
        )
        ending = select(row.ref, row.list, row.reason, row.stands_until).where(
            row.withdrawn_on.is_(None),
            row.stands_until > today,
            row.stands_until <= today + ahead,
            row.ref.not_in(renewed),
        )
        if self.after is not None:
            ending = ending.where(self._ends_later(self.after, ahead))
        ending = ending.order_by(row.stands_until, row.ref).execution_options(yield_per=PAGE)
        for ref, list_, reason, until in self.session.execute(ending):
            if ref not in told_otherwise and may_renew(list_, reason):
                last_day, since = until - timedelta(days=1), start_of(until - ahead)
                yield Task(Waiting(RENEW, ref, since, last_day, list_, reason), AHEAD)

    def _by_term(
        self, waiting: Select[*tuple[Any, ...]], since: When, what: str, term: str
    ) -> Iterator[Task]:
        """What has waited longest is due first, since its term is reckoned from there."""
        id_ = waiting.selected_columns[0]
        if self.after is not None:
            waiting = waiting.where(self._due_later(self.after, since, id_, (what, term)))
        in_order = waiting.order_by(since, id_).limit(self.limit)
        for name, list_, ground, at in self.session.execute(in_order):
            due_on = self.terms.last_day(legal_day(at), term)
            yield Task(Waiting(what, name, at, due_on, list_, ground), term)

    def _due_later(
        self, after: Place, since: When, id_: Any, kind: tuple[str, str]
    ) -> ColumnElement[bool]:
        """What stands after a place that another kind of task may have left."""
        what, term = kind
        same = start_of(self.terms.first_day(after.due_on, term))
        later = start_of(self.terms.first_day(after.due_on + timedelta(days=1), term))
        if not same <= after.since < later:
            return since >= (same if after.since < same else later)
        return self._later(since, id_, what)

    def _later(self, since: When, id_: Any, what: str = DECIDE_OBJECTION) -> ColumnElement[bool]:
        """Among tasks with one last day: what has waited less long, then by code and name."""
        after, code = self.after, code_of(what)
        assert after is not None  # noqa: S101 - asked for on a later page only
        instant = literal(after.since, Instant())
        if code < after.code:
            return since > instant
        name = after.id if code == after.code else ""
        return tuple_(since, id_) > tuple_(instant, literal(name))

    def _ends_later(self, after: Place, ahead: timedelta) -> ColumnElement[bool]:
        until: date = after.due_on + timedelta(days=1)
        since: datetime = start_of(until - ahead)
        here, there = (since, code_of(RENEW)), (after.since, after.code)
        row = ListingRow
        if here == there:
            same_day = and_(row.stands_until == until, row.ref > after.id)
            return or_(row.stands_until > until, same_day)
        return row.stands_until >= until if here > there else row.stands_until > until
