"""The rules in force on one date, and the questions that code may put to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from shared.calendar import add_months, add_working_days
from shared.errors import BadInput
from shared.rulebook.rows import Confidence, Ground, ListRule, Row, Text, Unit

Kind = TypeVar("Kind")


class GroundUnknown(BadInput):
    """Nobody can be listed on a ground that the rulebook does not contain."""

    code = "ground_unknown"


class RuleMissing(Exception):
    """The rulebook has no row that the code needs; the service must not start."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rows in force on one date, by id."""

    rulebook: str
    as_of: date
    rows: Mapping[str, Row]

    def row(self, rule_id: str) -> Row:
        """The row called `rule_id`; RuleMissing if none is in force."""
        try:
            return self.rows[rule_id]
        except KeyError as error:
            raise RuleMissing(f"{self.rulebook}: no row {rule_id} on {self.as_of}") from error

    def number(self, rule_id: str) -> int:
        """The value of a counted row, in the row's own unit."""
        value = self.row(rule_id).value
        if not isinstance(value, int):
            raise RuleMissing(f"{self.rulebook}: row {rule_id} is not a number")
        return value

    def number_if_any(self, rule_id: str) -> int | None:
        """The same of a row that need not be there: None where none is in force."""
        return self.number(rule_id) if rule_id in self.rows else None

    def word(self, rule_id: str) -> str:
        """The value of a row that names something: a cadence, a body."""
        value = self.row(rule_id).value
        if not isinstance(value, str):
            raise RuleMissing(f"{self.rulebook}: row {rule_id} is not a word")
        return value

    def after(self, day: date, rule_id: str) -> date:
        """The last day of the term that a row counts, started on `day`."""
        count, unit = self.number(rule_id), self.row(rule_id).unit
        if unit is Unit.WORKING_DAYS:
            return add_working_days(day, count)
        if unit in (Unit.MONTHS, Unit.YEARS):
            return add_months(day, count * (12 if unit is Unit.YEARS else 1))
        if unit is Unit.DAYS:
            return day + timedelta(days=count)
        raise RuleMissing(f"{self.rulebook}: row {rule_id} is not a length of time")

    def ground(self, ground_id: str, list_id: str) -> Ground:
        """The ground, if the rulebook has it for that list; GroundUnknown otherwise."""
        row = self.rows.get(ground_id)
        if row is None or not isinstance(row.value, Ground) or row.value.list != list_id:
            raise GroundUnknown("The rulebook in force has no such ground for this list.")
        return row.value

    def list_rule(self, list_id: str) -> ListRule:
        """What kind of list this is; GroundUnknown if the authority keeps no such list."""
        row = self.rows.get(list_id)
        if row is None or not isinstance(row.value, ListRule):
            raise GroundUnknown("This authority keeps no such list.", code="list_unknown")
        return row.value

    def all_of(self, kind: type[Kind]) -> dict[str, Kind]:
        """Every row whose value is of this kind, by id."""
        return {row.id: row.value for row in self.rows.values() if isinstance(row.value, kind)}

    def require(self, rule_ids: Iterable[str]) -> None:
        """RuleMissing unless every one of these rows is in force: checked once, at start."""
        for rule_id in rule_ids:
            self.row(rule_id)

    def unconfirmed(self) -> int:
        """How many rows rest on memory: `firm` and `unconfirmed` ones."""
        weak = (Confidence.FIRM, Confidence.UNCONFIRMED)
        return sum(row.confidence in weak for row in self.rows.values())

    def heading(self) -> str:
        """What stands over every page and answer made from these rules."""
        return f"{self.unconfirmed()} of {len(self.rows)} rows unconfirmed"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rows an authority ever had, with their dates."""

    rulebook: str
    title: Text
    rows: tuple[Row, ...]

    def as_of(self, day: date) -> Rules:
        """The rules in force on a day; rules of other dates are left out, never mixed in."""
        return Rules(self.rulebook, day, {row.id: row for row in self.rows if row.valid_on(day)})
