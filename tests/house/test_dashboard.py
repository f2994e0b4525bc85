"""The checked-in dashboards ask for metrics that there are, and name doors that there are."""

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from prometheus_client import generate_latest

from demo.portraits import Portrait
from tests.house.tree import ROOT

SERVICES = ("platform", "gateway")
METRIC = re.compile(r"\bchimera_[a-z_]+\b")
# What Prometheus makes of one histogram.
PARTS = ("_bucket", "_sum", "_count")


@dataclass(frozen=True)
class Board:
    """A service's dashboard, and what its `/metrics` says before anything has happened."""

    panels: list[dict[str, Any]]
    told: str

    @property
    def asked_for(self) -> set[str]:
        """Every metric that a panel asks for."""
        expressions = [target["expr"] for panel in self.panels for target in panel["targets"]]
        return {name for expression in expressions for name in METRIC.findall(expression)}


@pytest.fixture(params=SERVICES)
def board(request: pytest.FixtureRequest, portraits: list[Portrait]) -> Board:
    """Each service's own."""
    file = ROOT / "docker" / "grafana" / f"{request.param}.json"
    (service,) = [one for one in portraits if one.app.state.name == request.param]
    told = generate_latest(service.app.state.metrics.registry).decode()
    return Board(json.loads(file.read_text("utf-8"))["panels"], told)


def names_in(text: str) -> set[str]:
    """The metrics that are declared in an answer of `/metrics`."""
    declared = set(re.findall(r"^# TYPE (\S+) ", text, re.MULTILINE))
    return declared | {name + part for name in declared for part in PARTS}


def test_every_metric_of_a_dashboard_is_there(board: Board) -> None:
    assert board.asked_for - names_in(board.told) == set()


def test_every_metric_of_the_services_own_is_on_it(board: Board) -> None:
    kinds = r"^# TYPE (chimera_\S+) (?:gauge|counter|histogram)"
    own = set(re.findall(kinds, board.told, re.MULTILINE))
    shown = {name.removesuffix("_bucket") for name in board.asked_for}
    assert {name for name in own if not name.endswith("_created")} - shown == set()


def test_a_metric_that_nobody_has_would_be_noticed(board: Board) -> None:
    assert "chimera_unheard_of" not in names_in(board.told)


def test_the_panels_say_what_they_mean_and_lie_beside_each_other(board: Board) -> None:
    panels = board.panels
    assert len({panel["id"] for panel in panels}) == len(panels)
    places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}
    assert len(places) == len(panels)
    for panel in panels:
        assert panel["title"]
        assert panel["description"]
