"""How many others share name and mask: a range, from the question and public figures alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.population import candidates_behind, make_population
from services.partner_gateway.app import FOLDER
from services.partner_gateway.domain import expected_namesakes, read_tables
from shared.identifiers import Kind, truncate
from tests.builders import make_organisation, make_party
from tests.unit.apps import ROOT
from tests.unit.partner_gateway.world import Gateway

TABLES = read_tables((FOLDER / "namesakes.yaml").read_text(encoding="utf-8"), "namesakes.yaml")
MASK = make_party().truncated_id


def high(name: str, born: int = 1990) -> float:
    """The upper end for a person of that name and year."""
    mask = type(MASK)(f"660101{born}****0020")
    return expected_namesakes(Kind.PERSON, name, mask, TABLES).high


@given(st.text(min_size=1, max_size=6), st.integers(1900, 2100))
def test_it_is_always_a_range_below_the_number_of_candidates(name: str, born: int) -> None:
    mask = type(MASK)(f"660101{born}****0020")
    found = expected_namesakes(Kind.PERSON, name, mask, TABLES)
    assert 0 <= found.low <= found.high < len(candidates_behind(MASK)) + 2


def test_common_names_have_more_namesakes_than_rare_ones() -> None:
    assert high("王秀英", 1950) > high("林秀英", 1950) > high("欧阳秀英", 1950)
    assert high("张伟", 1980) > high("张伟", 2005)
    assert high("王秀英", 1950) > high("王秀英", 2000)


def test_an_organisations_code_is_shared_by_nobody() -> None:
    firm = make_organisation()
    found = expected_namesakes(Kind.ORGANISATION, firm.name, firm.truncated_id, TABLES)
    assert (found.low, found.high) == (0, 0)


def test_everybody_in_a_population_gets_a_small_number() -> None:
    for person in make_population(300, 7).people():
        mask = truncate(Kind.PERSON, person.id_number)
        assert expected_namesakes(Kind.PERSON, person.name, mask, TABLES).high < 0.2


@pytest.mark.parametrize(
    ("name", "born", "shown"),
    [
        ("王秀英", 1950, "0.061"),
        ("王秀英", 1990, "0.013"),
        ("张伟", 1980, "0.037"),
        ("欧阳雪", 1990, "0.00053"),
    ],
)
def test_the_examples_in_the_documents_are_what_comes_out(name: str, born: int, shown: str) -> None:
    assert f"{high(name, born):.2g}" == shown
    page = (ROOT / Path("docs/namesakes.md")).read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| {name}, born {born}"))
    assert row.endswith(f"| {shown} |")


async def test_it_tells_nothing_about_who_is_listed(gateway: Gateway) -> None:
    party = make_party()
    before = (await gateway.ask(party)).json()["expected_namesakes"]
    gateway.list(party)
    gateway.bring_out()
    assert (await gateway.ask(party)).json()["expected_namesakes"] == before
