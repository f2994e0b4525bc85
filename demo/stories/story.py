"""What one story is: a failure that was reported, and the same thing played on this model."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from demo.population import Population
from shared.identifiers import Party

if TYPE_CHECKING:
    from demo.stories.telling import StoryTeller

# A step says on which day it goes on; what takes no time says nothing.
Days = Iterator[date]
Happens = Callable[["StoryTeller"], Days | None]
Cast = Callable[[Population], Mapping[str, Party]]
Measured = int | str | None | list[str]

# What every story measures, in words for the page.
ALWAYS_MEASURED = {
    "days_until_corrected": "days until corrected",
    "asked": "who asked",
    "restricted": "what was restricted",
}


@dataclass(frozen=True, slots=True)
class Title:
    """The story in a few words."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Safeguard:
    """What made the difference, and at which door or in which file it can be found."""

    name: str
    where: str


@dataclass(frozen=True, slots=True)
class NoSafeguard:
    """Nothing in the model would have helped, and why."""

    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Both ends of one failure.

    `here` is how it ends on this model; what was measured while playing is put into its braces.
    `remains` is the harm that stays, safeguard or not.
    """

    number: int
    name: str
    title: Title
    in_the_world: str
    source: str
    services: Sequence[str]
    cast: Cast
    steps: Sequence[tuple[str, Happens]]
    here: str
    safeguard: Safeguard | NoSafeguard
    remains: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A reported failure that is not played, and why."""

    number: int
    title: Title
    source: str
    because: str
