"""Organisations of a place: who is on its books, and which places count as its own."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from shared.errors import BadInput, Conflict, NotFound
from shared.identifiers import IdNumber, Kind, Party, region_of
from shared.signature import Signature


class NotAnOrganisation(BadInput):
    """People have a door of their own, and no complement ever."""

    code = "not_an_organisation"


class OrganisationElsewhere(BadInput):
    """Each organisation has its file where it is registered."""

    code = "organisation_elsewhere"


class AlreadyOnTheBooks(Conflict):
    """Every organisation is registered once."""

    code = "organisation_already_registered"


class OrganisationUnknown(NotFound):
    """No such organisation is registered here."""

    code = "organisation_unknown"


@dataclass(frozen=True, slots=True)
class Territory:
    """The regions that a place was declared for, by the leading digits of their codes."""

    regions: tuple[str, ...]

    @classmethod
    def of(cls, regions: Iterable[str]) -> "Territory":
        """The same however they were written down."""
        return cls(tuple(sorted(set(regions))))

    def covers(self, region: str) -> bool:
        """Whether a county belongs to this place."""
        return region.startswith(self.regions) if self.regions else False


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation on this place's books."""

    id: str
    name: str
    code: IdNumber
    registered_by: str
    registered_at: datetime

    def as_row(self) -> dict[str, Any]:
        """The columns of its row."""
        return asdict(self)


def register(
    organisation_id: str, party: Party, territory: Territory, signed: Signature
) -> Organisation:
    """A new organisation of this place; being registered gives it neither points nor a grade."""
    if party.kind is not Kind.ORGANISATION:
        raise NotAnOrganisation("Only organisations have a file of this kind.")
    if not territory.covers(region_of(party.id_number)):
        raise OrganisationElsewhere("By its code this organisation is registered elsewhere.")
    return Organisation(organisation_id, party.name, party.id_number, signed.by, signed.at)
