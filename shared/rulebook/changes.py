"""What changed in a rulebook between two dates, each row before and after; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shared.errors import BadInput
from shared.rulebook.rows import Row
from shared.rulebook.rules import Rulebook

VALUE = ("unit", "value")
# What may differ while the rule itself stays the same; the dates of a row are no change of it.
BESIDE = (
    "says",
    "legal_basis",
    "source",
    "confidence",
    "legal_force",
    "openness",
    "origin",
    "floor",
)


class DatesOutOfOrder(BadInput):
    """A later date stands where the earlier one belongs."""

    code = "dates_out_of_order"


@dataclass(frozen=True, slots=True)
class Changed:
    """One rule as it was and as it became, and which parts of it differ."""

    before: Row
    after: Row
    parts: tuple[str, ...]

    @property
    def is_in_value(self) -> bool:
        """Whether the rule itself is another, and not only what stands behind it."""
        return any(part in VALUE for part in self.parts)


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between the rules of two dates; neither date's are mixed in."""

    added: tuple[Row, ...]
    ended: tuple[Row, ...]
    changed: tuple[Changed, ...]
    unchanged_count: int


def changes(book: Rulebook, from_on: date, to_on: date) -> Changes:
    """From the rules of one date to those of another, a later one."""
    if to_on < from_on:
        raise DatesOutOfOrder("The first date must not lie after the second.")
    before, after = book.as_of(from_on).rows, book.as_of(to_on).rows
    both = [(row, after[rule_id]) for rule_id, row in before.items() if rule_id in after]
    changed = tuple(_changed(both))
    return Changes(
        added=tuple(row for rule_id, row in after.items() if rule_id not in before),
        ended=tuple(row for rule_id, row in before.items() if rule_id not in after),
        changed=changed,
        unchanged_count=len(both) - len(changed),
    )


def _changed(both: list[tuple[Row, Row]]) -> Iterator[Changed]:
    for before, after in both:
        parts = tuple(
            part for part in (*VALUE, *BESIDE) if getattr(before, part) != getattr(after, part)
        )
        if parts:
            yield Changed(before, after, parts)
