"""A scheme as data: what earns and costs points, which grades there are, what they open.

A scheme has editions that follow each other in time; one alone is in force on any day, whole, so
that rules of two dates are never mixed.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from services.locality.domain.items import BENEFITS_ONLY, Item, Span
from services.locality.domain.offers import BasicService, Benefit, Gift, Needs, Service
from services.locality.domain.parts import (
    WEAK,
    Basis,
    Category,
    Departure,
    Grades,
    InForce,
    Limit,
    Scale,
    Sourced,
)
from shared.identifiers import Slug
from shared.rulebook.closed import Closed
from shared.rulebook.rows import Text

__all__ = [
    "BENEFITS_ONLY",
    "BasicService",
    "Benefit",
    "Editions",
    "Gift",
    "Item",
    "Needs",
    "Scheme",
    "Service",
    "Sourced",
    "Span",
]


class Scheme(Closed):
    """One edition of a place's scheme: the place is invented, the standard it follows is real."""

    edition: Annotated[str, Field(pattern=r"^[0-9a-z-]{1,20}$")]
    in_force: InForce
    title: Text
    after: Text
    basis: Basis
    limits: Annotated[tuple[Limit, ...], Field(min_length=1)]
    scale: Scale
    grades: Grades
    categories: tuple[Category, ...]
    items: tuple[Item, ...]
    benefits: tuple[Benefit, ...]
    departures: tuple[Departure, ...]

    def item(self, code: str) -> Item | None:
        """The item of that code."""
        return next((item for item in self.items if item.code == code), None)

    def benefit(self, benefit_id: str) -> Benefit | None:
        """The benefit of that id."""
        return next((one for one in self.benefits if one.id == benefit_id), None)

    def grade_of(self, points: int) -> str:
        """The grade in whose half-open band the points lie."""
        bands = self.grades.bands
        return next((band.grade for band in bands if points >= band.at_least), bands[-1].grade)

    def threshold(self, benefit: Benefit) -> int:
        """How many points open a benefit."""
        if benefit.needs.points is not None:
            return benefit.needs.points
        bands = {band.grade: band.at_least for band in self.grades.bands}
        return bands[str(benefit.needs.grade)]

    def parts(self) -> Iterator[Sourced]:
        """Everything in the scheme that has a source."""
        yield from (self.in_force, self.basis, *self.limits, self.scale, self.grades)
        yield from (*self.items, *self.benefits)

    def unconfirmed(self) -> int:
        """How many of its parts rest on memory."""
        return sum(part.confidence in WEAK for part in self.parts())


class Editions(Closed):
    """A whole scheme file: the editions of one place's scheme, oldest first."""

    scheme: Slug
    format: Literal[1]
    editions: Annotated[tuple[Scheme, ...], Field(min_length=1)]

    def on(self, day: date) -> Scheme | None:
        """The one edition in force on a day."""
        return next((one for one in self.editions if one.in_force.holds_on(day)), None)


def follows_on(earlier: InForce, later: InForce) -> bool:
    """Whether an edition begins on the very day after the one before it ends."""
    if earlier.valid_to is None or later.valid_from is None:
        return False
    return later.valid_from == earlier.valid_to + timedelta(days=1)
