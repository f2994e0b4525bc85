"""The items of a scheme: what earns or costs points, and how much of it an officer must judge."""

from typing import Annotated

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    field_validator,
    model_validator,
)

from services.locality.domain.parts import Sourced, may_be_collected
from shared.identifiers import Slug
from shared.rulebook.closed import Closed
from shared.rulebook.rows import Openness, Text

BENEFITS_ONLY = "a score carries benefits only; nothing in a scheme may restrict anybody"
Points = Annotated[int, Field(strict=True, ge=-1000, le=1000)]


def refuse_restriction(_: object) -> None:
    """There is no way to write down a restriction."""
    raise ValueError(BENEFITS_ONLY)


Restricts = Annotated[None, BeforeValidator(refuse_restriction), Field(exclude=True)]


class Span(Closed):
    """The points that an officer may choose from, from the fewest to the most."""

    least: Points
    most: Points

    @model_validator(mode="after")
    def _one_way(self) -> "Span":
        if self.least * self.most <= 0 or abs(self.most) <= abs(self.least):
            raise ValueError("a range goes from its fewest points to its most, in one direction")
        return self

    def holds(self, points: int) -> bool:
        """Whether this many points may be chosen."""
        return min(self.least, self.most) <= points <= max(self.least, self.most)


def _shape(points: object) -> str:
    return "range" if isinstance(points, dict | Span) else "fixed"


FixedOrRange = Annotated[
    Annotated[Points, Tag("fixed")] | Annotated[Span, Tag("range")], Discriminator(_shape)
]


class Item(Sourced):
    """A credited act (points above zero) or a deduction (below), and who may notify it."""

    code: Slug
    category: Slug
    points: FixedOrRange
    department: Slug
    says: Text
    openness: Openness = Openness.FIXED
    max_points_per_year: Annotated[int, Field(strict=True, gt=0)] | None = None
    restricts: Restricts = None

    @field_validator("code")
    @classmethod
    def _may_be_collected(cls, found: str) -> str:
        return may_be_collected(found)

    @field_validator("points")
    @classmethod
    def _counts(cls, points: int | Span) -> int | Span:
        if points == 0:
            raise ValueError("an item without points has no place in a scheme")
        return points

    @model_validator(mode="after")
    def _judged_within_a_range(self) -> "Item":
        if (self.openness is Openness.FIXED) != (self.span is None):
            raise ValueError("an item that is judged gives a range of points, and no other does")
        return self

    @property
    def span(self) -> Span | None:
        """The range to choose from, if an officer must judge."""
        return self.points if isinstance(self.points, Span) else None

    @property
    def most(self) -> int:
        """The most that one event of this kind can count."""
        return self.points.most if isinstance(self.points, Span) else self.points

    @property
    def is_deduction(self) -> bool:
        """Whether it costs points."""
        return self.most < 0

    def points_for(self, chosen: int | None) -> int:
        """What an event counts: as chosen within the range, else the fewest that the range gives.

        A choice made under another edition counts only as far as this one allows.
        """
        if not isinstance(self.points, Span):
            return self.points
        if chosen is None or not self.points.holds(chosen):
            return self.points.least
        return chosen
