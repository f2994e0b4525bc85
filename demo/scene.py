"""What a stack is begun with."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

EditionCadence = Literal["monthly", "live"]


@dataclass(frozen=True, slots=True)
class Scene:
    """First day, rules, people and rhythm; none can be changed once a stack was begun."""

    start: date = date(2019, 1, 1)
    rules_as_of: date = date(2019, 11, 1)
    population: int = 10_000
    seed: int = 2019
    edition_cadence: EditionCadence = "monthly"


@dataclass(frozen=True, slots=True)
class WantedScene:
    """What was asked for on the command line; None where nothing was."""

    start: date | None = None
    rules_as_of: date | None = None
    population: int | None = None
    seed: int | None = None
    edition_cadence: EditionCadence | None = None


def filled(wanted: WantedScene) -> Scene:
    """The usual scene, but for what was asked for."""
    return Scene(**{name: value for name, value in asdict(wanted).items() if value is not None})
