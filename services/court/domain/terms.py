"""How long a listing stands, and the time before it is published.

2017 Provisions, Art. 2: two years for grounds 2 to 6, one to three more in grave cases. Ground 1
has no term in the rules; our floor gives it one that only a new dated decision renews.
法发〔2019〕35号 lets the court wait one to three months before it publishes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.court.domain.refusals import (
    NoSuchRelief,
    NotAggravated,
    NothingToRenew,
    TermOutOfBounds,
)
from shared.calendar import add_months
from shared.origin import Origin
from shared.rulebook import Rules

LEAST_ADDED, MOST_ADDED = "least-added-term", "most-added-term"
LEAST_GRACE, MOST_GRACE = "least-grace", "most-grace"
VIOLENT_GROUND = "obstructs-enforcement"


class Aggravation(StrEnum):
    """What makes a case so grave that the term may be longer."""

    SERIOUS_VIOLENCE = "serious-violence"  # or threats
    SEVERAL_GROUNDS = "several-grounds"


@dataclass(frozen=True, slots=True)
class LongerTerm:
    """A reasoned decision, before the second officer looks at the proposal, on more years."""

    proposal_id: str
    because: Aggravation
    added_years: int
    reasons: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Grace:
    """Time given before publication; the facts are looked at again when it is over."""

    proposal_id: str
    months: int
    until_on: date
    given_by: str
    given_at: datetime


def has_fixed_term(ground: str, list_id: str, rules: Rules) -> bool:
    """Whether a rule fixes how long a listing on this ground stands; else the term is ours."""
    return rules.row(rules.ground(ground, list_id).term).origin is not Origin.OURS


def must_be_renewable(ground: str, list_id: str, rules: Rules) -> None:
    """NothingToRenew where a rule fixes the term: such a listing goes when it is over."""
    if has_fixed_term(ground, list_id, rules):
        raise NothingToRenew("The term of this ground is fixed; a new listing needs new facts.")


def must_be_aggravated(
    longer: LongerTerm, ground: str, others: Iterable[str], rules: Rules
) -> None:
    """Raise unless the rules allow so many years on this ground, and the facts are there."""
    _must_be_within(longer.added_years, LEAST_ADDED, MOST_ADDED, rules)
    if longer.because is Aggravation.SERIOUS_VIOLENCE and ground != VIOLENT_GROUND:
        raise NotAggravated("Violence and threats are another ground.")
    if longer.because is Aggravation.SEVERAL_GROUNDS and not set(others) - {ground}:
        raise NotAggravated("No other ground is asked for, or stands, in this case.")


def prolonged(until: date, longer: LongerTerm | None) -> date:
    """The end of a term with the years added to it."""
    return add_months(until, 12 * longer.added_years) if longer else until


def grace_until(months: int, rules: Rules, today: date) -> date:
    """The last day of a grace of so many months given today, if the rules know any grace."""
    if MOST_GRACE not in rules.rows:
        raise NoSuchRelief("The rules in force know no grace before publication.")
    _must_be_within(months, LEAST_GRACE, MOST_GRACE, rules)
    return add_months(today, months)


def _must_be_within(count: int, least: str, most: str, rules: Rules) -> None:
    if most not in rules.rows:
        raise NoSuchRelief("The rules in force know no such change of a term.")
    if not rules.number(least) <= count <= rules.number(most):
        raise TermOutOfBounds("The rules in force do not allow so long a time, or so short a one.")
