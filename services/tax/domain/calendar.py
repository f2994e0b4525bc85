"""The day of the year on which the year before is evaluated."""

from datetime import date

from shared.errors import Conflict
from shared.rulebook import Rules

MONTH, DAY = "evaluation-month", "evaluation-day"


class EvaluationNotYet(Conflict):
    """A year's results are determined in the April after it."""

    code = "evaluation_not_yet"


def evaluation_day(in_year: int, rules: Rules) -> date:
    """The day in that year on which the year before it is evaluated."""
    return date(in_year, rules.number(MONTH), rules.number(DAY))
