"""The OpenAPI document of a service, made truer than what is derived from the code by itself."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.constants import METHODS_WITH_BODY

from shared.web.guards import BEARER, MAYBE
from shared.web.problems import PROBLEM

NO_WORD = re.compile(r"\W")
METHODS = {"get", "head", *map(str.lower, METHODS_WITH_BODY)}
REQUIRED: dict[str, list[str]] = {BEARER.scheme_name: []}
OPTIONAL = [{}, REQUIRED]


def describe(app: FastAPI) -> None:
    """Let the document say that errors are problem documents, and where a token is optional.

    A door is called there what it is called in the code, so that clients made from the document
    have names that somebody can type.
    """
    app.openapi = _corrected(app.openapi)  # type: ignore[method-assign]  # FastAPI's own way


def _corrected(derive: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    made: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not made:
            made.update(derive())
            _correct(made)
            _name_operations(made)
        return made

    return openapi


def _name_operations(document: dict[str, Any]) -> None:
    doors = [
        (operation, _spellings(path, method, operation["operationId"]))
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    ]
    told = Counter(spelling for _, spellings in doors for spelling in spellings)
    for operation, spellings in doors:
        operation["operationId"] = next(one for one in spellings if told[one] == 1)


def _spellings(path: str, method: str, derived: str) -> list[str]:
    """The name of a door, and longer ones where another door has the same: of what, and how.

    FastAPI puts path and method behind the name, which is unique and nobody's idea of a name.
    """
    name = derived.removesuffix(f"{NO_WORD.sub('_', path)}_{method}")
    of_what = path.removeprefix("/v1").strip("/").split("/")[0].replace("-", "_")
    return [name, f"{name}_{of_what}", f"{name}_{of_what}_{method}"]


def _correct(document: dict[str, Any]) -> None:
    for operation in _operations(document):
        for status, answer in operation["responses"].items():
            if status[0] in "45":
                _is_problem(answer)
        if operation.get("security") == [{MAYBE.scheme_name: []}]:
            operation["security"] = OPTIONAL
    schemes = document.get("components", {}).get("securitySchemes", {})
    if schemes.pop(MAYBE.scheme_name, None) is not None:
        schemes.setdefault(BEARER.scheme_name, BEARER.model.model_dump(exclude_none=True))


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from (operation for method, operation in path.items() if method in METHODS)


def _is_problem(answer: dict[str, Any]) -> None:
    """Whatever a door gives of its own, such as a page: its errors are problem documents."""
    for described in answer.get("content", {}).values():
        answer["content"] = {PROBLEM: described}
