"""Agreements (MOUs), the measures they attach to a list, and the partners who signed them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from shared.contract import Effect, SlugText
from shared.origin import Origin
from shared.rulebook import Confidence, Text

Words = Annotated[str, Field(min_length=1, max_length=500)]
PARTY = "party"


class Force(StrEnum):
    """Whether a partner must apply a measure, or only takes the listing into account."""

    BINDING = "binding"
    REFERENCE = "reference"  # 审慎性参考: weighed, never decisive by itself


class PartnerKind(StrEnum):
    """The paper names both: government departments and private companies."""

    COMPANY = "company"
    DEPARTMENT = "department"


class Sphere(StrEnum):
    """The part of life that a measure touches."""

    LUXURY_TRAVEL = "luxury-travel"
    LUXURY_LODGING = "luxury-lodging"
    LUXURY_LEISURE = "luxury-leisure"
    PUBLIC_POSTS = "public-posts"
    CREDIT = "credit"
    TAXATION = "taxation"
    CUSTOMS = "customs"
    PROCUREMENT = "procurement"
    HEALTH_CARE = "health-care"
    SCHOOLING = "schooling"
    SOCIAL_ASSISTANCE = "social-assistance"
    HOUSING = "housing"
    WATER_AND_POWER = "water-and-power"
    ORDINARY_TRANSPORT = "ordinary-transport"
    COMMUNICATIONS = "communications"


# Nothing may restrict these (NDRC, 18 July 2019); a favourable measure restricts nothing.
BASIC_SERVICES = frozenset(
    {
        Sphere.HEALTH_CARE,
        Sphere.SCHOOLING,
        Sphere.SOCIAL_ASSISTANCE,
        Sphere.HOUSING,
        Sphere.WATER_AND_POWER,
        Sphere.ORDINARY_TRANSPORT,
        Sphere.COMMUNICATIONS,
    }
)


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Affected(_Closed):
    """Somebody whom a measure reaches without being its addressee: shown and counted."""

    who: Text
    how: Text


class Target(_Closed):
    """A list that one issuer keeps; a measure attaches to those who stand on it."""

    issuer: SlugText
    list: SlugText


class Partner(_Closed):
    """A body that signed, known by its client id."""

    id: SlugText
    title: Text
    kind: PartnerKind
    origin: Origin


class PartnersFile(_Closed):
    """The file of all partners."""

    partners: tuple[Partner, ...] = Field(min_length=1)


class _Dated(_Closed):
    valid_from: date | None = None
    valid_to: date | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether it was in force on that day, both ends included."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Measure(_Dated):
    """One thing that a listing brings about, with its legal basis and who carries it out."""

    id: SlugText
    content: Text
    sphere: Sphere
    addressee: str
    also_affects: tuple[Affected, ...] = ()
    legal_basis: Words
    implementing_body: Text
    partners: tuple[SlugText, ...] = Field(min_length=1)
    force: Force
    origin: Origin
    floor: bool = False
    source: Words
    confidence: Confidence

    @field_validator("addressee")
    @classmethod
    def _is_the_party(cls, value: str) -> str:
        if value != PARTY:
            raise ValueError("a measure is addressed to the party alone, never to a relative")
        return value


class Mou(_Dated):
    """One agreement: which lists it attaches to, who signed it, and its measures."""

    id: SlugText
    title: Text
    effect: Effect
    targets: tuple[Target, ...] = Field(min_length=1)
    signatories: tuple[SlugText, ...] = Field(min_length=1)
    measures: tuple[Measure, ...] = Field(min_length=1)
    legal_basis: Words
    origin: Origin
    source: Words
    confidence: Confidence

    def measure(self, measure_id: str) -> Measure | None:
        """Its measure of that id."""
        return next((one for one in self.measures if one.id == measure_id), None)


@dataclass(frozen=True, slots=True)
class Agreements:
    """All agreements and partners, as they are in force on one date."""

    mous: Sequence[Mou]
    partners: Mapping[str, Partner]
    as_of: date

    def mou(self, mou_id: str) -> Mou | None:
        """The agreement of that id, in force or not."""
        return next((one for one in self.mous if one.id == mou_id), None)

    def holding(self, measure_id: str) -> tuple[Mou, Measure] | None:
        """A measure and the agreement that it stands in."""
        found = ((mou, mou.measure(measure_id)) for mou in self.mous)
        return next(((mou, measure) for mou, measure in found if measure), None)

    def pairs(self, measure_id: str) -> tuple[tuple[Mou, Measure], ...]:
        """Every agreement that a measure stands in, with the measure as it has it."""
        found = ((mou, mou.measure(measure_id)) for mou in self.mous)
        return tuple((mou, measure) for mou, measure in found if measure)

    def is_in_force(self, mou: Mou, measure: Measure) -> bool:
        """Whether both were in force on the date that the rules are taken from."""
        return mou.is_in_force(self.as_of) and measure.is_in_force(self.as_of)

    def in_force(self) -> list[tuple[Mou, Measure]]:
        """Every measure that partners may ask about."""
        pairs = ((mou, measure) for mou in self.mous for measure in mou.measures)
        return [pair for pair in pairs if self.is_in_force(*pair)]

    def measures_of(self, partner: str) -> list[str]:
        """What this partner may ask about."""
        return [measure.id for _, measure in self.in_force() if partner in measure.partners]
