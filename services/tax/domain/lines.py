"""The lines that make a grade: each adds points or says why the points do not decide."""

from dataclasses import dataclass
from enum import StrEnum

HUNDRED = 100  # hundredths of a point


class Why(StrEnum):
    """What a line is for."""

    BASE = "base"
    DEDUCTED = "deducted"
    GIVEN_BACK = "given_back"  # for conduct that was put right in time
    COUNTED_BEFORE = "counted_before"  # such conduct counts once in its month, or in its year
    CLEAN_AUDIT = "clean_audit"  # takes nothing off; its presence raised the base
    BELOW_THRESHOLD = "below_threshold"
    NOT_IN_RULES = "not_in_rules"  # the rules in force know no such indicator
    AFTER_POINTS_D = "after_points_d"
    TO_ZERO = "to_zero"  # what brings a sum below zero back to it
    FACT = "fact"  # no fault, but it bears on base or grade
    BAND = "band"
    NEW_FIRM = "new_firm"
    NO_INCOME = "no_income"
    DIRECT_D = "direct_d"
    KEPT_D = "kept_d"
    SPILLED_D = "spilled_d"
    NO_A = "no_a"
    NO_A_YOUNG = "no_a_young"
    NO_A_AFTER_D = "no_a_after_d"
    NO_A_LIFTED = "no_a_lifted"  # a direct D was lifted by repair, which is not enough for an A


@dataclass(frozen=True, slots=True)
class Line:
    """One line: points in hundredths, why, under which row, about which event, tie or year."""

    points: int
    why: Why
    rule: str
    about: str | None = None
