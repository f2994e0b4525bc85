"""What comes down is never about people, and never gets near their scores."""

import ast
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grimp
import pytest

from services.locality.domain.complement import NotTaken, must_be_ours
from tests.builders import make_party, words_of
from tests.unit.apps import ROOT
from tests.unit.locality.downstream import FIRM, HERE, Downstream, evaluation, open_downstream

WANG = make_party()
PEOPLES_TABLES = ("residents", "consents", "events", "objections", "claims")


@pytest.fixture
async def downstream(keys: Path, tmp_path: Path) -> AsyncIterator[Downstream]:
    """A place after Rongcheng on 2 January 2019, and its platform."""
    async with open_downstream(keys, tmp_path) as opened:
        yield opened


def about_people(downstream: Downstream) -> dict[str, list[tuple[Any, ...]]]:
    """Every row about residents."""
    rows = downstream.place.opened.rows
    return {name: rows(f"SELECT * FROM {name}") for name in PEOPLES_TABLES}  # noqa: S608 - above


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"code": WANG.id_number}, "not_an_organisation"),
        ({"code": WANG.truncated_id}, "not_an_organisation"),
        ({"region": "750101"}, "other_region"),
        ({"region": "660102"}, "region_disagrees"),
    ],
)
async def test_a_line_about_a_person_or_another_place_is_refused_and_counted(
    downstream: Downstream, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(NotTaken, match=reason):
        must_be_ours(evaluation(**changes), HERE)
    downstream.platform.say(evaluation(ref="l-badbadbadbad", **changes))
    downstream.platform.say(evaluation())
    downstream.reads()
    assert downstream.place.opened.rows("SELECT ref FROM complement") == [(evaluation().ref,)]
    assert (await downstream.state())["refused_count"] == 1
    downstream.reads()
    assert (await downstream.state())["refused_count"] == 1
    metrics = (await downstream.place.opened.anybody().get("/metrics")).text
    assert "chimera_complement_refused 1.0" in metrics
    for secret in (WANG.id_number, WANG.truncated_id):
        assert secret not in downstream.place.opened.everything_held()


async def test_nothing_that_comes_down_touches_a_residents_row_or_score(
    downstream: Downstream,
) -> None:
    """Even a line that would be about a resident by name and number."""
    place = downstream.place
    resident = await place.settle(WANG)
    await place.event("volunteers", resident, "volunteer-hour")
    before = about_people(downstream)
    score = await place.score(WANG)
    downstream.platform.say(evaluation(name=WANG.name))
    downstream.platform.say(evaluation(ref="l-badbadbadbad", code=WANG.id_number, name=WANG.name))
    assert downstream.reads()
    assert about_people(downstream) == before
    assert await place.score(WANG) == score


def test_no_rule_of_points_knows_the_complement_and_no_wire_knows_the_residents() -> None:
    graph = grimp.build_graph("services", cache_dir=None)
    own = "services.locality"
    from_above = {f"{own}.domain.complement", f"{own}.domain.organisations"} | {
        f"{own}.records.complement",
        f"{own}.records.organisation_tables",
    }
    for rules in ("score", "scheme", "claims", "events", "residents"):
        behind = graph.find_upstream_modules(f"{own}.domain.{rules}")
        assert not behind & from_above, rules
    receiving = {f"{own}.receiving", *graph.find_descendants(f"{own}.receiving")}
    behind = set().union(*(graph.find_upstream_modules(one) for one in receiving))
    peoples = {f"{own}.records.{name}" for name in ("residents", "events", "claims")}
    assert not behind & (peoples | {f"{own}.domain.score", f"{own}.domain.residents"})
    assert f"{own}.records.complement" in behind


def test_the_wire_writes_to_no_other_table() -> None:
    source = (ROOT / "services/locality/records/complement.py").read_text(encoding="utf-8")
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    assert {name for name in names if name.endswith("Row")} == {
        "ComplementRow",
        "ComplementPositionRow",
    }


async def test_a_resident_reads_nothing_of_it(downstream: Downstream) -> None:
    await downstream.place.settle(WANG)
    downstream.platform.say(evaluation())
    downstream.reads()
    file = await downstream.place.file(WANG)
    assert file["organisation_file_at"] is None
    assert FIRM.id_number not in str(file)
    assert words_of(FIRM)["name"] not in str(file)
