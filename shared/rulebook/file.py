"""Reading a rulebook file; a broken one stops the service with file, line and reason."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from shared.checked_yaml import BrokenFile as BrokenRulebook
from shared.checked_yaml import Flaw, read
from shared.rulebook.rows import File, Ground, ListRule, Row, Unit
from shared.rulebook.rules import Rulebook, RuleMissing

__all__ = ["BrokenRulebook", "load", "needed_from"]

LENGTHS = {Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS, Unit.YEARS}


def load(path: Path) -> Rulebook:
    """The rulebook in a YAML file; BrokenRulebook names file, line and reason."""
    file = read(path, File, _flaws)
    return Rulebook(file.rulebook, file.title, file.rows)


@contextmanager
def needed_from(path: Path) -> Iterator[None]:
    """A row that the code needs and the file lacks is told as a fault of the file."""
    try:
        yield
    except RuleMissing as error:
        raise BrokenRulebook(f"{path}:1: {error}") from error


def _flaws(file: File) -> Iterator[Flaw]:
    """What only shows when the rows are seen together."""
    yield from _overlaps(file)
    yield from _loose_grounds(file)


def _overlaps(file: File) -> Iterator[Flaw]:
    """Two rows of one id may follow each other in time but never be in force together."""
    seen: defaultdict[str, list[Row]] = defaultdict(list)
    for number, row in enumerate(file.rows):
        if any(_overlap(row, other) for other in seen[row.id]):
            yield Flaw(("rows", number), f"two rows {row.id} are in force on the same day")
        seen[row.id].append(row)


def _loose_grounds(file: File) -> Iterator[Flaw]:
    """A ground needs its list and its term, on every day on which it is in force."""
    for number, row in enumerate(file.rows):
        if not isinstance(row.value, Ground):
            continue
        for part, of in (("list", row.value.list), ("term", row.value.term)):
            others = [one for one in file.rows if one.id == of and _serves(one, part)]
            if not all(_is_there(others, day) for day in _days_of(row, others)):
                where = ("rows", number, "value", part)
                yield Flaw(where, f"the ground {row.id} needs a {part} {of} while it is in force")


def _serves(row: Row, part: str) -> bool:
    """Whether a row is a list, or can say how long a place on one lasts."""
    return isinstance(row.value, ListRule) if part == "list" else row.unit in LENGTHS


def _days_of(row: Row, others: list[Row]) -> Iterator[date]:
    """The first day of a row, and every later one of it on which another has just ended."""
    first, last = row.valid_from or date.min, row.valid_to or date.max
    yield first
    ends = [other.valid_to for other in others if other.valid_to is not None]
    yield from (end + timedelta(days=1) for end in ends if first <= end < last)


def _is_there(rows: list[Row], day: date) -> bool:
    return any(row.valid_on(day) for row in rows)


def _overlap(one: Row, other: Row) -> bool:
    starts = max(one.valid_from or date.min, other.valid_from or date.min)
    return starts <= min(one.valid_to or date.max, other.valid_to or date.max)
