"""Who takes part: every service with its port, from the one list of authorities."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from demo.trouble import Trouble
from shared import authorities

PLATFORM, GATEWAY, SITE, BROKER = "platform", "gateway", "site", "broker"
PLATFORM_PORT, GATEWAY_PORT, SITE_PORT, BROKER_PORT = 8200, 8300, 8000, 4222

# Who signed the memoranda: companies first, then government departments.
PARTNERS = (
    "skyward-air",
    "four-seasons-inn",
    "greens-golf",
    "harbour-bank",
    "public-posts-office",
    "procurement-office",
    "tax-service-hall",
    "customs-office",
)


@dataclass(frozen=True, slots=True)
class Place:
    """One service: its short name, the package that it runs, and its port."""

    name: str
    package: str
    port: int


@dataclass(frozen=True, slots=True)
class Roster:
    """All services, which of them issue listings, and who notifies the localities."""

    authorities: tuple[Place, ...]
    issuers: tuple[str, ...]
    departments: Mapping[str, tuple[str, ...]]
    platform: Place = Place(PLATFORM, "national_platform", PLATFORM_PORT)
    gateway: Place = Place(GATEWAY, "partner_gateway", GATEWAY_PORT)

    @property
    def places(self) -> tuple[Place, ...]:
        """Authorities, platform, gateway: the order in which time moves through them."""
        return (*self.authorities, self.platform, self.gateway)

    @property
    def names(self) -> tuple[str, ...]:
        """The short names of all services."""
        return tuple(place.name for place in self.places)

    @property
    def ports(self) -> dict[str, int]:
        """The usual port of every process."""
        fixed = {SITE: SITE_PORT, BROKER: BROKER_PORT}
        return fixed | {place.name: place.port for place in self.places}


def read_roster(path: Path) -> Roster:
    """The roster that follows from `authorities.yaml`."""
    known = _load(path)
    return Roster(
        authorities=tuple(Place(one.slug, one.service, one.port) for one in known),
        issuers=tuple(one.slug for one in known.issuers),
        departments={
            one.slug: tuple(department.slug for department in one.departments)
            for one in known.localities
        },
    )


def _load(path: Path) -> authorities.Authorities:
    try:
        return authorities.load(path)
    except authorities.BrokenAuthorities as error:
        raise Trouble(str(error)) from error
