"""The walls between the parts, as import-linter checks them; each is shown to catch a breach."""

from pathlib import Path

import pytest

from tests.house.walls import ROOT, lint, make_skeleton, plant

AUTHORITIES = "Authorities never import each other"
SHARED = "The shared library knows no authority"
DEMO = "The demo drives the services through their doors only"
ROOMS = "Rooms are stacked one way"
DOMAIN = "Domain rules touch no framework, database or wire"
SETTINGS = "Only app.py reads settings"
ENVIRONMENT = "Doors, records and rules know nothing of the environment"
BROKER = "Only shared/bus speaks to the broker"

# The contract, the module with the forbidden import, and that import.
BREACHES = [
    (AUTHORITIES, "services/ours/records.py", "import services.theirs.domain"),
    (AUTHORITIES, "services/ours/api.py", "from services.theirs import records"),
    (AUTHORITIES, "services/ours/app.py", "def late() -> None:\n    import services.theirs.app"),
    (SHARED, "shared/errors.py", "from services.ours import domain"),
    (SHARED, "shared/ledger/acts.py", "import demo.cli"),
    (DEMO, "demo/cli.py", "from services.ours.app import create_app"),
    (DEMO, "services/ours/records.py", "from demo.population import people"),
    (ROOMS, "services/ours/records.py", "from services.ours import api"),
    (ROOMS, "services/ours/domain.py", "from services.ours import records"),
    (ROOMS, "services/ours/api.py", "from services.ours import publishing"),
    (ROOMS, "services/ours/settings.py", "from services.ours import domain"),
    (DOMAIN, "services/ours/domain.py", "import sqlalchemy"),
    (DOMAIN, "services/ours/domain.py", "from fastapi import Request"),
    (DOMAIN, "services/ours/domain.py", "from os import environ"),
    (DOMAIN, "services/ours/domain.py", "import random"),
    (DOMAIN, "services/ours/domain.py", "from shared.database import Database"),
    (SETTINGS, "services/ours/api.py", "from services.ours.settings import read"),
    (ENVIRONMENT, "services/ours/api.py", "from shared import settings"),
    (ENVIRONMENT, "services/ours/records.py", "import os.path"),
    (BROKER, "services/ours/publishing.py", "import nats"),
    (BROKER, "shared/ledger/relay.py", "from nats.errors import Error"),
    (BROKER, "demo/broker.py", "import nats.aio.client"),
]


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All modules, empty."""
    return make_skeleton(tmp_path_factory.mktemp("skeleton"))


def test_the_tree_keeps_every_wall() -> None:
    found = lint(ROOT)
    assert found.passed, found.said


def test_a_tree_without_a_breach_passes(skeleton: Path) -> None:
    found = lint(skeleton)
    assert found.passed, found.said


@pytest.mark.parametrize(("contract", "where", "code"), BREACHES)
def test_a_planted_breach_is_caught_by_its_contract(
    skeleton: Path, contract: str, where: str, code: str
) -> None:
    plant(skeleton, where, code + "\n")
    try:
        found = lint(skeleton)
    finally:
        plant(skeleton, where, "")
    assert contract in found.broken, found.said
    assert where.removesuffix(".py").replace("/", ".") in found.said


@pytest.mark.parametrize("room", ["domain", "api"])
def test_a_room_that_became_a_folder_keeps_its_walls(tmp_path: Path, room: str) -> None:
    tree = make_skeleton(tmp_path)
    (tree / f"services/ours/{room}.py").unlink()
    plant(tree, f"services/ours/{room}/__init__.py", "")
    plant(tree, f"services/ours/{room}/deep/__init__.py", "")
    plant(tree, f"services/ours/{room}/deep/inner.py", "import services.ours.app\nimport os\n")
    broken = lint(tree).broken
    assert ROOMS in broken
    assert (DOMAIN if room == "domain" else ENVIRONMENT) in broken


def test_a_room_that_the_layout_does_not_know_is_refused(tmp_path: Path) -> None:
    tree = make_skeleton(tmp_path)
    plant(tree, "services/ours/helpers.py", "")
    found = lint(tree)
    assert not found.passed
    assert "helpers" in found.said
