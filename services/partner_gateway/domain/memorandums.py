"""What an agreement (MOU) is made of: its lists, who signed it, and the measures it attaches."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from shared.contract import Effect, SlugText
from shared.origin import Origin
from shared.rulebook import Confidence, Text

Words = Annotated[str, Field(min_length=1, max_length=500)]
PARTY = "party"


class Force(StrEnum):
    """Whether a partner must apply a measure, or only takes the listing into account."""

    BINDING = "binding"
    REFERENCE = "reference"  # 审慎性参考: weighed, never decisive by itself


class BodyKind(StrEnum):
    """The paper names both: government departments and private companies."""

    COMPANY = "company"
    DEPARTMENT = "department"
    ASSOCIATION = "association"  # a mass organisation: neither of the two


class Sphere(StrEnum):
    """The part of life that a measure touches."""

    LUXURY_TRAVEL = "luxury-travel"
    LUXURY_LODGING = "luxury-lodging"
    LUXURY_LEISURE = "luxury-leisure"
    LUXURY_PROPERTY = "luxury-property"
    HIGH_FEE_SCHOOLING = "high-fee-schooling"
    PUBLIC_POSTS = "public-posts"
    PROFESSIONS = "professions"
    CREDIT = "credit"
    TAXATION = "taxation"
    CUSTOMS = "customs"
    PROCUREMENT = "procurement"
    MARKET_ENTRY = "market-entry"
    PUBLIC_FUNDS = "public-funds"
    HONOURS = "honours"
    SUPERVISION = "supervision"
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


class Closed(BaseModel):
    """A part of a file that holds nothing but what is named here, and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(Closed):
    """Something in force from a day until a day."""

    valid_from: date | None = None
    valid_to: date | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether it was in force on that day, both ends included."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    @model_validator(mode="after")
    def _runs_forward(self) -> "Dated":
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to lies before valid_from")
        return self


class Affected(Closed):
    """Somebody whom a measure reaches without being its addressee: shown and counted."""

    who: Text
    how: Text


class Target(Closed):
    """A list that one issuer keeps; a measure attaches to those who stand on it."""

    issuer: SlugText
    list: SlugText


class Partner(Closed):
    """A body that asks at the gateway, known by its client id."""

    id: SlugText
    title: Text
    kind: BodyKind
    origin: Origin


class Body(Partner):
    """A body that signed an agreement and never asks here; `role` is what it does in one."""

    role: Text


class Joined(Closed):
    """A partner that carries out measures without having signed, under a body that did."""

    partner: SlugText
    under: SlugText


class Original(Closed):
    """How many bodies signed the real text, and how many measures stand in it, where known."""

    signatories: Annotated[int, Field(ge=1)] | None = None
    measures: Annotated[int, Field(ge=1)] | None = None


class Measure(Dated):
    """One thing that a listing brings about, with its legal basis and who carries it out.

    `partners` are those who may ask about it; of a measure with none, nobody is ever told here.
    `basic` names the entry of the basic list of measures that it is.
    """

    id: SlugText
    content: Text
    sphere: Sphere
    addressee: str
    also_affects: tuple[Affected, ...] = ()
    legal_basis: Words
    implementing_body: Text
    partners: tuple[SlugText, ...] = ()
    basic: SlugText | None = None
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


class Mou(Dated):
    """One agreement: which lists it attaches to, who signed or joined it, and its measures."""

    id: SlugText
    title: Text
    effect: Effect
    targets: tuple[Target, ...] = Field(min_length=1)
    signed: tuple[SlugText, ...] = Field(min_length=1)
    joined: tuple[Joined, ...] = ()
    original: Original = Original()
    measures: tuple[Measure, ...] = Field(min_length=1)
    legal_basis: Words
    origin: Origin
    source: Words
    confidence: Confidence

    @property
    def signatories(self) -> tuple[str, ...]:
        """All who signed, and all who joined."""
        return (*self.signed, *(one.partner for one in self.joined))

    def measure(self, measure_id: str) -> Measure | None:
        """Its measure of that id."""
        return next((one for one in self.measures if one.id == measure_id), None)

    def attaches_to(self, issuer: str, list_id: str) -> bool:
        """Whether that list is one of its targets."""
        return any((one.issuer, one.list) == (issuer, list_id) for one in self.targets)
