"""Counting one month: every listing in one month and one cell, so that no two numbers overlap.

What is counted leaves here rounded, and without the cells that are under ten.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from shared.calendar import add_months, start_of
from shared.ledger.acts import ListingRow
from shared.ledger.confirmations import Confirmation
from shared.ledger.looks import FirstLook
from shared.procedure.casework import Bracket, Casework, HasBrackets
from shared.procedure.consequences.brackets import ALL
from shared.procedure.consequences.tables import Part
from shared.procedure.records import ProposalRow
from shared.statistics import coarse, middle_months

BATCH_LINES = 500
ON_ITS_DAY: Final = "on_its_day"
BEFORE, ONLY_AFTER, NOT_YET = "before", "only_after", "not_yet"
Cells = dict[str, dict[str, Any]]
Begun = tuple[str, str, int]  # the list, the case that it rests on, how many days it is to stand


def count(session: Session, casework: Casework, part: Part, month: date, since: date) -> Cells:
    """One part of a month's account."""
    if part is Part.LISTED:
        return listed_in(session, casework, month)
    return ended_in(session, month) if part is Part.ENDED else asked_in(session, month, since)


def listed_in(session: Session, casework: Casework, month: date) -> Cells:
    """Listings that began in a month, by list and bracket: how many, and the middle length."""
    found: Cells = {}
    for (list_id, bracket), lengths in lengths_in(session, casework, month).items():
        listings = coarse(lengths.total())
        if listings is not None:
            cell = {"listings": listings, "months_standing": middle_months(lengths)}
            found.setdefault(list_id, {})[bracket] = cell
    return found


def lengths_in(
    session: Session, casework: Casework, month: date
) -> Mapping[tuple[str, str], Counter[int]]:
    """For each list and bracket how often which length in days; not to be told as it is."""
    begun = _begun_in(session, month)
    unlike = {one for one in {line[0] for line in begun} if brackets_behind(casework, one)}
    lengths: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for lines in _in_batches(begun):
        brackets = _brackets(session, casework, {basis for _, basis, _ in lines})
        for list_id, basis, days in lines:
            bracket = brackets.get(basis, ALL.id) if list_id in unlike else ALL.id
            lengths[list_id, bracket][days] += 1
    return lengths


def brackets_behind(casework: Casework, list_id: str) -> Sequence[Bracket]:
    """The brackets of a list; none where no duty behind it could be more or less serious."""
    return casework.brackets(list_id) if isinstance(casework, HasBrackets) else ()


def _in_batches(lines: Sequence[Begun]) -> Iterator[Sequence[Begun]]:
    for first in range(0, len(lines), BATCH_LINES):
        yield lines[first : first + BATCH_LINES]


def _begun_in(session: Session, month: date) -> Sequence[Begun]:
    """Every listing that began in a month.

    A person who is listed because a firm is rests on the firm's listing: its case is the firm's.
    """
    firms, firms_proposal = aliased(ListingRow), aliased(ProposalRow)
    begun = (
        select(ListingRow.list, func.coalesce(firms_proposal.basis, ProposalRow.basis))
        .add_columns(ListingRow.listed_on, ListingRow.stands_until)
        .join(ProposalRow, ProposalRow.id == ListingRow.proposal_id)
        .outerjoin(firms, firms.ref == ProposalRow.basis)
        .outerjoin(firms_proposal, firms_proposal.id == firms.proposal_id)
        .where(ListingRow.listed_on >= month, ListingRow.listed_on < add_months(month, 1))
    )
    rows = session.execute(begun)
    return [(list_id, basis, (until - on).days) for list_id, basis, on, until in rows]


def _brackets(session: Session, casework: Casework, bases: set[str]) -> Mapping[str, str]:
    return casework.brackets_of(session, bases) if isinstance(casework, HasBrackets) else {}


def ended_in(session: Session, month: date) -> Cells:
    """Listings that ended in a month, by list: early, by cause, or on the day that was set."""
    after = add_months(month, 1)
    early = (
        select(ListingRow.list, ListingRow.cause, func.count())
        .where(ListingRow.withdrawn_on >= month, ListingRow.withdrawn_on < after)
        .where(ListingRow.withdrawn_on < ListingRow.stands_until)
        .group_by(ListingRow.list, ListingRow.cause)
    )
    not_early = or_(
        ListingRow.withdrawn_on.is_(None), ListingRow.withdrawn_on >= ListingRow.stands_until
    )
    in_time = (
        select(ListingRow.list, func.count())
        .where(ListingRow.stands_until >= month, ListingRow.stands_until < after, not_early)
        .group_by(ListingRow.list)
    )
    counts = {(list_id, str(cause)): many for list_id, cause, many in session.execute(early)}
    counts |= {(list_id, ON_ITS_DAY): many for list_id, many in session.execute(in_time)}
    return _told(counts)


def asked_in(session: Session, month: date, since: date) -> Cells:
    """Listings first confirmed to a partner in a month: had the party looked at its file by then?

    The month after is waited for, so that everybody had at least one to look. Of a listing from
    before `since` questions or looks may be forgotten; it is left out.
    """
    first = (
        select(Confirmation.ref, func.min(Confirmation.asked_at).label("at"))
        .where(Confirmation.answer == "yes")
        .group_by(Confirmation.ref)
        .subquery()
    )
    begins, ends = start_of(month), start_of(add_months(month, 1))
    asked = (
        select(ListingRow.list, first.c.at, FirstLook.looked_at)
        .join(first, first.c.ref == ListingRow.ref)
        .outerjoin(FirstLook, FirstLook.ref == ListingRow.ref)
        .where(first.c.at >= begins, first.c.at < ends, ListingRow.listed_on >= since)
    )
    by_then = start_of(waited_until(month))
    counts: Counter[tuple[str, str]] = Counter(
        (list_id, when_looked(at, looked, by_then))
        for list_id, at, looked in session.execute(asked)
    )
    return _told(counts)


def waited_until(month: date) -> date:
    """The day on which it is settled who had looked, of those asked about in a month."""
    return add_months(add_months(month, 1), 1)


def when_looked(asked_at: datetime, looked_at: datetime | None, by_then: datetime) -> str:
    """Whether a party looked before a partner asked, only afterwards, or not by then."""
    if looked_at is None or looked_at >= by_then:
        return NOT_YET
    return BEFORE if looked_at < asked_at else ONLY_AFTER


def _told(counts: Mapping[tuple[str, str], int]) -> Cells:
    found: Cells = {}
    for (list_id, cell), count in counts.items():
        shown = coarse(count)
        if shown is not None:
            found.setdefault(list_id, {})[cell] = shown
    return found
