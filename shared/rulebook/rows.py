"""One row of a rulebook: a value with its unit, its legal basis, its source and how sure it is."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from shared.contract import Effect, Publication, SlugText
from shared.identifiers import Kind
from shared.origin import Origin
from shared.rulebook.closed import Closed as Closed
from shared.rulebook.orders import Bar, Ending, Exemption, Reach
from shared.ties.roles import Role


class Confidence(StrEnum):
    """How sure a row is; `firm` is recalled closely but was not re-read."""

    CONFIRMED = "confirmed"
    POOR_HOST = "poor-host"
    PAPER = "paper"
    DERIVED = "derived"
    FIRM = "firm"
    UNCONFIRMED = "unconfirmed"


class LegalForce(StrEnum):
    """What stands behind a rule; an extra-legal one can never ground a listing."""

    LAW = "law"
    REGULATION = "regulation"
    POLICY = "policy"
    EXTRA_LEGAL = "extra-legal"


class Openness(StrEnum):
    """How much an officer must judge when applying the rule."""

    FIXED = "fixed"
    ASSESSED = "assessed"
    OPEN = "open"


class Unit(StrEnum):
    """What a row's value is counted in, or what kind of thing it is."""

    MINUTES = "minutes"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"
    YUAN = "yuan"
    POINTS = "points"
    COUNT = "count"
    PERCENT = "percent"
    CADENCE = "cadence"
    BODY = "body"
    LIST = "list"
    GROUND = "ground"
    FINDING = "finding"
    GRADE = "grade"
    PENALTY = "penalty"
    EFFECT = "effect"
    INDICATOR = "indicator"
    BAR = "bar"
    ENDING = "ending"
    EXEMPTION = "exemption"
    REACH = "reach"


TEXT_UNITS = {Unit.CADENCE, Unit.BODY, Unit.PENALTY}


class Text(Closed):
    """One sentence in the two languages."""

    en: Annotated[str, Field(min_length=1, max_length=1000)]
    zh: Annotated[str, Field(min_length=1, max_length=1000)]


class ListRule(Closed):
    """A list that this authority keeps; one that does not leave is never said on the bus."""

    effect: Effect
    publication: Publication
    kinds: tuple[Kind, ...]
    leaves: bool = True


class Ground(Closed):
    """A ground for listing: on which list, and which row fixes how long it stands.

    It may give a grade too; `follows` names the list that the party must have been on before. With
    `through` it is no conduct of the party's own: who has such a role may be listed as the firm is.
    """

    list: SlugText
    term: SlugText
    grade: SlugText | None = None
    follows: SlugText | None = None
    through: tuple[Role, ...] = ()


class Finding(Closed):
    """What can be found about a party and grounds no listing, though it may give a grade."""

    grade: SlugText | None = None


class Consequence(Closed):
    """What a list, or a grade, brings about, and who sees to it.

    With `through` it is for persons in such a role, not for the firm itself.
    """

    of: SlugText
    by: Annotated[str, Field(min_length=1, max_length=200)]
    through: tuple[Role, ...] = ()


class Indicator(Closed):
    """Conduct that a yearly evaluation counts: what it takes off, how often, what else it brings.

    What is not recurring comes of an audit or an inspection, which many are spared. With `through`
    it is no conduct of the firm's own: it comes of a person who has such a role in it.
    """

    points: Annotated[int, Field(strict=True, ge=0, le=100)]
    counts: Literal["each-time", "each-month", "once-a-year"] = "each-time"
    recurring: bool = True
    brings: Literal["points", "no-a", "grade-m", "direct-d", "lower-base"] = "points"
    repair: Literal["points", "lifts", "none"] = "none"
    through: tuple[Role, ...] = ()


VALUES: dict[Unit, type] = {
    Unit.LIST: ListRule,
    Unit.GROUND: Ground,
    Unit.FINDING: Finding,
    Unit.EFFECT: Consequence,
    Unit.INDICATOR: Indicator,
    Unit.BAR: Bar,
    Unit.ENDING: Ending,
    Unit.EXEMPTION: Exemption,
    Unit.REACH: Reach,
}


class Row(Closed):
    """One rule with its provenance."""

    id: SlugText
    unit: Unit
    value: (
        Annotated[int, Field(strict=True, ge=0)]
        | ListRule
        | Ground
        | Finding
        | Consequence
        | Indicator
        | Bar
        | Ending
        | Exemption
        | Reach
        | str
    )
    says: Text
    legal_basis: Annotated[str, Field(min_length=1)]
    source: Annotated[str, Field(min_length=1)]
    confidence: Confidence
    valid_from: date | None = None
    valid_to: date | None = None
    legal_force: LegalForce
    openness: Openness
    origin: Origin
    floor: bool = False

    @model_validator(mode="after")
    def _fits_unit(self) -> "Row":
        wanted = VALUES.get(self.unit, str if self.unit in TEXT_UNITS else int)
        if not isinstance(self.value, wanted):
            raise ValueError(f"a row in {self.unit} cannot have this value")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to lies before valid_from")
        if self.unit is Unit.GROUND and self.legal_force is LegalForce.EXTRA_LEGAL:
            raise ValueError("an extra-legal rule can never ground a listing")
        return self

    def valid_on(self, day: date) -> bool:
        """Whether the rule was in force on that day, both ends included."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class File(Closed):
    """A whole rulebook file."""

    rulebook: SlugText
    format: Literal[1]
    title: Text
    rows: tuple[Row, ...]
