"""What must hold of every listing of the court, besides what must hold everywhere."""

from sqlalchemy.orm import Session

from services.court import records as court_records
from shared.ledger.listing import Listing
from tests.unit.promises import basis_of


def rests_on_its_judgment(session: Session, listing: Listing) -> None:
    """Somebody who was warned in time and had not performed on the day of listing."""
    judgment = court_records.judgment(session, basis_of(session, listing))
    assert judgment is not None
    assert judgment.party.id_number == listing.id_number
    assert judgment.warning is not None
    assert judgment.warning.perform_by < listing.listed_on
    assert judgment.performed_on is None or judgment.performed_on >= listing.listed_on
