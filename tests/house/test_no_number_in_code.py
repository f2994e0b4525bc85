"""No number of a rule stands in code: rules are rows, and code asks for a row by its id."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT

ROOMS = ("services/*/domain.py", "services/*/domain/*.py", "shared/procedure/**/*.py")
# Numbers that no rule could change: nothing, one, and the sign.
PLAIN = {0, 1, -1}
# Numbers of the calendar and of arithmetic, wherever they stand.
CALENDAR = {12: "months of a year", 31: "days of December", 100: "percent, hundredths"}
# Calls whose numbers bound a text or a column, and no rule.
BOUNDS = {"String", "Field", "StringConstraints", "field"}
# Names of numbers that bound what a machine takes in or keeps, and bind nobody.
TECHNICAL = {
    "MAX_NAMES": "how many names of parts of a bad notice are kept",
    "LONGEST_CELL": "of a file that is read",
    "LARGEST_NUMBER": "of a file that is read",
    "MAX_LINES": "of a file that is read",
    "MAX_LINE_BYTES": "of a file that is read",
    "BATCH_LINES": "lines in one transaction",
    "LATEST": "answers on a page",
    "PAGE": "answers on a page",
    "MAX_PAGE": "answers on a page",
    "MAX_CURSOR": "letters of a cursor",
    "PADDED_TO": "letters of base64",
}
# Files in which further numbers stand, and why none of them is a rule's.
REASONS = {
    "services/partner_gateway/domain/namesakes.py": "reckons with published figures; binds nobody",
    "services/national_platform/domain/redaction.py": "the parts of a subject",
    "services/national_platform/domain/agreement.py": "points of agreement; they decide nothing",
    "services/national_platform/domain/asking.py": "how short a question may be; parts of a mask",
    "services/national_platform/domain/counting.py": "bands of days in a table of numbers",
    "services/national_platform/domain/readings.py": "how many readings of a name are tried",
    "services/national_platform/domain/scripts.py": "where Unicode has Chinese characters",
    "services/national_platform/domain/tiles.py": "how a tree is cut for a table; binds nobody",
    "services/locality/domain/reconciling.py": "the second of two forms, the second line of a file",
    "services/locality/domain/sheets.py": "which of two ways a file is written",
    "shared/procedure/importing/doors.py": "how large a file may be",
    "shared/procedure/importing/lines.py": "where a line is cut",
}


def numbers_in(code: str) -> list[str]:
    """Numbers that could be a rule's, each with its line."""
    tree = ast.parse(code)
    harmless = {id(part) for node in ast.walk(tree) for part in _harmless(node)}
    return [
        f"{node.lineno}: {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and type(node.value) in (int, float)
        and node.value not in PLAIN | set(CALENDAR)
        and id(node) not in harmless
    ]


def _harmless(node: ast.AST) -> Iterator[ast.AST]:
    """What stands below a part of the code whose numbers are no rule's."""
    if isinstance(node, ast.Call) and _name(node.func) in BOUNDS:
        yield from ast.walk(node)
    elif isinstance(node, ast.keyword) and node.arg == "status_code":
        yield from ast.walk(node.value)
    elif isinstance(node, ast.Slice):
        yield from ast.walk(node)
    elif isinstance(node, ast.Assign) and _names(node) <= {*TECHNICAL, "status", "code"}:
        yield from ast.walk(node.value)


def _name(func: ast.AST) -> str:
    return func.id if isinstance(func, ast.Name) else str(getattr(func, "attr", ""))


def _names(node: ast.Assign) -> set[str]:
    return {_name(part) for target in node.targets for part in ast.walk(target)} - {""}


def rooms() -> list[Path]:
    """Where rules are applied: every domain, and the procedure that all follow."""
    return sorted(path for pattern in ROOMS for path in ROOT.glob(pattern))


@pytest.mark.parametrize("path", rooms(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_number_of_a_rule_stands_in_code(path: Path) -> None:
    found = numbers_in(path.read_text(encoding="utf-8"))
    assert found == [] or str(path.relative_to(ROOT)) in REASONS


def test_a_number_of_a_rule_would_be_found() -> None:
    planted = (
        "x = 2",
        "WINDOW = 5",
        "def f(a): return a > 10_000",
        "after(day, years=3)",
        "f(1.5)",
        "MAX_LINES = f(7)\nTERM = 7",
    )
    for code in planted:
        assert len(numbers_in(code)) == 1, code
    for code in (
        "a[:10]",
        "String(64)",
        "x = 12 * y",
        "d(status_code=201)",
        "MAX_LINES = 9",
        "x[0]",
    ):
        assert numbers_in(code) == []
