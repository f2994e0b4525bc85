"""`chimera rules`: the rules of a day and what changed, without anything running."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from demo.cli import app
from demo.rulebooks import RuleFile, entries_in, files_of, heading
from demo.rules_told import changed

IN_2019, IN_2026 = date(2019, 11, 1), date(2026, 6, 1)
RULE = {
    "unit": "days",
    "source": "a book",
    "confidence": "firm",
    "says": {"en": "So.", "zh": "如此。"},
}


def a_file(*rows: dict[str, object]) -> RuleFile:
    """A file of these rules."""
    return RuleFile(Path("x.yaml"), "Test", "试", tuple(entries_in({"rows": [*rows]})))


def test_what_was_added_ended_or_changed_is_told_with_both_versions() -> None:
    old, new = {"valid_to": date(2020, 1, 1)}, {"valid_from": date(2020, 1, 2)}
    file = a_file(
        RULE | old | {"id": "goes", "value": 1},
        RULE | new | {"id": "comes", "value": 2},
        RULE | old | {"id": "grows", "value": 3},
        RULE | new | {"id": "grows", "value": 4},
        RULE | {"id": "stays", "value": 5},
    )
    assert list(changed(file, IN_2019, IN_2026)) == [
        ("goes", "ended", "1 days\nSo.", "none"),
        ("grows", "changed", "3 days\nSo.", "4 days\nSo."),
        ("comes", "added", "none", "2 days\nSo."),
    ]
    assert heading(file.on(IN_2019)) == "3 of 3 rows unconfirmed"


def test_the_dates_of_an_edition_hold_for_all_that_is_in_it() -> None:
    edition = {
        "in_force": {"valid_to": date(2020, 12, 31)},
        "items": [{"code": "late", "points": -5, "source": "a book", "confidence": "firm"}],
    }
    (late,) = (one for one in entries_in({"editions": [edition]}) if one.name == "late")
    assert (late.value, late.span) == ("points: -5", "until 2020-12-31")
    assert late.in_force_on(date(2020, 12, 31))
    assert not late.in_force_on(date(2021, 1, 1))


def test_an_authoritys_files_are_its_rulebook_its_scheme_and_its_own_list() -> None:
    assert [file.name for file in files_of("court")] == ["services/court/rulebook.yaml"]
    assert [file.name for file in files_of("gateway")] == ["services/partner_gateway/rulebook.yaml"]
    rongcheng = [file.name for file in files_of("rongcheng")]
    assert rongcheng[0] == "services/locality/rulebook.yaml"
    assert rongcheng[-2:] == [
        "services/locality/schemes/rongcheng.yaml",
        "services/locality/local_lists/county.yaml",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--at", "tax", "--as-of", "2026-06-01"], "as of 2026-06-01"),
        (["--at", "tax", "--changes-since", "2019-11-01"], "from 2019-11-01 to 2026-06-01"),
        (["--at", "rail"], "rows unconfirmed"),
    ],
)
def test_the_command_says_of_which_day_the_rules_are(words: list[str], said: str) -> None:
    told = CliRunner().invoke(app, ["rules", *words], env={"COLUMNS": "200"})
    assert told.exit_code == 0
    assert said in told.output


def test_an_authority_that_is_not_there_is_told_in_one_sentence() -> None:
    assert CliRunner().invoke(app, ["rules", "--at", "nobody"]).exit_code == 2
