"""Rules as data: read strictly, chosen by their dates, asked by code in their own units."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from shared.rulebook import (
    BrokenRulebook,
    Confidence,
    GroundUnknown,
    Rulebook,
    Rules,
    load,
    needed_from,
)
from shared.rulebook.rules import RuleMissing

HEAD = "rulebook: test\nformat: 1\ntitle: {en: Test, zh: 试}\nrows:\n"
IN_2019 = date(2019, 11, 1)


def row(**changes: object) -> str:
    """One row as it stands in a file, changed in some of its parts."""
    words: dict[str, object] = {
        "id": "some-term",
        "unit": "days",
        "value": 15,
        "says": {"en": "So long.", "zh": "如此之久。"},
        "legal_basis": "a rule",
        "source": "a book",
        "confidence": "confirmed",
        "legal_force": "law",
        "openness": "fixed",
        "origin": "rule",
    }
    left = {key: value for key, value in (words | changes).items() if value is not None}
    return f"  - {yaml.safe_dump(left, allow_unicode=True, default_flow_style=True, width=9999)}"


def book(tmp_path: Path, *rows: str) -> Rulebook:
    """A rulebook with these rows."""
    path = tmp_path / "rulebook.yaml"
    path.write_text(HEAD + "".join(rows))
    return load(path)


def rules(tmp_path: Path, *rows: str) -> Rules:
    """Its rules in force on 1 November 2019."""
    return book(tmp_path, *rows).as_of(IN_2019)


LIST = row(
    id="bad-list",
    unit="list",
    value={"effect": "adverse", "publication": "public", "kinds": ["person"]},
)
GROUND = row(id="bad-deed", unit="ground", value={"list": "bad-list", "term": "some-term"})


@pytest.mark.parametrize(
    ("unit", "value", "ends_on"),
    [
        ("days", 15, date(2019, 2, 16)),
        ("working_days", 5, date(2019, 2, 13)),
        ("months", 1, date(2019, 3, 1)),
        ("years", 2, date(2021, 2, 1)),
        ("days", 0, date(2019, 2, 1)),
    ],
)
def test_a_term_is_counted_in_its_own_unit(
    tmp_path: Path, unit: str, value: int, ends_on: date
) -> None:
    found = rules(tmp_path, row(unit=unit, value=value))
    assert found.after(date(2019, 2, 1), "some-term") == ends_on


def test_a_month_from_the_last_of_january_ends_with_february(tmp_path: Path) -> None:
    found = rules(tmp_path, row(unit="months", value=1))
    assert found.after(date(2019, 1, 31), "some-term") == date(2019, 2, 28)
    assert found.after(date(2020, 1, 31), "some-term") == date(2020, 2, 29)


def test_rules_of_other_dates_are_not_in_force(tmp_path: Path) -> None:
    whole = book(
        tmp_path,
        row(value=10, valid_to="2017-04-30"),
        row(value=15, valid_from="2017-05-01", valid_to="2019-12-15"),
        row(value=30, valid_from="2019-12-16"),
    )
    for day, value in (
        (date(2017, 4, 30), 10),
        (date(2017, 5, 1), 15),
        (IN_2019, 15),
        (date(2019, 12, 16), 30),
    ):
        assert whole.as_of(day).number("some-term") == value


def test_two_rows_of_one_id_cannot_be_in_force_together(tmp_path: Path) -> None:
    with pytest.raises(BrokenRulebook, match=r"rulebook\.yaml:6: rows\.1: two rows some-term"):
        book(tmp_path, row(valid_to="2019-11-01"), row(valid_from="2019-11-01"))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"value": -1}, "greater than or equal"),
        ({"value": "fifteen"}, "cannot have this value"),
        ({"value": 1.5}, "rows.0.value"),
        ({"unit": "fortnights"}, "rows.0.unit"),
        ({"confidence": "sure"}, "rows.0.confidence"),
        ({"origin": None}, "rows.0.origin"),
        ({"says": {"en": "Only English."}}, "rows.0.says.zh"),
        ({"surprise": 1}, "rows.0.surprise"),
        ({"id": "Some Term"}, "rows.0.id"),
        ({"valid_from": "2019-02-01", "valid_to": "2019-01-01"}, "valid_to lies before"),
        ({"unit": "body"}, "cannot have this value"),
        (
            {
                "unit": "ground",
                "value": {"list": "bad-list", "term": "some-term"},
                "legal_force": "extra-legal",
            },
            "extra-legal rule can never ground",
        ),
    ],
)
def test_a_broken_row_is_named_with_its_line(
    tmp_path: Path, changes: dict[str, object], reason: str
) -> None:
    with pytest.raises(BrokenRulebook, match=rf"rulebook\.yaml:5: .*{reason}"):
        book(tmp_path, row(**changes))


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", ":1: the file is empty"), ("rows: [", ":[12]: "), ("a: b: c", ":1: ")],
)
def test_a_file_that_is_no_rulebook_is_named(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "rulebook.yaml"
    path.write_text(text)
    with pytest.raises(BrokenRulebook, match=reason):
        load(path)
    with pytest.raises(BrokenRulebook, match="cannot be read"):
        load(tmp_path / "nowhere.yaml")


def test_a_ground_belongs_to_its_list_and_to_no_other(tmp_path: Path) -> None:
    found = rules(tmp_path, LIST, GROUND, row())
    assert found.ground("bad-deed", "bad-list").term == "some-term"
    for ground, list_id in (
        ("bad-deed", "other"),
        ("worse", "bad-list"),
        ("some-term", "bad-list"),
    ):
        with pytest.raises(GroundUnknown):
            found.ground(ground, list_id)


def test_a_ground_that_is_no_longer_in_force_lists_nobody(tmp_path: Path) -> None:
    old = row(
        id="bad-deed",
        unit="ground",
        value={"list": "bad-list", "term": "some-term"},
        valid_to="2019-10-31",
    )
    with pytest.raises(GroundUnknown):
        rules(tmp_path, LIST, old, row()).ground("bad-deed", "bad-list")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([GROUND, row()], "rows.0.value.list: the ground bad-deed needs a list bad-list"),
        ([GROUND, LIST], "rows.0.value.term: the ground bad-deed needs a term some-term"),
        (
            [GROUND, LIST, row(unit="yuan")],
            "rows.0.value.term: the ground bad-deed needs a term some-term",
        ),
        (
            [GROUND, LIST, row(valid_to="2019-11-01")],
            "rows.0.value.term: the ground bad-deed needs a term some-term while it is in force",
        ),
        (
            [GROUND, LIST, row(valid_from="2019-11-01")],
            "rows.0.value.term: the ground bad-deed needs a term some-term while it is in force",
        ),
    ],
)
def test_a_ground_without_its_list_or_its_term_stops_the_start(
    tmp_path: Path, rows: list[str], reason: str
) -> None:
    with pytest.raises(BrokenRulebook) as told:
        book(tmp_path, *rows)
    assert str(told.value).removeprefix(f"{tmp_path}/").startswith(f"rulebook.yaml:5: {reason}")


def test_a_term_may_change_while_its_ground_stays(tmp_path: Path) -> None:
    whole = book(
        tmp_path,
        LIST,
        GROUND,
        row(valid_to="2019-12-31"),
        row(value=30, valid_from="2020-01-01"),
    )
    assert whole.as_of(IN_2019).number("some-term") == 15


def test_a_row_that_is_needed_and_missing_is_told_as_a_fault_of_the_file(tmp_path: Path) -> None:
    found, path = rules(tmp_path, row()), tmp_path / "rulebook.yaml"
    with (
        pytest.raises(BrokenRulebook, match=r"rulebook\.yaml:1: test: no row other-term on 2019"),
        needed_from(path),
    ):
        found.require(["other-term"])


def test_an_unknown_list_has_its_own_code(tmp_path: Path) -> None:
    with pytest.raises(GroundUnknown) as refusal:
        rules(tmp_path, LIST, GROUND, row()).list_rule("bad-deed")
    assert refusal.value.code == "list_unknown"


def test_a_missing_rule_stops_whoever_needs_it(tmp_path: Path) -> None:
    found = rules(tmp_path, row(), row(id="a-body", unit="body", value="the court above"))
    found.require(["some-term", "a-body"])
    with pytest.raises(RuleMissing, match="no row other-term on 2019-11-01"):
        found.require(["some-term", "other-term"])
    with pytest.raises(RuleMissing):
        found.number("a-body")
    with pytest.raises(RuleMissing):
        found.word("some-term")
    with pytest.raises(RuleMissing):
        found.after(IN_2019, "a-body")


def test_the_heading_counts_what_rests_on_memory(tmp_path: Path) -> None:
    rows = [row(id=f"row-{sure.value}", confidence=sure.value) for sure in Confidence]
    assert rules(tmp_path, *rows).heading() == "2 of 6 rows unconfirmed"
