"""The rows in force that make a grade, read once for the many firms that are measured by them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.tax.domain.grades import Cause, Grade
from services.tax.domain.lines import HUNDRED
from shared.calendar import add_months
from shared.rulebook import Indicator, Rules

A_FROM, B_FROM, M_FROM, C_FROM = "grade-a-from", "grade-b-from", "grade-m-from", "grade-c-from"
BASE_AUDIT, BASE, BASE_INCOMPLETE = "base-with-audit", "base-without-audit", "base-incomplete"
LOOK_BACK, NEW_YEARS, A_YEARS = "audit-look-back", "new-firm-years", "a-needs-years"
NO_A_AFTER_D, AFTER_POINTS_D = "no-a-after-d", "after-points-d"
KEPT = {Cause.POINTS: "points-d-kept", Cause.DIRECT: "direct-d-kept"}
SPILLED = "run-by-responsible-of-d"
NEEDED = (A_FROM, B_FROM, C_FROM, BASE_AUDIT, BASE, LOOK_BACK, NEW_YEARS, A_YEARS, NO_A_AFTER_D)


@dataclass(frozen=True, slots=True)
class Scale:
    """Bands, bars and terms; points are in hundredths, ages are those at the end of a year."""

    rules: Rules
    indicators: Mapping[str, Indicator]
    a_from: int
    b_from: int
    m_from: int | None
    c_from: int
    look_back: int
    new_months: int
    young_months: int
    no_a_years: int
    after_points_d: int | None
    kept_years: Mapping[Cause, int]

    @classmethod
    def of(cls, rules: Rules) -> "Scale":
        """The scale that these rules make; RuleMissing if they make none."""
        rules.require(NEEDED)
        kept = {cause: rules.number_if_any(rule_id) for cause, rule_id in KEPT.items()}
        m_from, after_d = rules.number_if_any(M_FROM), rules.number_if_any(AFTER_POINTS_D)
        return cls(
            rules=rules,
            indicators=_indicators(rules),
            a_from=rules.number(A_FROM) * HUNDRED,
            b_from=rules.number(B_FROM) * HUNDRED,
            m_from=None if m_from is None else m_from * HUNDRED,
            c_from=rules.number(C_FROM) * HUNDRED,
            look_back=rules.number(LOOK_BACK),
            new_months=rules.number(NEW_YEARS) * 12,
            young_months=rules.number(A_YEARS) * 12,
            no_a_years=rules.number(NO_A_AFTER_D),
            after_points_d=None if after_d is None else after_d * HUNDRED,
            kept_years={cause: years for cause, years in kept.items() if years is not None},
        )

    def points(self, rule_id: str) -> int:
        """The points in a row, in hundredths."""
        return self.rules.number(rule_id) * HUNDRED

    def band(self, points: int) -> tuple[Grade, str]:
        """The grade that points alone make, and the row that says so; below C is D."""
        if points >= self.a_from:
            return Grade.A, A_FROM
        if points >= self.b_from:
            return Grade.B, B_FROM
        return (Grade.C, C_FROM) if points >= self.c_from else (Grade.D, C_FROM)

    def is_new(self, began_on: date, year: int) -> bool:
        """Whether a firm had not been there for a whole year when the year ended."""
        return add_months(began_on, self.new_months) > date(year + 1, 1, 1)

    def is_young(self, began_on: date, year: int) -> bool:
        """Whether a firm had not been there long enough for an A when the year ended."""
        return add_months(began_on, self.young_months) > date(year + 1, 1, 1)

    def is_outside(self, began_on: date, year: int) -> bool:
        """Whether a firm has no grade for a year: it was not there, or new and M not yet known."""
        if began_on.year > year:
            return True
        return self.m_from is None and self.is_new(began_on, year)

    @property
    def years_back(self) -> int:
        """How many years before the one evaluated can bear on it."""
        return max(self.look_back - 1, self.no_a_years, *self.kept_years.values(), 1)


def _indicators(rules: Rules) -> dict[str, Indicator]:
    rows = rules.rows.items()
    return {rule_id: row.value for rule_id, row in rows if isinstance(row.value, Indicator)}
