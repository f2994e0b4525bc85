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

# Every service shows its rules; what else the packages of the procedure hold is raised elsewhere.
ELSEWHERE = ("shared.procedure", "shared.ledger", "shared.rulebook.rules", "shared.ties")


Answer = tuple[str, int]  # a code and its status


def answers_of(service: str) -> set[Answer]:
    """Every code that one of a service's doors can answer with, and its status."""
    importlib.import_module(f"{service}.app")
    names = [name for name in _reached(service) if not name.startswith(ELSEWHERE)]
    by_framework = {(code, status) for status, code in HTTP_CODES.items()}
    return {found for name in names for found in _answers_in(sys.modules[name])} | by_framework


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
                inner for one in node.names if (inner := f"{node.module}.{one.name}") in sys.modules
            )


def _tree(module: ModuleType) -> ast.Module:
    path = Path(module.__file__ or "")
    return ast.parse(path.read_text("utf-8")) if path.is_relative_to(ROOT) else ast.Module([], [])


def _answers_in(module: ModuleType) -> Iterator[Answer]:
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Call):
            yield from _answers_of_call(node, module)
        elif isinstance(node, ast.Raise) and (kind := _refusal(node.exc, module)) is not None:
            yield kind.code, kind.status


def _answers_of_call(call: ast.Call, module: ModuleType) -> Iterator[Answer]:
    if isinstance(call.func, ast.Name) and call.func.id == "problem":
        words = [one.value for one in call.args if isinstance(one, ast.Constant)]
        if len(words) > 1:
            yield str(words[1]), int(str(words[0]))
    elif (kind := _refusal(call.func, module)) is not None:
        given = [one.value for one in call.keywords if one.arg == "code"]
        yield from ((str(one.value), kind.status) for one in given if isinstance(one, ast.Constant))
        if not given:
            yield kind.code, kind.status


def _refusal(node: ast.AST | None, module: ModuleType) -> type[Refusal] | None:
    found = getattr(module, node.id, None) if isinstance(node, ast.Name) else None
    return found if isinstance(found, type) and issubclass(found, Refusal) else None
