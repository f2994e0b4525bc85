"""What a scheme may offer: always something on top, never access to something, never a basic need.

NDRC, 18 July 2019: scores may go with rewards, not with punishment, and may not limit basic public
services. A benefit that touches one is refused, even where the modelled place had it.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from services.locality.domain.items import BENEFITS_ONLY, Restricts
from services.locality.domain.parts import Sourced
from shared.identifiers import Slug
from shared.rulebook.closed import Closed
from shared.rulebook.rows import Text


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
    FARM_WORK = "farm-work"
    PUBLIC_PRAISE = "public-praise"


def _only_gifts(value: object) -> object:
    if value not in tuple(Gift):
        raise ValueError(f"{BENEFITS_ONLY}; it may give {', '.join(Gift)}")
    return value


def _no_basic_service(value: object) -> object:
    if value in tuple(BasicService):
        raise ValueError("a basic public service may not depend on a score")
    return value


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
    restricts: Restricts = None
