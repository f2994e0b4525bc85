"""What an authority adds to the common procedure: its own check of the facts, and its own file."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy.orm import Session

from shared.identifiers import Party


@dataclass(frozen=True, slots=True)
class Request:
    """What an officer asks for: this party, on this list, on this ground, resting on this case."""

    list: str
    ground: str
    basis: str
    party: Party


class Casework(Protocol):
    """The authority's own side of the procedure."""

    def check(self, session: Session, request: Request, today: date) -> None:
        """Raise a refusal with a code unless the facts allow this listing on that day.

        Asked when it is proposed, when it is approved and again on the day of publication.
        """
        ...

    def holdings(self, session: Session, id_number: str) -> dict[str, Any]:
        """What else this authority holds about a party, for the party to read."""
        ...
