"""What an authority adds to the common procedure: its own check of the facts, and its own file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable

from sqlalchemy.orm import Session

from shared.ledger.listing import Listing
from shared.procedure.request import Request
from shared.rulebook.rows import Text

__all__ = [
    "Bracket",
    "Casework",
    "HasBrackets",
    "HasContests",
    "HasPauses",
    "HasStatistics",
    "HasTasks",
    "HasTerms",
    "Prepares",
    "Request",
    "Waiting",
]


class Casework(Protocol):
    """The authority's own side of the procedure."""

    def check(self, session: Session, request: Request, today: date) -> None:
        """Raise a refusal with a code unless the facts allow this listing on that day.

        Asked when it is proposed, when it is approved and again on the day of publication.
        """
        ...

    def holdings(self, session: Session, id_number: str, today: date) -> dict[str, Any]:
        """What else this authority holds about a party, for the party to read."""
        ...


@runtime_checkable
class Prepares(Protocol):
    """A casework that can read at once what its check will ask for about many requests."""

    def prepare(self, session: Session, requests: Sequence[Request]) -> object:
        """Load it into the session; whoever holds what is returned keeps it loaded."""
        ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something of an authority's own that waits for an officer; of no list, if it is empty."""

    what: str
    id: str
    since: datetime
    due_on: date | None
    list: str = ""
    ground: str = ""


@runtime_checkable
class HasTasks(Protocol):
    """A casework that has work of its own for the worklist."""

    def tasks(self, session: Session, today: date) -> Sequence[Waiting]:
        """What waits for an officer on that day."""
        ...


@runtime_checkable
class HasTerms(Protocol):
    """A casework that has a say in how long a listing stands."""

    def stands_until(self, session: Session, proposal_id: str, until: date) -> date:
        """The last day as the ground's term gives it, or as was decided in this procedure."""
        ...

    def must_be_renewable(self, list_id: str, ground: str) -> None:
        """Raise a refusal with a code where the rules let a listing end and nothing renews it."""
        ...


@runtime_checkable
class HasPauses(Protocol):
    """A casework that may exempt a party from what a listing brings, for some days."""

    def is_paused(self, session: Session, ref: str, today: date) -> bool:
        """Whether on that day nobody may act on the listing."""
        ...


@runtime_checkable
class HasContests(Protocol):
    """A casework at which more than an objection can make a listing contested."""

    def is_contested(self, session: Session, listing: Listing) -> bool:
        """Whether a party contests something of the authority's own that the listing rests on."""
        ...


@runtime_checkable
class HasStatistics(Protocol):
    """A casework that can count its listings by what only it knows."""

    def counts(self, session: Session, today: date) -> Mapping[str, Mapping[str, int]]:
        """Raw counts by name; they are suppressed and rounded before anybody sees them."""
        ...


@dataclass(frozen=True, slots=True)
class Bracket:
    """A kind of duty, or a size of it, that listings can rest on; the list makes no difference."""

    id: str
    says: Text


@runtime_checkable
class HasBrackets(Protocol):
    """A casework that knows how serious the duties behind its listings are."""

    def brackets(self, list_id: str) -> Sequence[Bracket]:
        """All that the cases behind a list can fall into, in order; none if they are all alike."""
        ...

    def brackets_of(self, session: Session, bases: Collection[str]) -> Mapping[str, str]:
        """For each of these cases its bracket; a case that is not there has none."""
        ...
