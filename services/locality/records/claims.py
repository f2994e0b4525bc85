"""Claims of benefits, as the locality keeps them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.locality.domain.claims import Claim, ThisYear
from services.locality.records.tables import ClaimRow


def add_claim(session: Session, new: Claim) -> None:
    """Keep a claim."""
    session.add(ClaimRow(**new.as_row()))


def claims_of(session: Session, resident_id: str) -> Sequence[ClaimRow]:
    """What a resident has claimed, oldest first."""
    by = select(ClaimRow).where(ClaimRow.resident_id == resident_id)
    return session.scalars(by.order_by(ClaimRow.claimed_at)).all()


def claimed_in(session: Session, year: int) -> Mapping[str, int]:
    """How often each benefit was claimed in a year."""
    counts = (
        select(ClaimRow.benefit, func.count())
        .where(ClaimRow.year == year)
        .group_by(ClaimRow.benefit)
    )
    return dict(session.execute(counts).all())


def this_year(session: Session, benefit: str, resident_id: str, year: int) -> ThisYear:
    """What was claimed of one benefit in a year, by this resident and by all."""
    own = [claim.benefit for claim in claims_of(session, resident_id) if claim.year == year]
    return ThisYear(benefit in own, claimed_in(session, year).get(benefit, 0))
