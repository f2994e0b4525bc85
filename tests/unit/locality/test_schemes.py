"""A scheme that contradicts itself, or restricts anybody, stops the start: file, line, reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.locality.domain.flaws import flaws
from services.locality.domain.scheme import Editions
from shared.checked_yaml import BrokenFile, read
from tests.unit.apps import ROOT

GOOD = (ROOT / "services" / "locality" / "schemes" / "bailu.yaml").read_text()
DEPARTMENTS = {"court", "tax", "welfare", "utilities", "volunteers"}
Refused = Callable[[str, str], str]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """Why the scheme is refused when one passage of it is replaced."""

    def try_it(old: str, new: str) -> str:
        assert old in GOOD
        path = tmp_path / "scheme.yaml"
        path.write_text(GOOD.replace(old, new, 1))
        with pytest.raises(BrokenFile) as error:
            read(path, Editions, lambda found: flaws(found, DEPARTMENTS))
        return str(error.value).removeprefix(f"{path}:")

    return try_it


def _line(text: str) -> str:
    """The line of the good file on which a passage first stands."""
    return str(GOOD[: GOOD.index(text)].count("\n") + 1)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("gives: longer-time", "gives: restriction", "carries benefits only"),
        ("gives: longer-time", "gives: access", "carries benefits only"),
        ("service: parking", "service: health", "basic public service may not depend"),
        ("service: parking", "service: culture-and-sports", "basic public service may not"),
        ("service: parking", "service: air-travel", "Input should be"),
        ("points: 3\n", "points: 0\n", "without points"),
        ("points: 3\n", "points: true\n", "valid integer"),
        ("points: 3\n", "points: 1001\n", "less than or equal"),
        ("points: {least: -1,", "points: {least: 1,", "in one direction"),
        ("points: {least: -1,", "points: {least: -150,", "in one direction"),
        ("{id: default,", "{id: religion,", "no locality may collect"),
        ("code: utility-late", "code: illness-late", "no locality may collect"),
        ("department: volunteers", "department: banks", "banks notifies nothing here"),
        ("category: trustworthiness", "category: manners", "there is no category manners"),
        ("code: city-commendation", "code: volunteer-hour", "volunteer-hour is there twice"),
        ("max_points_per_year: 60", "max_points_per_year: 2", "smaller than a single event"),
        ("base: 500", "base: 1001", "base lies outside"),
        ("maximum: 1000", "maximum: -1", "maximum must lie above"),
        ("value: consent", "value: residence", "Input should be 'consent'"),
        ("needs: {points: 530}", "needs: {points: 1001}", "nobody can ever"),
        ("needs: {points: 530}", "needs: {}", "either points or a grade"),
        ("needs: {grade: outstanding}", "needs: {grade: AAA}", "there is no grade AAA"),
        ("confidence: confirmed", "confidence: certain", "Input should be"),
        ("format: 1", "format: 2", "Input should be 1"),
    ],
)
def test_a_bad_scheme_is_refused_on_its_line(
    refused: Refused, old: str, new: str, reason: str
) -> None:
    told = refused(old, new)
    assert told.startswith(f"{_line(old)}: ")
    assert reason in told


def test_no_item_and_no_benefit_can_restrict_anybody(refused: Refused) -> None:
    for old in ("        category: credit-repair\n", "        gives: no-deposit\n"):
        told = refused(old, f"        restricts: air-travel\n{old}")
        assert told.startswith(f"{_line(old)}: ")
        assert "nothing in a scheme may restrict anybody" in told


def test_an_unknown_key_is_refused(refused: Refused) -> None:
    old = "        category: credit-repair\n"
    told = refused(old, "        list: blacklist\n        category: default\n")
    assert told.startswith(f"{_line(old)}: editions.0.items.7.list: ")


def test_grades_stand_in_order_and_reach_down_to_the_minimum(refused: Refused) -> None:
    bands = "        - {grade: excellent, at_least: 800"
    told = refused(bands, bands.replace("800", "680"))
    assert "best first, without a tie" in told
    told = refused("{grade: bad, at_least: 0,", "{grade: bad, at_least: 1,")
    assert told.startswith(f"{_line('{grade: bad,')}: ")
    assert "must begin at the minimum" in told
    told = refused("at_least: 800", "at_least: 1001")
    assert "can never be reached" in told


def test_a_key_that_is_there_twice_is_refused(refused: Refused) -> None:
    told = refused("      base: 500\n", "      base: 500\n      base: 900\n")
    assert told == f"{int(_line('      base: 500')) + 1}: base is there twice"


def test_what_is_no_yaml_is_refused_on_its_line(refused: Refused) -> None:
    told = refused("format: 1\n", "format: [1\n")
    assert int(told.split(":")[0]) >= 4


def test_an_empty_or_missing_file_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.yaml"
    empty.write_text("")
    with pytest.raises(BrokenFile, match="the file is empty"):
        read(empty, Editions)
    with pytest.raises(BrokenFile, match="cannot be read"):
        read(tmp_path / "missing.yaml", Editions)


RONGCHENG = (ROOT / "services" / "locality" / "schemes" / "rongcheng.yaml").read_text()


@pytest.mark.parametrize(
    ("old", "new", "line_of"),
    [
        ("valid_from: 2021-01-01", "valid_from: 2021-01-02", "valid_from: 2021-01-01"),
        ("valid_from: 2021-01-01", "valid_from: 2020-12-31", "valid_from: 2021-01-01"),
        ("valid_to: 2020-12-31", "valid_to: 2020-12-30", "valid_from: 2021-01-01"),
        ("      valid_to: 2020-12-31\n", "", "valid_from: 2021-01-01"),
    ],
    ids=["a day without rules", "a day with two", "ends a day early", "never ends"],
)
def test_editions_follow_each_other_without_a_gap_and_without_a_day_together(
    tmp_path: Path, old: str, new: str, line_of: str
) -> None:
    text = RONGCHENG.replace(old, new, 1)
    path = tmp_path / "rongcheng.yaml"
    path.write_text(text)
    departments = DEPARTMENTS | {"bank", "education"}
    with pytest.raises(BrokenFile) as error:
        read(path, Editions, lambda found: flaws(found, departments))
    line = text[: text.index(new if new and "from" in new else line_of)].count("\n") + 1
    where = f"{path}:{line}: editions.1.in_force.valid_from"
    assert str(error.value) == f"{where}: the edition must begin on the day after 2019 ends"


def test_an_item_that_is_judged_has_a_range_and_no_other_has_one(refused: Refused) -> None:
    assert "judged gives a range" in refused("points: -15\n", "points: {least: -1, most: -15}\n")
    told = refused("points: -15\n", "points: -15\n        openness: open\n")
    assert "judged gives a range" in told


def test_an_edition_that_ends_before_it_begins_is_refused(refused: Refused) -> None:
    dates = "    in_force:\n      valid_from: 2019-01-02\n      valid_to: 2019-01-01\n"
    told = refused("    in_force:\n", dates)
    assert "valid_to lies before valid_from" in told
