"""What every part of a scheme carries: where it is from, how sure it is, what stands behind it."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from shared.identifiers import Slug
from shared.origin import Origin
from shared.rulebook.closed import Closed
from shared.rulebook.rows import Confidence, LegalForce, Text

WEAK = (Confidence.FIRM, Confidence.UNCONFIRMED)


class Forbidden(StrEnum):
    """What no locality may collect (Shanghai 2017, Art. 14; Zhejiang 2017, Art. 14; and others)."""

    RELIGION = "religion"
    GENES = "genes"
    FINGERPRINTS = "fingerprints"
    BLOOD = "blood"
    ILLNESS = "illness"


class Sourced(Closed):
    """A part of a scheme that somebody can check: where it is from and how sure it is."""

    source: Annotated[str, Field(min_length=1)]
    confidence: Confidence
    origin: Origin
    floor: bool = False
    legal_force: LegalForce

    @property
    def is_extra_legal(self) -> bool:
        """Whether no law stands behind it: it may be recorded, and can ground no listing."""
        return self.legal_force is LegalForce.EXTRA_LEGAL


class InForce(Sourced):
    """From when to when an edition is in force, both days included."""

    says: Text
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "InForce":
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to lies before valid_from")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether the edition is in force on that day."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


class Basis(Sourced):
    """Why a person is scored here, and why in the place that the scheme is named after."""

    value: Literal["consent"]
    original: Literal["consent", "residence", "unknown"]
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


class Limit(Sourced):
    """What a score must never do; code enforces it, the scheme says whose rule it is."""

    id: Slug
    says: Text


class Category(Closed):
    """One heading of the scheme."""

    id: Slug
    title: Text

    @field_validator("id")
    @classmethod
    def _may_be_collected(cls, found: str) -> str:
        return may_be_collected(found)


class Departure(Closed):
    """Where this scheme leaves the one that it is named after."""

    id: Slug
    says: Text
    origin: Literal[Origin.OURS]
    floor: bool


def may_be_collected(code: str) -> str:
    """The code of a category or an item, unless it names what nobody may collect."""
    if set(code.split("-")) & set(Forbidden):
        raise ValueError("no locality may collect religion, genes, fingerprints, blood or illness")
    return code
