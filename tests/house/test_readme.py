"""The page that a stranger reads first names everything that a stranger can start or reach."""

import re

import pytest
import typer.main

from demo import cli
from demo.portraits import AUTHORITIES
from demo.roster import read_roster
from tests.house.tree import ROOT, texts

README = texts().get("README.md", "")
MAKEFILE = texts()["Makefile"]
INTERNAL = {"help", "set-up-demo", "set-up-tests"}
TARGETS = sorted(set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)) - INTERNAL)
PORTS = read_roster(AUTHORITIES).ports


def commands() -> list[str]:
    """Every command of `chimera`, those of groups with their group's name."""
    group = typer.main.get_command(cli.app)
    return sorted(_names(group, ""))


def _names(command: object, prefix: str) -> list[str]:
    inner = getattr(command, "commands", {})
    if not inner:
        return [prefix.strip()]
    return [name for key in inner for name in _names(inner[key], f"{prefix} {key}")]


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_is_named(target: str) -> None:
    assert re.search(rf"make {target}(?![\w-])", README)


@pytest.mark.parametrize("command", commands())
def test_every_command_is_named(command: str) -> None:
    assert re.search(rf"chimera {command}(?![\w-])", README)


@pytest.mark.parametrize(("name", "port"), PORTS.items())
def test_every_port_is_named(name: str, port: int) -> None:
    assert re.search(rf"\b{port}\b", README), name


@pytest.mark.parametrize(
    "page",
    ["docs/departures.md", "docs/responsible-use.md", "docs/architecture.md", "docs/settings.md"],
)
def test_the_pages_behind_it_are_linked(page: str) -> None:
    assert f"({page})" in README


def test_it_says_that_all_parties_are_synthetic() -> None:
    assert "synthetic" in README


def test_the_targets_and_commands_are_really_there() -> None:
    assert {"demo", "test", "test-all", "check", "bench"} <= set(TARGETS)
    assert {"up", "down", "status", "advance"} <= set(commands())


def test_the_licence_is_the_one_that_is_named() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache-2.0" in README
