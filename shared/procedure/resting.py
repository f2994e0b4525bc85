"""What rests on a case, a judgment or a grade: the listings that came of it, and whom they name."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.identifiers import Party
from shared.ledger import acts
from shared.ledger.acts import ListingRow
from shared.ledger.listing import Listing
from shared.procedure import records
from shared.procedure.records import ProposalRow
from shared.procedure.steps import Proposal


def listings_resting_on(session: Session, basis: str) -> list[Listing]:
    """Every listing that came of a proposal with this basis, oldest first."""
    return [listing for _, listing in listings_resting_on_any(session, [basis])]


def listings_resting_on_any(session: Session, bases: Collection[str]) -> list[tuple[str, Listing]]:
    """The same for many: each basis with a listing that rests on it, oldest first."""
    refs = (
        select(ProposalRow.basis, ListingRow.ref)
        .join(ListingRow, ProposalRow.id == ListingRow.proposal_id)
        .where(ProposalRow.basis.in_(bases))
        .order_by(ListingRow.listed_on)
    )
    found = [(basis, acts.listing(session, ref)) for basis, ref in session.execute(refs).all()]
    return [(basis, listing) for basis, listing in found if listing is not None]


def proposals_resting_on(session: Session, basis: str) -> list[Proposal]:
    """Every proposal with this basis, oldest first."""
    resting = select(ProposalRow.id).where(ProposalRow.basis == basis)
    ids = session.scalars(resting.order_by(ProposalRow.proposed_at)).all()
    found = (records.proposal(session, one) for one in ids)
    return [proposal for proposal in found if proposal is not None]


def is_about(session: Session, basis: str, named: Party, party: Party) -> bool:
    """Whether a basis is about this party, as it names it or as an act has corrected it.

    A right number under a wrong name would put somebody else's name on a public list.
    """
    return party == named or any(
        party == listing.party for listing in listings_resting_on(session, basis)
    )
