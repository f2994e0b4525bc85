"""What there is beside one case: other cases and listings of its party, and what came of it."""

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from services.sector_list import records
from services.sector_list.domain import Case
from shared.ledger import acts
from shared.ledger.listing import Listing
from shared.procedure import beside
from shared.procedure.casework import Request
from shared.procedure.resting import listings_resting_on_any


def load(session: Session, requests: Sequence[Request]) -> object:
    """Read it for many requests; whoever holds the answer keeps the cases loaded."""
    bases = {request.basis for request in requests}
    numbers = {str(request.party.id_number) for request in requests}
    beside.load(session, _cases, numbers)
    beside.load(session, _listings, numbers)
    beside.load(session, listings_resting_on_any, bases)
    beside.load(session, _listings_called, bases)
    return records.load_cases(session, bases)


def cases_about(session: Session, id_number: str) -> list[Case]:
    """All cases about one identifier, oldest first."""
    return beside.read(session, _cases, id_number)


def listings_of(session: Session, id_number: str) -> list[Listing]:
    """All listings about one identifier, oldest first."""
    return beside.read(session, _listings, id_number)


def resting_on(session: Session, case_id: str) -> list[Listing]:
    """Every listing that came of a case, oldest first."""
    return beside.read(session, listings_resting_on_any, case_id)


def listing_called(session: Session, ref: str) -> Listing | None:
    """The listing called `ref`: what a person behind a firm is listed for."""
    return next(iter(beside.read(session, _listings_called, ref)), None)


def _cases(session: Session, id_numbers: Collection[str]) -> list[tuple[str, Case]]:
    found = records.cases_about_any(session, id_numbers)
    return [(one.party.id_number, one) for one in found]


def _listings(session: Session, id_numbers: Collection[str]) -> list[tuple[str, Listing]]:
    return [(one.id_number, one) for one in acts.listings_of_any(session, id_numbers)]


def _listings_called(session: Session, refs: Collection[str]) -> list[tuple[str, Listing]]:
    return [(one.ref, one) for one in acts.listings_called_any(session, refs)]
