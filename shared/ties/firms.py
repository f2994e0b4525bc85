"""What an authority brings of its own so that ties can be kept and something follows from them."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, runtime_checkable

from sqlalchemy.orm import Session

from shared.identifiers import Party
from shared.ledger.listing import Listing
from shared.signature import Signature
from shared.ties.domain import Behind, Tie


@runtime_checkable
class HasFirms(Protocol):
    """A casework whose authority keeps who stands behind the firms in its books."""

    def firm_called(self, session: Session, reference: str) -> str:
        """The firm in these books that a door's address names; a refusal if there is none."""
        ...

    def party_of_firm(self, session: Session, firm: str) -> Party | None:
        """The name and the public code of a firm in these books."""
        ...

    def behind(self, session: Session, listing: Listing) -> Behind | None:
        """What a listing is about, if it is a firm's."""
        ...

    def stands_as(self, session: Session, firm: str, today: date) -> set[str]:
        """The lists on which a firm stands, and its grade, as rows of the rulebook name them."""
        ...

    def reached_through(self, session: Session, tie: Tie) -> Sequence[tuple[int, str]]:
        """The years in which this firm has its grade because of this tie, each with its rule."""
        ...

    def tie_changed(self, session: Session, tie: Tie, signed: Signature) -> int:
        """Make anew what of the authority's own rests on ties; how many grades changed."""
        ...
