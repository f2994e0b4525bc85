"""What may follow a listing at all: before the first basic list, and since."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from services.partner_gateway.app import FOLDER, read_agreements
from services.partner_gateway.domain import BrokenAgreement, read_basic_list
from shared.authorities import load
from shared.contract import Effect
from tests.unit.apps import ROOT

AUTHORITIES = load(ROOT / "authorities.yaml")
TEXT = (FOLDER / "basic-measures.yaml").read_text(encoding="utf-8")
BASIC = read_basic_list(TEXT, "basic-measures.yaml")
PAPER, EVE, FIRST = date(2019, 11, 1), date(2021, 12, 15), date(2021, 12, 16)
GOLF = ("judgment-defaulters-2016", "golf")


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (PAPER, None),
        (EVE, None),
        (FIRST, "edition-2021"),
        (date(2022, 12, 27), "edition-2021"),
        (date(2022, 12, 28), "edition-2022"),
        (date(2026, 6, 1), "edition-2024"),
    ],
)
def test_there_is_one_list_on_a_day_or_none(day: date, edition: str | None) -> None:
    found = BASIC.on(day)
    assert (found.id if found else None) == edition


def test_it_has_three_groups_and_fourteen_entries() -> None:
    assert len(BASIC.entries) == 14
    assert {entry.group for entry in BASIC.entries} == {"rights", "management", "others"}


def _without_place(folder: Path) -> Path:
    """The gateway's data, in which golf is no entry of the basic list."""
    copy = folder / "gateway"
    copytree(FOLDER, copy, ignore=lambda _, names: [n for n in names if n.endswith(".pyc")])
    file = copy / "mous" / "judgment-defaulters-2016.yaml"
    text = file.read_text(encoding="utf-8")
    golf = text.index("  - id: golf")
    out = text[:golf] + text[golf:].replace("    basic: consumption-limits\n", "", 1)
    file.write_text(out, encoding="utf-8")
    return copy


def test_a_measure_that_is_no_entry_ends_with_the_first_list(tmp_path: Path) -> None:
    """In 2019 nobody asks for a place; in December 2021 golf loses its force, and this is told."""
    folder = _without_place(tmp_path)
    for day in (PAPER, EVE):
        agreements = read_agreements(folder, AUTHORITIES, day)
        assert "golf" in agreements.measures_of("greens-golf")
        assert agreements.left_out == {}
    later = read_agreements(folder, AUTHORITIES, FIRST)
    assert "golf" not in later.measures_of("greens-golf")
    text = (folder / "mous" / "judgment-defaulters-2016.yaml").read_text(encoding="utf-8")
    line = text[: text.index("  - id: golf")].count("\n") + 1
    assert later.left_out == {
        GOLF: f"mous/judgment-defaulters-2016.yaml:{line}: it is no entry of the basic list of"
        " measures, edition-2021"
    }
    mou = later.mou(GOLF[0])
    assert mou is not None
    golf = mou.measure("golf")
    assert golf is not None
    assert later.why_not(mou, golf) == later.left_out[GOLF]


def test_all_that_is_shipped_has_its_place() -> None:
    agreements = read_agreements(FOLDER, AUTHORITIES, date(2026, 6, 1))
    assert agreements.left_out == {}
    for mou in agreements.mous:
        for measure in mou.measures:
            assert (measure.basic is None) == (mou.effect is Effect.FAVOURABLE), measure.id


@pytest.mark.parametrize(
    ("change", "into", "why"),
    [
        ("valid_from: 2022-12-28", "valid_from: 2022-12-27", "editions.1: two editions"),
        ("editions: [edition-2021,", "editions: [edition-2020,", "no edition edition-2020"),
        ("id: exit-ban", "id: office-limits", "this entry is there twice"),
        ("spheres: [professions]", "spheres: [breathing]", "entries.1.spheres"),
    ],
)
def test_a_broken_list_is_told_by_file_line_and_reason(change: str, into: str, why: str) -> None:
    assert change in TEXT
    with pytest.raises(BrokenAgreement, match=rf"^basic\.yaml:\d+: .*{why}"):
        read_basic_list(TEXT.replace(change, into, 1), "basic.yaml")
