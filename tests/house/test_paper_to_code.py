"""The page from the paper to the code names only what is there, and leaves nothing out."""

import re
from collections.abc import Iterable

import pytest

from demo.portraits import Portrait
from tests.house.test_readme import commands
from tests.house.tree import ROOT

PAGE = (ROOT / "docs/paper-to-code.md").read_text(encoding="utf-8")
# The paper's own titles, in its order.
SECTIONS = [
    "## Introduction: the Chinese Social Credit System as a chimera",
    "## The public Social Credit Systems, an assemblage of different mechanisms",
    "### Personal credit and sectorial blacklists as distinct instruments",
    "### Public shaming on a national publication platform",
    "### Joint punishment as coercive arm",
    "## Challenges to the rule of law in a decentralized system",
    "### Lack of legal protection of personal data",
    "### Challenges to the clarity and proportionality of norms",
    "### Incorporation of extra-legal norms fueled by local bureaucratic logics",
    "## Private social credit systems: chimeric construction of measurable personas",
    "### Wild experiments in financial credit assessment",
    "### Fidelity schemes in lieu of social credit",
    "## Public-private cooperation: proliferation of ratings with little transparency",
    "### Subcontracting data management, hosting, and visualization",
    "### Wild proliferation of ratings",
    "## Incorporating global trends, with a distinctive use of shaming",
    "## Conclusion: a chimera, with real claws",
]
FOOTNOTES = 39
# Footnotes that only say where to read more.
LEFT_OUT = {2, 3, 11}
DOOR = re.compile(r"(GET|POST|PUT|DELETE) (/\S+)")
FIDELITY = ("as described", "departs", "absent")
LONGEST_HEDGE = 4


def rows(page: str) -> list[list[str]]:
    """Every row of every table, cell by cell."""
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line[1:].rstrip("|").split("|")] for line in lines]
    return [row for row in cells if row[0] not in ("mechanism", "---")]


def named(page: str) -> list[str]:
    """Everything between backticks."""
    return re.findall(r"`([^`]+)`", page)


def missing_doors(words: Iterable[str], known: set[tuple[str, str]]) -> list[str]:
    """Doors that no service has."""
    found = [match for word in words if (match := DOOR.fullmatch(word))]
    return [match[0] for match in found if (match[1], match[2]) not in known]


def missing_files(words: Iterable[str]) -> list[str]:
    """Files and folders that are not there."""
    paths = [word for word in words if re.fullmatch(r"[\w.-]+(/[\w.-]*)*", word)]
    looks_like = [path for path in paths if "/" in path or path.endswith((".yaml", ".yml"))]
    return [path for path in looks_like if not (ROOT / path).exists()]


def missing_commands(words: Iterable[str]) -> list[str]:
    """Commands that `chimera` does not have, and targets that make does not."""
    known = set(commands()) | {"demo"}
    asked = [word.split() for word in words if word.startswith(("chimera ", "make "))]
    return [" ".join(word) for word in asked if word[1] not in known]


def test_every_section_of_the_paper_is_there_in_its_order() -> None:
    found = [line for line in PAGE.splitlines() if line.startswith("#")]
    assert found[1:] == SECTIONS


def test_every_section_with_text_of_its_own_has_rows() -> None:
    for title in SECTIONS:
        text = PAGE.split(title + "\n")[1]
        is_only_a_heading = text.lstrip().startswith("###")
        assert is_only_a_heading or text.lstrip().startswith("| mechanism |")


def test_every_row_is_whole_and_says_how_faithful_it_is() -> None:
    assert len(rows(PAGE)) > 80
    for row in rows(PAGE):
        assert len(row) == 5, row
        assert row[0]
        assert row[4].startswith(FIDELITY), row
        if row[4].startswith(("departs", "absent")):
            assert ":" in row[4] or row[4].startswith("absent, as is"), row


def test_what_is_here_says_where_and_how_to_see_it() -> None:
    for mechanism, _, lives, see, fidelity in rows(PAGE):
        if not fidelity.startswith("absent"):
            assert see or lives, mechanism


def test_hedges_are_words_and_no_sentences() -> None:
    quoted = [word for row in rows(PAGE) for word in re.findall(r'"([^"]+)"', row[1])]
    assert len(quoted) > 60
    assert all(len(word.split()) <= LONGEST_HEDGE for word in quoted)


def test_every_footnote_is_placed_or_left_out_on_purpose() -> None:
    placed: set[int] = set()
    for group in re.findall(r"\(fn ([^)]+)\)", PAGE) + re.findall(r", fn (\d+)\)", PAGE):
        for first, last in re.findall(r"(\d+)(?: to (\d+))?", group):
            placed |= set(range(int(first), int(last or first) + 1))
    assert set(range(1, FOOTNOTES + 1)) - placed == LEFT_OUT - placed


def test_every_door_that_is_named_is_a_door(portraits: list[Portrait]) -> None:
    known = {
        (method.upper(), path)
        for portrait in portraits
        for path, methods in portrait.app.openapi()["paths"].items()
        for method in methods
    }
    assert missing_doors(named(PAGE), known) == []
    assert len([word for word in named(PAGE) if DOOR.fullmatch(word)]) > 50


def test_every_file_and_every_command_that_is_named_is_there() -> None:
    assert missing_files(named(PAGE)) == []
    assert missing_commands(named(PAGE)) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("`services/nowhere/domain.py`", ["services/nowhere/domain.py"]),
        ("`GET /v1/nothing`", ["GET /v1/nothing"]),
        ("`chimera fly --away`", ["chimera fly --away"]),
        ("`services/court/` and `GET /v1/clock` and `chimera up`", []),
    ],
)
def test_what_is_not_there_would_be_found(page: str, found: list[str]) -> None:
    words = named(page)
    known = {("GET", "/v1/clock")}
    assert missing_files(words) + missing_doors(words, known) + missing_commands(words) == found
