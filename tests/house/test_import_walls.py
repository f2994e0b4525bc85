"""The walls between the parts, as import-linter checks them; each is shown to catch a breach."""

import re
from collections.abc import Mapping
from pathlib import Path, PurePath

import pytest

from tests.house.tree import texts
from tests.house.walls import ROOT, lint, make_skeleton, plant

pytestmark = pytest.mark.slow

AUTHORITIES = "Authorities never import each other"
SHARED = "The shared library knows no authority"
DEMO = "The demo drives the services through their doors only"
ROOMS = "Rooms are stacked one way"
DOMAIN = "Domain rules touch no framework, database or wire"
SETTINGS = "Only app.py reads settings"
CONFIGURED = "Doors, records and rules are not configured"
BROKER = "Only shared/bus speaks to the broker"

# By contract: the module with a forbidden import, and what it imports.
BREACHES = {
    AUTHORITIES: [
        ("services.ours.records", "services.theirs.domain"),
        ("services.ours.api", "services.theirs.records"),
        ("services.ours.app", "services.theirs.app"),
    ],
    SHARED: [("shared.errors", "services.ours.domain"), ("shared.ledger.acts", "demo.cli")],
    DEMO: [("demo.cli", "services.ours.app"), ("services.ours.api", "demo.population.people")],
    ROOMS: [
        ("services.ours.records", "services.ours.api"),
        ("services.ours.domain", "services.ours.records"),
        ("services.ours.api", "services.ours.publishing"),
        ("services.theirs.settings", "services.theirs.domain"),
    ],
    DOMAIN: [
        ("services.ours.domain", "sqlalchemy"),
        ("services.ours.domain", "fastapi"),
        ("services.ours.domain", "os"),
        ("services.theirs.domain", "random"),
        ("services.theirs.domain", "shared.database"),
    ],
    SETTINGS: [("services.ours.api", "services.ours.settings")],
    CONFIGURED: [
        ("services.ours.api", "shared.settings"),
        ("services.theirs.records", "shared.settings"),
    ],
    BROKER: [
        ("services.ours.publishing", "nats"),
        ("shared.ledger.relay", "nats"),
        ("demo.broker", "nats"),
    ],
}
LOADS_BY_NAME = re.compile(r"\bimport_module\(|\b__import__\(|\bimport_from_string\(")
LOADERS = {
    "demo/cli.py": "the storyline, when it is played",
    "demo/portraits.py": "every service, to write down what it says of itself",
    "demo/together.py": "the service that it is told to run, as uvicorn itself would load it",
    "shared/migrating.py": "the tables of the service whose next step is written",
}
READS_ENVIRONMENT = re.compile(r"\b(environ|getenv)\b")


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All modules, empty."""
    return make_skeleton(tmp_path_factory.mktemp("skeleton"))


def file_of(module: str) -> str:
    """Where a module is written."""
    return module.replace(".", "/") + ".py"


def test_the_tree_keeps_every_wall() -> None:
    found = lint(ROOT)
    assert found.passed, found.said


def test_a_tree_without_a_breach_passes(skeleton: Path) -> None:
    found = lint(skeleton)
    assert found.passed, found.said


@pytest.mark.parametrize("contract", BREACHES)
def test_planted_breaches_are_caught_by_their_contract(skeleton: Path, contract: str) -> None:
    """Also where the import stands inside a function, as here."""
    codes = {module: "def late() -> None:\n" for module, _ in BREACHES[contract]}
    for module, imported in BREACHES[contract]:
        codes[module] += f"    import {imported}\n"
    for module, code in codes.items():
        plant(skeleton, file_of(module), code)
    found = lint(skeleton)
    for module in codes:
        plant(skeleton, file_of(module), "")
    for module, imported in BREACHES[contract]:
        assert f"{module} -> {imported} (" in found.about(contract), found.said


def test_every_contract_has_its_breach(skeleton: Path) -> None:
    kept = re.findall(r"^(.+) KEPT", lint(skeleton).said, re.MULTILINE)
    assert set(kept) == set(BREACHES)


@pytest.mark.parametrize(("room", "contract"), [("domain", DOMAIN), ("api", CONFIGURED)])
def test_a_room_that_became_a_folder_keeps_its_walls(
    tmp_path: Path, room: str, contract: str
) -> None:
    tree = make_skeleton(tmp_path)
    (tree / f"services/ours/{room}.py").unlink()
    plant(tree, f"services/ours/{room}/__init__.py", "")
    plant(tree, f"services/ours/{room}/deep/__init__.py", "")
    code = "import services.ours.app\nimport shared.settings\n"
    plant(tree, f"services/ours/{room}/deep/inner.py", code)
    assert {ROOMS, contract} <= set(lint(tree).broken)


def test_a_room_that_the_layout_does_not_know_is_refused(tmp_path: Path) -> None:
    tree = make_skeleton(tmp_path)
    plant(tree, "services/ours/helpers.py", "")
    found = lint(tree)
    assert not found.passed
    assert "helpers" in found.said


def readers_of_the_environment(files: Mapping[str, str]) -> list[str]:
    """Modules of services and of what they share that look at the environment themselves."""
    return [
        path
        for path, text in files.items()
        if path.startswith(("services/", "shared/")) and path.endswith(".py")
        if PurePath(path).name not in ("app.py", "settings.py") and READS_ENVIRONMENT.search(text)
    ]


def test_only_app_and_settings_read_the_environment() -> None:
    assert readers_of_the_environment(texts()) == []


def test_another_reader_of_the_environment_is_found() -> None:
    planted = {"services/ours/records.py": "os.environ", "shared/x.py": "from os import getenv"}
    assert readers_of_the_environment(planted | {"services/ours/app.py": "os.environ"}) == [
        *planted
    ]


def loaders(files: Mapping[str, str]) -> list[str]:
    """Modules that load others by a name made up at run time, which no contract sees."""
    sources = {path: text for path, text in files.items() if path.endswith(".py")}
    folders = ("services/", "shared/", "demo/")
    return [one for one in sources if one.startswith(folders) and LOADS_BY_NAME.search(files[one])]


def test_nobody_climbs_over_a_wall_by_loading_a_module_by_its_name() -> None:
    assert set(loaders(texts())) <= set(LOADERS)
    assert "demo/portraits.py" in loaders(texts())


def test_another_loader_is_found() -> None:
    planted = {"demo/x.py": "import_module(name)", "services/a/api.py": "__import__('services.b')"}
    assert loaders(planted) == [*planted]
