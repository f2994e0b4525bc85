"""Who is scored: adults who were registered and have said yes."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from shared.errors import BadInput, Conflict, Forbidden, NotFound
from shared.identifiers import IdNumber, Kind, Party, age_on
from shared.rulebook import Rules
from shared.signature import Signature


class NotAPerson(BadInput):
    """Personal scores are for people."""

    code = "not_a_person"


class PartyIsMinor(BadInput):
    """Nobody under age is registered."""

    code = "party_is_minor"


class AlreadyResident(Conflict):
    """Everybody is registered once."""

    code = "already_resident"


class ResidentUnknown(NotFound):
    """Nobody of that name and number is registered here."""

    code = "resident_unknown"


class NoConsent(Forbidden):
    """No consent, no score."""

    code = "no_consent"


@dataclass(frozen=True, slots=True)
class Resident:
    """A person on this place's books."""

    id: str
    name: str
    id_number: IdNumber
    registered_by: str
    registered_at: datetime

    def as_row(self) -> dict[str, Any]:
        """The columns of its row."""
        return asdict(self)


def register(resident_id: str, party: Party, rules: Rules, signed: Signature) -> Resident:
    """A new resident; being registered gives nobody a score."""
    if party.kind is not Kind.PERSON:
        raise NotAPerson("Only people are registered as residents.")
    if age_on(party.id_number, signed.today) < rules.number("adult-age"):
        raise PartyIsMinor("Only adults are registered as residents.")
    return Resident(resident_id, party.name, party.id_number, signed.by, signed.at)


def meant(found: Resident | None, name: str) -> Resident:
    """Whoever has this number and this name; ResidentUnknown if no one person has both."""
    if found is None or found.name != name:
        raise ResidentUnknown("Nobody of that name and number is registered here.")
    return found


def must_consent(consents: bool) -> None:
    """Raise unless the resident's last word was yes."""
    if not consents:
        raise NoConsent("Without your consent there is no score, and nothing depends on one.")
