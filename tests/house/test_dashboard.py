"""The checked-in dashboard asks for metrics that there are, and names doors that there are."""

import json
import re
from typing import Any

import pytest
from prometheus_client import generate_latest

from demo.portraits import Portrait
from tests.house.tree import ROOT

FILE = ROOT / "docker" / "grafana" / "platform.json"
DASHBOARD: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
PANELS = DASHBOARD["panels"]
METRIC = re.compile(r"\bchimera_[a-z_]+\b")
# What Prometheus makes of one histogram.
PARTS = ("_bucket", "_sum", "_count")


def asked_for() -> set[str]:
    """Every metric that a panel asks for."""
    expressions = [target["expr"] for panel in PANELS for target in panel["targets"]]
    return {name for expression in expressions for name in METRIC.findall(expression)}


@pytest.fixture
def told(portraits: list[Portrait]) -> str:
    """What the platform's `/metrics` says before anything has happened."""
    (platform,) = [one for one in portraits if one.app.state.name == "platform"]
    return generate_latest(platform.app.state.metrics.registry).decode()


def names_in(text: str) -> set[str]:
    """The metrics that are declared in an answer of `/metrics`."""
    declared = set(re.findall(r"^# TYPE (\S+) ", text, re.MULTILINE))
    return declared | {name + part for name in declared for part in PARTS}


def test_every_metric_of_the_dashboard_is_there(told: str) -> None:
    assert asked_for() - names_in(told) == set()


def test_every_metric_of_the_platforms_own_is_on_it(told: str) -> None:
    own = set(re.findall(r"^# TYPE (chimera_\S+) (?:gauge|counter|histogram)", told, re.MULTILINE))
    shown = {name.removesuffix("_bucket") for name in asked_for()}
    assert {name for name in own if not name.endswith("_created")} - shown == set()


def test_a_metric_that_nobody_has_would_be_noticed(told: str) -> None:
    assert "chimera_unheard_of" not in names_in(told)


def test_the_panels_say_what_they_mean_and_lie_beside_each_other() -> None:
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in PANELS}
    assert len(places) == len(PANELS)
    for panel in PANELS:
        assert panel["title"]
        assert panel["description"]
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24
        assert all(target["expr"] and target["refId"] for target in panel["targets"])


def test_it_brings_no_address_or_password_of_its_own() -> None:
    text = FILE.read_text("utf-8")
    assert "http" not in text
    assert {panel["datasource"]["uid"] for panel in PANELS} == {"${datasource}"}


def test_the_page_about_operations_speaks_of_every_panel() -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert [panel["title"] for panel in PANELS if panel["title"] not in page] == []
