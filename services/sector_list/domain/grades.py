"""The grade that a party's cases give it, where the rulebook has a scale."""

from collections.abc import Iterable
from datetime import date

from services.sector_list.domain.cases import Case
from shared.rulebook import Finding, Ground, Rules, Unit

COUNTS_FOR = "grade-counts-for"


def grade_from(ground: str, rules: Rules) -> str | None:
    """The grade that one finding gives by itself."""
    row = rules.rows.get(ground)
    value = row.value if row else None
    return value.grade if isinstance(value, Ground | Finding) else None


def grade_of(cases: Iterable[Case], rules: Rules, today: date) -> str | None:
    """The worst grade among the decided cases that still count; None where there is none.

    So a ground that means the worst grade directly outweighs whatever else was assessed that year.
    """
    counting = (case for case in cases if case.is_decided and _counts(case, rules, today))
    grades = (grade_from(case.ground, rules) for case in counting)
    return max((grade for grade in grades if grade), key=rules.number, default=None)


def grades_in(rules: Rules) -> set[str]:
    """The steps of the scale; its numbers count from the best."""
    return {row.id for row in rules.rows.values() if row.unit is Unit.GRADE}


def _counts(case: Case, rules: Rules, today: date) -> bool:
    if case.found_on > today:
        return False
    return COUNTS_FOR not in rules.rows or today <= rules.after(case.found_on, COUNTS_FOR)
