"""Which codes of refusals a service's code can answer with, read from the code itself."""

import ast
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from shared.errors import Refusal
from shared.web.problems import HTTP_CODES
from tests.house.tree import ROOT

# The rules are shown at every service; what else the procedure's package holds, it raises elsewhere.
ELSEWHERE = ("shared.procedure", "shared.ledger", "shared.rulebook.rules", "shared.ties")


def codes_of(service: str) -> set[str]:
    """Every code that one of a service's doors can answer with."""
    importlib.import_module(f"{service}.app")
    names = [name for name in _reached(service) if not name.startswith(ELSEWHERE)]
    return {code for name in names for code in _codes_in(sys.modules[name])} | _by_framework()


def _by_framework() -> set[str]:
    """What is answered before or beside any handler."""
    return {*HTTP_CODES.values()}


def _reached(service: str) -> set[str]:
    """The service's modules and all that they import of our own."""
    found: set[str] = set()
    waiting = [name for name in sys.modules if name.startswith(f"{service}.")]
    while waiting:
        name = waiting.pop()
        if name not in found and name.startswith((service, "shared")):
            found.add(name)
            waiting.extend(_imports(sys.modules[name]))
    return found


def _imports(module: ModuleType) -> Iterator[str]:
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module in sys.modules:
            yield node.module
            yield from (
                inner
                for one in node.names
                if (inner := f"{node.module}.{one.name}") in sys.modules
            )


def _tree(module: ModuleType) -> ast.Module:
    path = Path(module.__file__ or "")
    return ast.parse(path.read_text("utf-8")) if path.is_relative_to(ROOT) else ast.Module([], [])


def _codes_in(module: ModuleType) -> Iterator[str]:
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Call):
            yield from _codes_of_call(node, module)
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
            if (kind := _refusal(node.exc, module)) is not None:
                yield kind.code


def _codes_of_call(call: ast.Call, module: ModuleType) -> Iterator[str]:
    if isinstance(call.func, ast.Name) and call.func.id == "problem":
        yield from (one.value for one in call.args[1:2] if isinstance(one, ast.Constant))
    elif (kind := _refusal(call.func, module)) is not None:
        given = [one.value for one in call.keywords if one.arg == "code"]
        yield from (one.value for one in given if isinstance(one, ast.Constant))
        if not given:
            yield kind.code


def _refusal(node: ast.AST, module: ModuleType) -> type[Refusal] | None:
    found = getattr(module, node.id, None) if isinstance(node, ast.Name) else None
    return found if isinstance(found, type) and issubclass(found, Refusal) else None
