"""Reading a rulebook file; a broken one stops the service with file, line and reason."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from shared.rulebook.rows import File, Row
from shared.rulebook.rules import Rulebook


class BrokenRulebook(Exception):
    """A rulebook that cannot be used: `file:line: reason`."""


def load(path: Path) -> Rulebook:
    """The rulebook in a YAML file; BrokenRulebook names file, line and reason."""
    try:
        tree = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise BrokenRulebook(f"{path}: cannot be read: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BrokenRulebook(f"{path}:{line}: {error.problem}") from error
    if tree is None:
        raise BrokenRulebook(f"{path}:1: the file is empty")
    return _checked(path, tree)


def _checked(path: Path, tree: yaml.Node) -> Rulebook:
    loader = yaml.SafeLoader("")
    try:
        file = File.model_validate(loader.construct_document(tree))
    except ValidationError as error:
        problem = error.errors()[0]
        line = _line_of(tree, problem["loc"])
        where = ".".join(str(part) for part in problem["loc"])
        raise BrokenRulebook(f"{path}:{line}: {where}: {problem['msg']}") from error
    _refuse_overlaps(path, tree, file.rows)
    return Rulebook(file.rulebook, file.title, file.rows)


def _line_of(node: yaml.Node, location: tuple[Any, ...]) -> int:
    """The line of the deepest part of the file that the error's location names."""
    for part in location:
        step = _child(node, part)
        if step is None:
            break
        node = step
    return int(node.start_mark.line) + 1


def _child(node: yaml.Node, part: Any) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    return None


def _refuse_overlaps(path: Path, tree: yaml.Node, rows: tuple[Row, ...]) -> None:
    """Two rows of one id may follow each other in time but never be in force together."""
    seen: defaultdict[str, list[Row]] = defaultdict(list)
    for number, row in enumerate(rows):
        if any(_overlap(row, other) for other in seen[row.id]):
            line = _line_of(tree, ("rows", number))
            raise BrokenRulebook(f"{path}:{line}: two rows {row.id} are in force on the same day")
        seen[row.id].append(row)


def _overlap(one: Row, other: Row) -> bool:
    starts = max(one.valid_from or date.min, other.valid_from or date.min)
    return starts <= min(one.valid_to or date.max, other.valid_to or date.max)
