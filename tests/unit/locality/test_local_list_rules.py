"""The rulebook of a local list: what it may say, and what stops the start."""

from datetime import date
from pathlib import Path

import pytest

from services.locality.app import create_app
from services.locality.domain.local_list import must_fit
from shared.authorities import BrokenAuthorities
from shared.rulebook import BrokenRulebook, Rules
from shared.rulebook import load as load_rulebook
from shared.rulebook.rules import RuleMissing
from tests.unit.answers import done, refused
from tests.unit.apps import ROOT, open_app
from tests.unit.locality.county import (
    NEIGHBOUR,
    proposed,
)
from tests.unit.locality.story import Place

COUNTY = ROOT / "services" / "locality" / "local_lists" / "county.yaml"


async def test_a_place_without_such_a_list_lists_nobody(bailu: Place) -> None:
    bailu.opened.advance(date(2019, 7, 2))
    answer = await proposed(bailu, "c-qhzxkvbnwertyuiopasd")
    assert refused(answer) == (422, "ground_unknown")
    assert done(await bailu.opened.anybody().get("/v1/rulebook"))["local_list"] is None


async def test_a_county_needs_a_local_regulation_from_december_2020_on(
    keys: Path, tmp_path: Path
) -> None:
    """国办发〔2020〕49号 of 7 December 2020; the penalties stay, the list has no rule any more."""
    for as_of, has_list in (("2020-12-06", True), ("2020-12-07", False)):
        extra = {"CHIMERA_RULES_AS_OF": as_of}
        async with open_app(create_app, "rongcheng", keys, tmp_path / as_of, extra) as opened:
            rules = done(await opened.anybody().get("/v1/rulebook"))["local_list"]["rules"]
            units = {rule["unit"] for rule in rules}
            assert ("list" in units, "ground" in units, "effect" in units) == (has_list,) * 3
            assert "penalty" in units


def a_place(tmp_path: Path, old: str, new: str, declared: str = "[]") -> dict[str, str]:
    """Settings of a rongcheng whose local list has one passage replaced."""
    text = COUNTY.read_text("utf-8")
    assert old in text
    path = tmp_path / "county.yaml"
    path.write_text(text.replace(old, new), "utf-8")
    known = (ROOT / "authorities.yaml").read_text("utf-8")
    known = known.replace("services/locality/local_lists/county.yaml", str(path))
    head, tail = known.split("  - slug: rongcheng\n")
    tail = tail.replace("    lists: []\n", f"    lists: {declared}\n", 1)
    known = f"{head}  - slug: rongcheng\n{tail}".replace(" services/", f" {ROOT}/services/")
    (tmp_path / "authorities.yaml").write_text(known, "utf-8")
    return {"CHIMERA_AUTHORITIES": str(tmp_path / "authorities.yaml")}


async def starts(keys: Path, tmp_path: Path, extra: dict[str, str]) -> None:
    """The place starts with these settings."""
    async with open_app(create_app, "rongcheng", keys, tmp_path / "state", extra):
        pass


async def test_a_list_that_leaves_needs_a_declaration_and_a_locality_may_make_none(
    keys: Path, tmp_path: Path
) -> None:
    await starts(keys, tmp_path, a_place(tmp_path, "leaves: false", "leaves: false"))
    leaving = a_place(tmp_path, "leaves: false", "leaves: true")
    with pytest.raises(BrokenRulebook, match=r"county-list leaves, but authorities\.yaml differs"):
        await starts(keys, tmp_path, leaving)
    declared = (
        "[{id: county-list, title: {en: x, zh: x}, effect: adverse, publication: public,"
        " kinds: [person], origin: ours}]"
    )
    both = a_place(tmp_path, "leaves: false", "leaves: true", declared)
    with pytest.raises(BrokenAuthorities, match="never a locality"):
        await starts(keys, tmp_path, both)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("id: no-service-awards", "id: no-heating-rebate", "cannot bring about no-heating-rebate"),
        ("value: residents", "value: everybody", "read-by names none of residents, officers"),
        ("term: without-service-awards", "term: for-ever", "needs a term for-ever"),
        ("id: youngest-age", "id: some-age", "no row youngest-age"),
        ("id: objection-window", "id: some-window", "no row objection-window"),
    ],
)
async def test_a_rulebook_that_does_not_hold_together_stops_the_start(
    keys: Path, tmp_path: Path, old: str, new: str, why: str
) -> None:
    with pytest.raises((RuleMissing, BrokenRulebook), match=why):
        await starts(keys, tmp_path, a_place(tmp_path, old, new))


async def test_an_extra_legal_rule_can_ground_not_even_a_local_listing(
    keys: Path, tmp_path: Path
) -> None:
    old = "    unit: finding\n    value: {}\n"
    new = "    unit: ground\n    value: {list: county-list, term: without-service-awards}\n"
    with pytest.raises(BrokenRulebook, match="an extra-legal rule can never ground a listing"):
        await starts(keys, tmp_path, a_place(tmp_path, old, new))


async def test_a_list_for_officers_only_is_shown_to_no_resident(keys: Path, tmp_path: Path) -> None:
    extra = a_place(tmp_path, "value: residents", "value: officers")
    async with open_app(create_app, "rongcheng", keys, tmp_path / "state", extra) as opened:
        place = Place(opened, {})
        await place.register(NEIGHBOUR)
        answer = await opened.party(NEIGHBOUR).get("/v1/local-list")
        assert refused(answer) == (403, "list_not_shown")


def test_no_rules_at_all_hold_together() -> None:
    must_fit(Rules("local-list", date(2019, 11, 1), {}))
    must_fit(load_rulebook(COUNTY).as_of(date(2026, 11, 1)))
