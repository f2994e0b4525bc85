"""What stands today: the listings under judgments, and how many of which kind."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from services.court.domain import Judgment, Restriction
from services.court.domain.restrictions import DEFAULTERS
from services.court.records.judgments import JudgmentRow, PerformanceRow, judgment
from services.court.records.restrictions import BreachRow, RestrictionRow, restrictions_under
from shared.ledger import acts
from shared.ledger.acts import ListingRow, standing_on
from shared.ledger.listing import Listing
from shared.procedure import records
from shared.procedure.records import ProposalRow
from shared.procedure.resting import listings_resting_on
from shared.procedure.steps import State

UNDER_WAY = (State.PROPOSED, State.APPROVED, State.NOTIFIED)
MOST_SHOWN = 500  # a worklist is read by people


def standing_under(session: Session, basis: str, today: date) -> list[Listing]:
    """The listings that rest on a judgment, or on an order, and stand today."""
    return [one for one in listings_resting_on(session, basis) if one.stands_on(today)]


def is_listed_as_defaulter(session: Session, judgment_id: str, today: date) -> bool:
    """Whether the debtor stands on the list of judgment defaulters for this judgment."""
    return any(one.list == DEFAULTERS for one in standing_under(session, judgment_id, today))


def is_in_force(session: Session, order: Restriction, today: date) -> bool:
    """Whether an order restricts somebody, or may still come to it."""
    if order.lifted_at is not None:
        return False
    under_way = select(ProposalRow).where(ProposalRow.basis == order.id)
    found = [records.proposal(session, row.id) for row in session.scalars(under_way).all()]
    is_open = any(one is not None and one.is_under_way for one in found)
    return is_open or bool(standing_under(session, order.id, today))


def standing_about(session: Session, judgment_id: str, today: date) -> list[Listing]:
    """The listings of both lists that come of one judgment and stand today."""
    orders = restrictions_under(session, judgment_id)
    bases = [judgment_id, *(order.id for order in orders)]
    return [one for basis in bases for one in standing_under(session, basis, today)]


def grounds_under(session: Session, judgment_id: str, today: date) -> set[str]:
    """The grounds on which a listing under a judgment is asked for or stands."""
    under = select(ProposalRow.id).where(ProposalRow.basis == judgment_id)
    found = (records.proposal(session, one) for one in session.scalars(under).all())
    asked = {one.ground for one in found if one is not None and one.is_under_way}
    return asked | {one.reason for one in standing_under(session, judgment_id, today)}


def who_broke_orders(session: Session, judgment_ids: Collection[str]) -> list[tuple[str, str]]:
    """Each of these judgments with the number of a party noted to have broken an order under it."""
    found = (
        select(RestrictionRow.judgment_id, ListingRow.id_number)
        .join(ProposalRow, ProposalRow.basis == RestrictionRow.id)
        .join(ListingRow, ListingRow.proposal_id == ProposalRow.id)
        .join(BreachRow, BreachRow.ref == ListingRow.ref)
        .where(RestrictionRow.judgment_id.in_(judgment_ids))
    )
    return [(judgment_id, id_number) for judgment_id, id_number in session.execute(found)]


def unrestricted_defaulters(session: Session, today: date) -> list[tuple[str, date, str]]:
    """Judgment, first day and ground of standing defaulters without an order, oldest first."""
    order_asked = aliased(ProposalRow)
    order_listed = aliased(ListingRow)
    stands = exists().where(
        order_listed.proposal_id == order_asked.id,
        order_listed.withdrawn_on.is_(None),
        order_listed.stands_until > today,
    )
    restricts = exists().where(
        RestrictionRow.judgment_id == ProposalRow.basis,
        RestrictionRow.lifted_at.is_(None),
        order_asked.basis == RestrictionRow.id,
        or_(order_asked.state.in_(UNDER_WAY), stands),
    )
    found = (
        select(ProposalRow.basis, ListingRow.listed_on, ListingRow.reason)
        .join(ListingRow, ListingRow.proposal_id == ProposalRow.id)
        .where(ListingRow.list == DEFAULTERS, standing_on(today), ~restricts)
        .order_by(ListingRow.listed_on, ListingRow.ref)
        .limit(MOST_SHOWN)
    )
    first: dict[str, tuple[str, date, str]] = {}
    for basis, day, reason in session.execute(found):
        first.setdefault(basis, (basis, day, reason))
    return list(first.values())


def last_end_under(session: Session, judgment_id: str) -> date | None:
    """The day on which the last of the debtor's listings under a judgment ended, or will."""
    listings = listings_resting_on(session, judgment_id)
    return max((one.withdrawn_on or one.stands_until for one in listings), default=None)


def performed_but_listed(session: Session, today: date) -> Iterator[tuple[Judgment, Listing]]:
    """Standing listings under judgments towards which something was done."""
    found = (
        select(ProposalRow.basis, ListingRow.ref)
        .join(ListingRow, ListingRow.proposal_id == ProposalRow.id)
        .where(ProposalRow.basis.in_(select(PerformanceRow.judgment_id)), standing_on(today))
        .order_by(ListingRow.listed_on, ListingRow.ref)
    )
    for judgment_id, ref in session.execute(found).all():
        case, listing = judgment(session, judgment_id), acts.listing(session, ref)
        if case is not None and listing is not None:
            yield case, listing


def counts_by(session: Session, column: str, today: date) -> dict[str, int]:
    """Standing defaulters by one column of the judgment that each rests on."""
    by: ColumnElement[str] = JudgmentRow.__table__.c[column]
    found = (
        select(by, func.count())
        .select_from(ListingRow)
        .join(ProposalRow, ListingRow.proposal_id == ProposalRow.id)
        .join(JudgmentRow, JudgmentRow.id == ProposalRow.basis)
        .where(ListingRow.list == DEFAULTERS, standing_on(today))
        .group_by(by)
    )
    return {str(value): int(count) for value, count in session.execute(found)}
