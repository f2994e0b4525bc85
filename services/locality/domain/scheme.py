"""A scheme as data: what earns and costs points, which grades there are, what they open.

A score carries benefits only (NDRC, 18 July 2019: rewards, not punishment, and no limit on basic
public services). Hence there is no way to write down a restriction, and a benefit that touches a
basic public service is refused, even where the modelled place had one.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from shared.identifiers import Slug
from shared.origin import Origin
from shared.rulebook.closed import Closed
from shared.rulebook.rows import Confidence, LegalForce, Openness, Text

BENEFITS_ONLY = "a score carries benefits only; nothing in a scheme may restrict anybody"
WEAK = (Confidence.FIRM, Confidence.UNCONFIRMED)
Points = Annotated[int, Field(strict=True, ge=-1000, le=1000)]


class Gift(StrEnum):
    """What a benefit may give: always something on top, never access to something."""

    DISCOUNT = "discount"
    LONGER_TIME = "longer-time"
    NO_DEPOSIT = "no-deposit"
    GIFT = "gift"
    HONOUR = "honour"


class BasicService(StrEnum):
    """The fields of the national list of basic public services (国发〔2017〕9号), and utilities."""

    EDUCATION = "education"
    EMPLOYMENT = "employment"
    SOCIAL_INSURANCE = "social-insurance"
    HEALTH = "health"
    SOCIAL_SERVICES = "social-services"
    HOUSING = "housing"
    CULTURE_AND_SPORTS = "culture-and-sports"
    DISABILITY = "disability"
    UTILITIES = "utilities"


class Service(StrEnum):
    """What a benefit may be about."""

    PARKING = "parking"
    SHARED_VEHICLES = "shared-vehicles"
    TOURISM = "tourism"
    SHOPPING = "shopping"
    RENTAL_OF_THINGS = "rental-of-things"
    PUBLIC_PRAISE = "public-praise"


def _refuse_restriction(_: object) -> None:
    raise ValueError(BENEFITS_ONLY)


def _only_gifts(value: object) -> object:
    if value not in tuple(Gift):
        raise ValueError(f"{BENEFITS_ONLY}; it may give {', '.join(Gift)}")
    return value


def _no_basic_service(value: object) -> object:
    if value in tuple(BasicService):
        raise ValueError("a basic public service may not depend on a score")
    return value


class Sourced(Closed):
    """A part of a scheme that somebody can check: where it is from and how sure it is."""

    source: Annotated[str, Field(min_length=1)]
    confidence: Confidence
    origin: Origin
    floor: bool = False
    legal_force: LegalForce


class Basis(Sourced):
    """Why a person is scored here, and why in the place that the scheme is named after."""

    value: Literal["consent"]
    original: Literal["consent", "residence"]
    says: Text


class Scale(Sourced):
    """Where everybody starts, and between which bounds a score lies."""

    says: Text
    base: int
    minimum: int
    maximum: int | None = None


class Band(Closed):
    """A grade, from `at_least` up to but not including where the next one begins."""

    grade: Annotated[str, Field(pattern=r"^[A-Za-z-]{1,20}$")]
    at_least: int
    says: Text


class Grades(Sourced):
    """The grades, best first."""

    says: Text
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]

    @field_validator("bands")
    @classmethod
    def _best_first(cls, bands: tuple[Band, ...]) -> tuple[Band, ...]:
        thresholds = [band.at_least for band in bands]
        if thresholds != sorted(set(thresholds), reverse=True):
            raise ValueError("the grades must stand in order, the best first, without a tie")
        return bands


class Category(Closed):
    """One heading of the scheme."""

    id: Slug
    title: Text


class Item(Sourced):
    """A credited act (points above zero) or a deduction (below), and who may notify it."""

    code: Slug
    category: Slug
    points: Points
    department: Slug
    says: Text
    openness: Openness = Openness.FIXED
    max_points_per_year: Annotated[int, Field(strict=True, gt=0)] | None = None
    restricts: Annotated[None, BeforeValidator(_refuse_restriction), Field(exclude=True)] = None

    @field_validator("points")
    @classmethod
    def _counts(cls, points: int) -> int:
        if points == 0:
            raise ValueError("an item without points has no place in a scheme")
        return points


class Needs(Closed):
    """What opens a benefit: so many points, or a grade."""

    points: int | None = None
    grade: str | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "Needs":
        if (self.points is None) == (self.grade is None):
            raise ValueError("a benefit needs either points or a grade")
        return self


class Benefit(Sourced):
    """Something extra that a score opens; each resident may claim it once a year."""

    id: Slug
    says: Text
    gives: Annotated[Gift, BeforeValidator(_only_gifts)]
    service: Annotated[Service, BeforeValidator(_no_basic_service)]
    needs: Needs
    quota_per_year: Annotated[int, Field(strict=True, gt=0)] | None = None
    restricts: Annotated[None, BeforeValidator(_refuse_restriction), Field(exclude=True)] = None


class Departure(Closed):
    """Where this scheme leaves the one that it is named after."""

    id: Slug
    says: Text
    origin: Literal[Origin.OURS]
    floor: bool


class Scheme(Closed):
    """One place's scheme: the place is invented, the standard it follows is real."""

    scheme: Slug
    format: Literal[1]
    title: Text
    after: Text
    basis: Basis
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
        yield from (self.basis, self.scale, self.grades, *self.items, *self.benefits)

    def unconfirmed(self) -> int:
        """How many of its parts rest on memory."""
        return sum(part.confidence in WEAK for part in self.parts())
