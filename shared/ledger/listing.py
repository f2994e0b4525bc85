"""A listing and what may be done to it; every change makes the next version."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from shared.contract import Cause, Effect, Publication
from shared.errors import Conflict
from shared.identifiers import IdNumber, Kind, Party


class AlreadyWithdrawn(Conflict):
    """A withdrawal is final; only a new procedure can list again."""

    code = "already_withdrawn"


class NotStanding(Conflict):
    """The listing's last day has passed."""

    code = "not_standing"


@dataclass(frozen=True, slots=True)
class Listing:
    """Who is listed, by whom, on which ground, from which day until which."""

    ref: str
    issuer: str
    proposal_id: str
    list: str
    reason: str
    kind: Kind
    effect: Effect
    publication: Publication
    name: str
    id_number: IdNumber
    listed_on: date
    stands_until: date
    version: int = 1
    withdrawn_on: date | None = None
    cause: Cause | None = None
    is_contested: bool = False

    @property
    def party(self) -> Party:
        """Who is listed."""
        return Party(kind=self.kind, name=self.name, id_number=self.id_number)

    def stands_on(self, day: date) -> bool:
        """Whether the listing counts on that day; expiry needs no act and no message."""
        return self.withdrawn_on is None and day < self.stands_until

    def withdraw(self, cause: Cause, on: date) -> "Listing":
        """End the listing for good."""
        self._must_not_be_withdrawn()
        return replace(
            self, withdrawn_on=on, cause=cause, is_contested=False, version=self.version + 1
        )

    def correct(self, name: str, id_number: IdNumber) -> "Listing":
        """Put the name or the number right; it takes effect everywhere at once."""
        self._must_not_be_withdrawn()
        return replace(self, name=name, id_number=id_number, version=self.version + 1)

    def renew(self, until: date) -> "Listing":
        """A new dated act lets it stand longer; without one it ends by itself."""
        self._must_not_be_withdrawn()
        return replace(self, stands_until=until, version=self.version + 1)

    def contest(self, is_contested: bool) -> "Listing":
        """Mark whether an objection is open; this alone is no act."""
        return replace(self, is_contested=is_contested)

    def as_row(self) -> dict[str, Any]:
        """The columns of its row."""
        return asdict(self)

    def _must_not_be_withdrawn(self) -> None:
        if self.withdrawn_on is not None:
            raise AlreadyWithdrawn("This listing was withdrawn; a withdrawal is final.")
