"""The pages that list things list exactly what there is."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from tests.house.test_images import EXTRAS, OWN, plain
from tests.house.tree import ROOT, texts

VARIABLE = re.compile(r"CHIMERA_[A-Z_]*[A-Z]")
# Where a variable is read or set; tests may make some up.
READERS = ("shared/", "services/", "demo/", "docker/", "Dockerfile", "docker-compose.yml", ".ci/")
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def first_cells(page: str) -> set[str]:
    """What the first column of a page's tables names."""
    return set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))


def variables(files: Mapping[str, str]) -> set[str]:
    """The settings that code and containers know."""
    return {
        name for path, text in files.items() if is_read(path) for name in VARIABLE.findall(text)
    }


def is_read(path: str) -> bool:
    """Whether a file can read or set a variable."""
    return path.startswith(READERS) and PurePath(path).suffix != ".md"


def distributions(extras: Mapping[str, Iterable[str]]) -> set[str]:
    """Every dependency that is not our own."""
    lines = [line for extra in extras.values() for line in extra if not OWN.match(line)]
    return {plain(found[0]) for line in lines if (found := NAME.match(line))}


def test_every_setting_is_explained_and_no_other() -> None:
    assert first_cells((ROOT / "docs/settings.md").read_text("utf-8")) == variables(texts())


def test_a_new_setting_would_be_missed() -> None:
    planted = {"shared/x.py": 'environment["CHIMERA_NEW_ONE"]', "docs/x.md": "CHIMERA_OTHER"}
    assert variables(planted) == {"CHIMERA_NEW_ONE"}


def test_every_dependency_has_its_reason_and_no_other() -> None:
    page = (ROOT / "docs/dependencies.md").read_text("utf-8")
    assert first_cells(page) == distributions(EXTRAS)
    assert not re.search(r"\| *\|$", page, re.MULTILINE)


def test_every_dependency_is_said_to_be_where_it_is() -> None:
    page = (ROOT / "docs/dependencies.md").read_text("utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| ([a-z_, ]+) \|", page, re.MULTILINE)
    for name, extras in rows:
        assert set(extras.split(", ")) == {
            extra for extra, lines in EXTRAS.items() if name in distributions({extra: lines})
        }


def test_a_new_dependency_would_be_missed() -> None:
    assert distributions({"base": ["New_Thing[x]>=1", "chimera-registers[bus]"]}) == {"new-thing"}


def test_nothing_is_installed_beside_the_extras() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["dependencies"] == []


def test_the_decisions_are_numbered_without_a_gap() -> None:
    pages = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(name[:4]) for name in pages] == list(range(1, len(pages) + 1))


def test_every_link_between_pages_leads_to_a_file() -> None:
    broken = [
        f"{path}: {target}"
        for path, text in texts().items()
        if path.endswith(".md")
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
        if "://" not in target and not (ROOT / path).parent.joinpath(target).exists()
    ]
    assert broken == []
