"""Grades: what each means, what brought it about, how long it counts."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.tax.domain.lines import Line
from shared.errors import Conflict
from shared.rulebook import Rules

GRADE_COUNTS_FOR = "grade-counts-for"


class GradeNotA(Conflict):
    """Only who has an A that still counts is on the favourable list."""

    code = "grade_not_a"


class HandMayOnlyRelieve(Conflict):
    """Where the rules have graded a year, one officer's hand gives no worse grade than they did.

    Whoever knows of something worse records it as an indicator, which the firm can contest.
    """

    code = "hand_may_only_relieve"


class Grade(StrEnum):
    """The five grades, the best first; M is for new firms and for a year without income."""

    A = "A"
    B = "B"
    M = "M"
    C = "C"
    D = "D"


BEST_FIRST = list(Grade)


class Cause(StrEnum):
    """What an evaluated grade rests on."""

    POINTS = "points"
    NEW = "new"  # M, for a firm too new to have points that tell anything
    NO_INCOME = "no_income"  # M, for a year without business
    DIRECT = "direct"  # D, for grave conduct, whatever the points
    KEPT = "kept"  # D, since a D stays for some years
    SPILLED = "spilled"  # D, since a responsible person of another firm with D runs this one


# A D that only followed from another firm's is tested anew each year: it neither stays nor spreads.
OF_ITS_OWN = (Cause.POINTS, Cause.DIRECT)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What the rules made of a year: points in hundredths, why this grade, every line of it."""

    points: int
    grade: Grade
    cause: Cause
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """One grade for one calendar year: as evaluated by rule, or given by hand with reasons."""

    id: str
    taxpayer_id: str
    year: int
    grade: Grade
    given_by: str
    given_at: datetime
    reasons: str | None = None
    evaluated: Evaluated | None = None
    rules_as_of: date | None = None

    @property
    def is_by_hand(self) -> bool:
        """Whether an officer gave it, not the rules."""
        return self.evaluated is None

    @property
    def cause(self) -> Cause | None:
        """What it rests on; nothing that a rule knows, if it was given by hand."""
        return self.evaluated.cause if self.evaluated else None


def is_worse(grade: Grade, other: Grade) -> bool:
    """Whether a grade stands below another."""
    return BEST_FIRST.index(grade) > BEST_FIRST.index(other)


def must_relieve(grade: Grade, evaluated: Rating | None) -> None:
    """HandMayOnlyRelieve if the rules gave this year a better grade."""
    if evaluated is not None and is_worse(grade, evaluated.grade):
        raise HandMayOnlyRelieve("By hand a grade gets better only; record what was found instead.")


def grade_counts(year: int, rules: Rules, today: date) -> bool:
    """Whether a year's grade still counts: until the results of the next year are out."""
    return today <= rules.after(date(year, 12, 31), GRADE_COUNTS_FOR)


def first_year_that_counts(rules: Rules, today: date) -> int:
    """The earliest year whose grade still counts."""
    year = today.year - 1
    while grade_counts(year - 1, rules, today):
        year -= 1
    return year


def must_be_a(rating: Rating | None, rules: Rules, today: date) -> None:
    """GradeNotA unless the latest grade is an A that still counts."""
    if rating is None or rating.grade is not Grade.A:
        raise GradeNotA("The taxpayer's latest grade is not A.")
    if not grade_counts(rating.year, rules, today):
        raise GradeNotA("The taxpayer's A has been overtaken by a later year without a grade.")


def years_running(ratings: list[Rating]) -> int:
    """How many years the latest grade has been the same without a gap; the latest comes first."""
    by_year: dict[int, Grade] = {}
    for rating in ratings:
        by_year.setdefault(rating.year, rating.grade)
    count, latest = 0, max(by_year, default=0)
    while by_year.get(latest - count) is not None and by_year[latest - count] == by_year[latest]:
        count += 1
    return count
