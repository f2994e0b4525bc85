"""How a random course picks one thing out of many: mostly one of which something may become."""

from collections.abc import Sequence

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from shared.ledger.acts import ListingRow
from shared.procedure.records import ObjectionRow, ProposalRow
from shared.procedure.steps import State

# References are random; a course taken again must find the same things in the same order.
AS_ENTERED = text("rowid")


def a_proposal(session: Session, which: int, likely: State) -> str:
    """A proposal, mostly one in the likely state."""
    rows = session.scalars(select(ProposalRow).order_by(AS_ENTERED))
    return choose([(row.id, row.state == likely) for row in rows], which)


def an_objection(session: Session, which: int, *, is_open: bool) -> str:
    """An objection, mostly one that is open, or one that is not."""
    rows = session.scalars(select(ObjectionRow).order_by(AS_ENTERED))
    return choose([(row.id, (row.decided_at is None) == is_open) for row in rows], which)


def a_listing(session: Session, which: int) -> str:
    """A listing, mostly one that was not withdrawn."""
    rows = session.scalars(select(ListingRow).order_by(AS_ENTERED))
    return choose([(row.ref, row.withdrawn_on is None) for row in rows], which)


def choose(candidates: Sequence[tuple[str, bool]], which: int) -> str:
    """One of them; three times out of four a likely one, if there is any."""
    likely = [name for name, is_likely in candidates if is_likely]
    names = likely if likely and which % 4 else [name for name, _ in candidates]
    return names[which % len(names)] if names else "x-nothing-nothing"
