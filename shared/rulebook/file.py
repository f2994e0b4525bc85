"""Reading a rulebook file; a broken one stops the service with file, line and reason."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shared.checked_yaml import BrokenFile as BrokenRulebook
from shared.checked_yaml import Flaw, read
from shared.rulebook.rows import File, Row
from shared.rulebook.rules import Rulebook

__all__ = ["BrokenRulebook", "load"]


def load(path: Path) -> Rulebook:
    """The rulebook in a YAML file; BrokenRulebook names file, line and reason."""
    file = read(path, File, _overlaps)
    return Rulebook(file.rulebook, file.title, file.rows)


def _overlaps(file: File) -> Iterator[Flaw]:
    """Two rows of one id may follow each other in time but never be in force together."""
    seen: defaultdict[str, list[Row]] = defaultdict(list)
    for number, row in enumerate(file.rows):
        if any(_overlap(row, other) for other in seen[row.id]):
            yield Flaw(("rows", number), f"two rows {row.id} are in force on the same day")
        seen[row.id].append(row)


def _overlap(one: Row, other: Row) -> bool:
    starts = max(one.valid_from or date.min, other.valid_from or date.min)
    return starts <= min(one.valid_to or date.max, other.valid_to or date.max)
