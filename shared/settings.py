"""Configuration from the environment, read once at start; every variable is in docs/settings.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

ClockKind = Literal["real", "model"]


class BadSetting(Exception):
    """A variable of the environment that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What every service needs to know about where it runs."""

    name: str
    keys_dir: Path
    state_dir: Path
    database_url: str
    broker_url: str
    clock: ClockKind
    start: date
    rules_as_of: date
    site_origin: str
    authorities: Path
    seed: int
    # Where the model's map is, if there is one; in the containers there is none.
    map_address: str | None = None

    def secret(self, file: str) -> str:
        """The text of one file of this service's key folder."""
        try:
            return (self.keys_dir / file).read_text().strip()
        except OSError as error:
            raise BadSetting(f"CHIMERA_KEYS_DIR: cannot read {file}: {error.strerror}") from error


def read(environment: Mapping[str, str], name: str) -> Settings:
    """Settings of the service called `name`; BadSetting names the variable that is wrong."""
    state_dir = Path(environment.get("CHIMERA_STATE_DIR", f"var/state/{name}"))
    keys_dir = Path(environment.get("CHIMERA_KEYS_DIR", f"var/keys/{name}"))
    sqlite = f"sqlite:///{state_dir / name}.sqlite"
    return Settings(
        name=name,
        keys_dir=keys_dir,
        state_dir=state_dir,
        database_url=_with_password(environment.get("CHIMERA_DATABASE_URL", sqlite), keys_dir),
        broker_url=environment.get("CHIMERA_BROKER_URL", "nats://127.0.0.1:4222"),
        clock=_clock(environment.get("CHIMERA_CLOCK", "model")),
        start=_day(environment, "CHIMERA_START", "2019-01-01"),
        rules_as_of=_day(environment, "CHIMERA_RULES_AS_OF", "2019-11-01"),
        site_origin=environment.get("CHIMERA_SITE_ORIGIN", "http://localhost:8000"),
        authorities=Path(environment.get("CHIMERA_AUTHORITIES", "authorities.yaml")),
        seed=_whole(environment, "CHIMERA_SEED", "2019"),
        map_address=environment.get("CHIMERA_SITE_ORIGIN"),
    )


def slug(environment: Mapping[str, str], default: str) -> str:
    """Which authority this process is."""
    return environment.get("CHIMERA_AUTHORITY", default)


def platform_url(environment: Mapping[str, str]) -> str:
    """Where the national platform answers those who read it."""
    return environment.get("CHIMERA_PLATFORM_URL", "http://127.0.0.1:8200").rstrip("/")


def edition_cadence(environment: Mapping[str, str]) -> str | None:
    """How the operator wants additions to come out; None leaves it to the rulebook."""
    return environment.get("CHIMERA_EDITION_CADENCE") or None


def _clock(value: str) -> ClockKind:
    if value not in ("real", "model"):
        raise BadSetting("CHIMERA_CLOCK must be real or model")
    return cast(ClockKind, value)


def _day(environment: Mapping[str, str], variable: str, default: str) -> date:
    try:
        return date.fromisoformat(environment.get(variable, default))
    except ValueError as error:
        raise BadSetting(f"{variable} must be a date like {default}") from error


def _whole(environment: Mapping[str, str], variable: str, default: str) -> int:
    value = environment.get(variable, default)
    if not (value.isascii() and value.isdecimal()):
        raise BadSetting(f"{variable} must be a whole number like {default}")
    return int(value)


def _with_password(url: str, keys_dir: Path) -> str:
    """Put the key folder's database password into a URL that names a user but no password."""
    file = keys_dir / "database_password"
    if not url.startswith("postgresql") or "@" not in url or not file.exists():
        return url
    head, tail = url.split("@", 1)
    return url if ":" in head.split("//", 1)[1] else f"{head}:{file.read_text().strip()}@{tail}"
