"""The tax authority's own rules: which case is major, which grade counts; pure, time is given."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from shared.errors import BadInput, Conflict
from shared.identifiers import Kind, Party, age_on
from shared.rulebook import Rules

MAJOR_VIOLATIONS, A_TAXPAYERS = "major-violations", "a-taxpayers"
YOUNGEST_AGE, GRADE_COUNTS_FOR = "youngest-age", "grade-counts-for"


class BasisUnknown(BadInput):
    """A listing rests on a case, or on a graded taxpayer, that this authority has."""

    code = "basis_unknown"


class BasisNotOfParty(BadInput):
    """The case is about somebody else."""

    code = "basis_not_of_party"


class BasisOfOtherGround(BadInput):
    """The case was decided on another ground."""

    code = "basis_of_other_ground"


class DecisionNotFinal(Conflict):
    """As long as the decision can be challenged or is being reviewed, nobody is listed for it."""

    code = "decision_not_final"


class BelowThreshold(Conflict):
    """The amounts do not make this a major case under the rules in force."""

    code = "below_threshold"


class PartyIsMinor(Conflict):
    """Nobody under age is listed."""

    code = "party_is_minor"


class GradeNotA(Conflict):
    """Only who has an A that still counts is on the favourable list."""

    code = "grade_not_a"


class IndividualsNotRated(Conflict):
    """The rating is for enterprises; individuals are outside it."""

    code = "individuals_not_rated"


class YearNotOver(BadInput):
    """A year is graded when it is over."""

    code = "year_not_over"


class DateInFuture(BadInput):
    """Nothing was decided on a day that has not come."""

    code = "date_in_future"


class Grade(StrEnum):
    """The five grades; M is for new firms and for a year without income."""

    A = "A"
    B = "B"
    M = "M"
    C = "C"
    D = "D"


@dataclass(frozen=True, slots=True)
class Taxpayer:
    """An organisation or person registered here."""

    id: str
    party: Party
    registered_by: str
    registered_at: datetime

    def may_be_rated(self, year: int, today: date) -> None:
        """Raise unless an officer may give this taxpayer a grade for that year."""
        if self.party.kind is not Kind.ORGANISATION:
            raise IndividualsNotRated("Individuals are outside the rating; only firms are graded.")
        if year >= today.year:
            raise YearNotOver("A year can be graded only when it is over.")


@dataclass(frozen=True, slots=True)
class Rating:
    """The grade of one taxpayer for one calendar year, given by an officer's hand."""

    taxpayer_id: str
    grade: Grade
    year: int
    reasons: str
    given_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Violation:
    """A decided case: what was found, about how much, and whether it can still be challenged."""

    id: str
    taxpayer_id: str
    ground: str
    amount_yuan: int
    year_tax_yuan: int | None
    invoice_count: int | None
    decided_on: date
    is_final: bool
    recorded_by: str
    recorded_at: datetime

    def become_final(self) -> "Violation":
        """Its time for review has passed, or it was upheld."""
        return replace(self, is_final=True)


def must_not_be_future(day: date, today: date) -> None:
    """DateInFuture unless the day has come."""
    if day > today:
        raise DateInFuture("This date lies in the future.")


def must_be_listable(case: Violation, ground: str, rules: Rules) -> None:
    """Raise unless the case is final and major under the rules in force."""
    if case.ground != ground:
        raise BasisOfOtherGround("The case was decided on another ground.")
    if not case.is_final:
        raise DecisionNotFinal("The decision in this case is not final.")
    if not is_major(case, rules):
        raise BelowThreshold("The case does not reach the thresholds in force for its ground.")


def is_major(case: Violation, rules: Rules) -> bool:
    """Whether a case reaches the thresholds of its ground; a ground without any needs none.

    The rows are named after the ground: `-amount` and `-share` must both be reached, `-count` is
    enough by itself. Reaching a threshold means the number itself or more, as in the law's words.
    """
    enough_invoices = _threshold(rules, f"{case.ground}-count")
    if enough_invoices is not None and (case.invoice_count or 0) >= enough_invoices:
        return True
    return _reaches_amount(case, rules) and _reaches_share(case, rules)


def _reaches_amount(case: Violation, rules: Rules) -> bool:
    least_yuan = _threshold(rules, f"{case.ground}-amount")
    return least_yuan is None or case.amount_yuan >= least_yuan


def _reaches_share(case: Violation, rules: Rules) -> bool:
    """Whether it is enough of the year's tax; unknown counts as not enough."""
    least_percent = _threshold(rules, f"{case.ground}-share")
    if least_percent is None:
        return True
    if case.year_tax_yuan is None:
        return False
    return case.amount_yuan * 100 >= case.year_tax_yuan * least_percent


def _threshold(rules: Rules, rule_id: str) -> int | None:
    return rules.number(rule_id) if rule_id in rules.rows else None


def must_be_of_age(party: Party, rules: Rules, today: date) -> None:
    """PartyIsMinor for a person who is too young to be listed; a body has no age."""
    if party.kind is Kind.PERSON and age_on(party.id_number, today) < rules.number(YOUNGEST_AGE):
        raise PartyIsMinor("Nobody under age is listed.")


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
