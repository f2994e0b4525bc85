"""Who takes part: every service with its port, from the one list of authorities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from demo.trouble import Trouble
from shared import authorities

PLATFORM, GATEWAY, SITE, BROKER = "platform", "gateway", "site", "broker"
PLATFORM_PORT, GATEWAY_PORT, SITE_PORT, BROKER_PORT = 8200, 8300, 8000, 4222

# The package that every sector runs, the process in which they run together, and the two that run
# unless others are asked for.
SECTOR_LIST, SECTORS = "sector_list", "sectors"
USUAL_SECTORS = ("rail", "market")

# The package that every locality runs, and the two that run unless others are asked for: each is a
# process of its own, and costs the memory of one.
LOCALITY, LOCALITIES = "locality", "localities"
USUAL_LOCALITIES = ("rongcheng", "bailu")

# Who asks under the memoranda.
PARTNERS = (
    "skyward-air",
    "four-seasons-inn",
    "greens-golf",
    "harbour-bank",
    "public-posts-office",
    "procurement-office",
    "tax-service-hall",
    "customs-office",
    "swift-rail",
    "golden-tours",
    "property-registry",
    "qualifications-office",
    "agriculture-office",
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
        """Authorities, platform, gateway: the order in which they start."""
        return (*self.authorities, self.platform, self.gateway)

    @property
    def names(self) -> tuple[str, ...]:
        """The short names of all services."""
        return tuple(place.name for place in self.places)

    @property
    def sectors(self) -> tuple[str, ...]:
        """Those that keep the list of a sector."""
        return tuple(one.name for one in self.authorities if one.package == SECTOR_LIST)

    @property
    def localities(self) -> tuple[str, ...]:
        """Those that keep points."""
        return tuple(one.name for one in self.authorities if one.package == LOCALITY)

    def process_of(self, name: str) -> str:
        """The process in which a service runs: its own, or the one that all sectors share."""
        return SECTORS if name in self.sectors else name

    def with_sectors(self, chosen: Iterable[str]) -> "Roster":
        """The same with these sectors only."""
        return self._without(set(self.sectors) - set(chosen))

    def with_localities(self, chosen: Iterable[str]) -> "Roster":
        """The same with these localities only."""
        return self._without(set(self.localities) - set(chosen))

    def only(self, running: Iterable[str]) -> "Roster":
        """The same with those sectors and localities only that are among the running services."""
        names = set(running)
        return self.with_sectors(names).with_localities(names)

    def usual(self) -> "Roster":
        """Who runs unless others are asked for."""
        return self.with_sectors(USUAL_SECTORS).with_localities(USUAL_LOCALITIES)

    def _without(self, left_out: set[str]) -> "Roster":
        return replace(
            self,
            authorities=tuple(one for one in self.authorities if one.name not in left_out),
            issuers=tuple(name for name in self.issuers if name not in left_out),
        )

    def chosen_sectors(self, words: str) -> tuple[str, ...]:
        """What `rail,aviation`, `all` or `none` names; Trouble for a sector that nobody knows."""
        return _chosen("sector", self.sectors, words)

    def chosen_localities(self, words: str) -> tuple[str, ...]:
        """The same for localities."""
        return _chosen("locality", self.localities, words)

    @property
    def ports(self) -> dict[str, int]:
        """The usual port of every process."""
        fixed = {SITE: SITE_PORT, BROKER: BROKER_PORT}
        return fixed | {place.name: place.port for place in self.places}


def _chosen(kind: str, known: tuple[str, ...], words: str) -> tuple[str, ...]:
    if words in ("all", "none"):
        return known if words == "all" else ()
    wanted = [word.strip() for word in words.split(",")]
    if unknown := sorted(set(wanted) - set(known)):
        raise Trouble(f"There is no {kind} {unknown[0]}, only {', '.join(known)}, all or none", 2)
    return tuple(name for name in known if name in wanted)


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
