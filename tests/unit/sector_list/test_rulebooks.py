"""The rulebooks of all sectors, walked: each fits together on any date and says what it is."""

from datetime import date
from pathlib import Path

import pytest

from services.sector_list.domain import must_fit
from shared.authorities import load as load_authorities
from shared.procedure.desk import NEEDED_RULES
from shared.procedure.publication import publication_day
from shared.rulebook import Confidence, Ground, ListRule, Unit, load
from shared.rulebook.rules import RuleMissing
from tests.unit.apps import ROOT

FILES = sorted((ROOT / "services/sector_list/rulebooks").glob("*.yaml"))
KNOWN = load_authorities(ROOT / "authorities.yaml")
SECTORS = [one for one in KNOWN if one.service == "sector_list"]
DATES = [date(2019, 1, 1), date(2019, 11, 1), date(2022, 6, 1), date(2026, 11, 1)]


def test_each_sector_has_its_file_and_each_file_its_sector() -> None:
    assert {ROOT / one.rulebook for one in SECTORS if one.rulebook} == set(FILES)
    assert {one.slug for one in SECTORS} == {load(path).rulebook for path in FILES}
    assert [one.port for one in SECTORS] == list(range(8110, 8110 + len(SECTORS)))


@pytest.mark.parametrize("day", DATES, ids=str)
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_the_rules_of_any_date_fit_together(path: Path, day: date) -> None:
    rules = load(path).as_of(day)
    must_fit(rules)
    publication_day(rules)
    if any(isinstance(row.value, ListRule) for row in rules.rows.values()):
        rules.require([*NEEDED_RULES, "reviewing-body"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_a_list_stands_in_the_bureaus_block_exactly_if_it_leaves(path: Path) -> None:
    declared = {one.id for one in KNOWN.named(path.stem).lists}
    rows = load(path).rows
    leaving = {row.id for row in rows if isinstance(row.value, ListRule) and row.value.leaves}
    assert leaving == declared


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_who_lists_in_2026_listed_in_2019_too(path: Path) -> None:
    then, now = (load(path).as_of(day) for day in (DATES[1], DATES[3]))
    assert lists_with_grounds(then.rows.values()) == lists_with_grounds(now.rows.values())


def lists_with_grounds(rows: object) -> set[str]:
    """The lists on which somebody can be put."""
    return {row.value.list for row in rows if isinstance(row.value, Ground)}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sector", "day", "term", "started_on", "ends_on"),
    [
        ("rail", DATES[1], "no-ticket-term", date(2019, 10, 8), date(2020, 4, 5)),
        ("aviation", DATES[1], "no-flight-term", date(2019, 10, 8), date(2020, 10, 8)),
        ("market", DATES[1], "serious-violation-term", date(2019, 3, 1), date(2024, 3, 1)),
        ("market", DATES[2], "serious-violation-term", date(2022, 3, 1), date(2025, 3, 1)),
        ("wages", DATES[1], "withheld-wages-term", date(2019, 3, 1), date(2020, 3, 1)),
        ("wages", DATES[2], "withheld-wages-term", date(2022, 3, 1), date(2025, 3, 1)),
        ("education", DATES[1], "without-service-awards", date(2019, 7, 1), date(2024, 7, 1)),
    ],
)
def test_each_term_is_the_one_of_its_time(
    sector: str, day: date, term: str, started_on: date, ends_on: date
) -> None:
    rules = load(ROOT / f"services/sector_list/rulebooks/{sector}.yaml").as_of(day)
    assert rules.after(started_on, term) == ends_on


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_what_was_recalled_is_not_called_confirmed(path: Path) -> None:
    sure = {Confidence.CONFIRMED, Confidence.POOR_HOST, Confidence.PAPER}
    boasts = [
        row.id
        for row in load(path).rows
        if row.confidence in sure and ("recalled" in row.source or "own " in row.source)
    ]
    assert boasts == []


def test_a_row_that_names_what_is_not_in_force_stops_the_service() -> None:
    rules = load(ROOT / "services/sector_list/rulebooks/environment.yaml").as_of(DATES[1])
    for missing, said in (("evaluation-term", "evaluation-term"), ("red", "no steps of the scale")):
        rows = {name: row for name, row in rules.rows.items() if name != missing}
        with pytest.raises(RuleMissing, match=said):
            must_fit(type(rules)(rules.rulebook, rules.as_of, rows))


def test_the_scale_counts_from_the_best() -> None:
    rules = load(ROOT / "services/sector_list/rulebooks/environment.yaml").as_of(DATES[1])
    steps = [row.id for row in rules.rows.values() if row.unit is Unit.GRADE]
    assert sorted(steps, key=rules.number) == ["green", "blue", "yellow", "red"]
