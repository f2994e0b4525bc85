"""The site's configuration from the environment, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Where the site finds its key, its parties and the services."""

    keys_dir: Path
    state_dir: Path
    # As a browser on this machine reaches them, and as this process does.
    services: Mapping[str, str]
    services_inside: Mapping[str, str]
    origins: tuple[str, ...]
    population: int
    seed: int
    as_of: date
    rules_as_of: date
    authorities: Path
    # The document that opens every door; without it nothing that crosses can be seen.
    document: Path | None


def read(environment: Mapping[str, str]) -> SiteSettings:
    """Settings of the site; services are given as `name=url,name=url`."""
    services = addresses(environment["CHIMERA_SERVICES"])
    origin = environment.get("CHIMERA_SITE_ORIGIN", "http://localhost:8000")
    return SiteSettings(
        keys_dir=Path(environment.get("CHIMERA_KEYS_DIR", "var/keys/identity")),
        state_dir=Path(environment.get("CHIMERA_STATE_DIR", "var/state/identity")),
        services=services,
        services_inside=services | addresses(environment.get("CHIMERA_SERVICES_INSIDE", "")),
        origins=(origin, origin.replace("localhost", "127.0.0.1")),
        population=int(environment.get("CHIMERA_POPULATION", "10000")),
        seed=int(environment.get("CHIMERA_SEED", "2019")),
        as_of=date.fromisoformat(environment.get("CHIMERA_START", "2019-01-01")),
        rules_as_of=date.fromisoformat(environment.get("CHIMERA_RULES_AS_OF", "2019-11-01")),
        authorities=Path(environment.get("CHIMERA_AUTHORITIES", "authorities.yaml")),
        document=Path(document) if (document := environment.get("CHIMERA_DEMO_DOCUMENT")) else None,
    )


def addresses(text: str) -> dict[str, str]:
    """`court=http://127.0.0.1:8101,tax=...` as a dictionary."""
    return dict(part.split("=", 1) for part in text.split(",") if part)
