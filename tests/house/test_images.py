"""What each image's code imports, its own extra of pyproject.toml installs."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata

import grimp
import pytest
from packaging.requirements import Requirement

from demo.portraits import AUTHORITIES, ROOT
from demo.roster import read_roster

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
OWN = re.compile(r"^chimera-registers\[([a-z_,]+)\]$")
# The entrance of each image's code, and the extra that the image installs.
ENTRANCES = {
    place.package: f"services.{place.package}.app" for place in read_roster(AUTHORITIES).places
} | {"keys": "demo.keys", "demo": "demo"}
GRAPH = grimp.build_graph(
    "services", "shared", "demo", include_external_packages=True, cache_dir=None
)


def plain(name: str) -> str:
    """A distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(extra: str) -> Iterator[str]:
    """The distributions that an extra names, extras of our own resolved."""
    for requirement in EXTRAS[extra]:
        own = OWN.match(requirement)
        if own is None:
            yield plain(Requirement(requirement).name)
        else:
            for name in own.group(1).split(","):
                yield from asked_for(name)


def installed(extra: str) -> set[str]:
    """Those, and all that they bring with them."""
    found: set[str] = set()
    waiting = list(asked_for(extra))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += brought_by(name)
    return found


def brought_by(distribution: str) -> list[str]:
    """What one distribution needs by itself."""
    try:
        needed = [Requirement(line) for line in metadata.requires(distribution) or []]
    except metadata.PackageNotFoundError:
        return []
    usual = {"extra": ""}
    return [plain(one.name) for one in needed if not one.marker or one.marker.evaluate(usual)]


def imported(entrance: str) -> set[str]:
    """Third-party packages that the code behind an entrance imports."""
    inside = {entrance, *GRAPH.find_descendants(entrance)}
    found = inside.union(*(GRAPH.find_upstream_modules(module) for module in inside))
    outside = {module for module in found if GRAPH.is_module_squashed(module)}
    return outside - set(sys.stdlib_module_names)


def missing(entrance: str, extra: str) -> set[str]:
    """Packages that would not be there when the code is started."""
    known, there = metadata.packages_distributions(), installed(extra)
    return {
        package
        for package in imported(entrance)
        if not there & {plain(name) for name in known.get(package, [package])}
    }


@pytest.mark.parametrize(("extra", "entrance"), ENTRANCES.items())
def test_an_image_installs_all_that_its_code_imports(extra: str, entrance: str) -> None:
    assert missing(entrance, extra) == set()


def test_a_package_that_an_image_lacks_would_be_noticed() -> None:
    assert missing("services.court.app", "base") == {"nats"}
    assert "typer" in missing("demo", "keys")


# What a reader of the platform may do with a bus; every other call of it says or asks something.
HEARS_ONLY = {"connect", "connected", "on_hint", "close"}


def calls_on_a_bus(source: str) -> set[str]:
    """What code does with anything that it calls a bus."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)]
    names = {"Bus", "bus", "_bus"}
    owners = ((node.attr, node.value) for node in nodes)
    return {
        called
        for called, owner in owners
        if (isinstance(owner, ast.Name) and owner.id in names)
        or (isinstance(owner, ast.Attribute) and owner.attr in names)
    }


def on_the_way(entrance: str) -> set[str]:
    """Our own modules behind an entrance that import the bus directly."""
    inside = GRAPH.find_upstream_modules(entrance, as_package=False) | {entrance}
    buses = GRAPH.find_modules_that_directly_import("shared.bus")
    return {name for name in inside & buses if not name.startswith("shared.bus")}


def test_a_locality_hears_the_bus_and_has_no_code_that_says_anything() -> None:
    assert on_the_way("services.locality.app") == {"shared.following.wires"}
    source = (ROOT / "shared/following/wires.py").read_text(encoding="utf-8")
    assert calls_on_a_bus(source) == HEARS_ONLY


def test_code_that_would_speak_is_found() -> None:
    assert calls_on_a_bus("async def f(self):\n    await self._bus.announce('x')") == {"announce"}
    assert "shared.ledger.wires" in on_the_way("services.court.app")
