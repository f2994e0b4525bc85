"""The doors of an application as they are really answered, those of included routers too."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts


@dataclass(frozen=True, slots=True)
class Door:
    """One method at one path, and everything that it depends on."""

    method: str
    path: str
    depends_on: tuple[Callable[..., Any], ...]
    extra: dict[str, Any]
    is_documented: bool

    @property
    def name(self) -> str:
        """As people write it."""
        return f"{self.method} {self.path}"


def doors_of(app: FastAPI) -> list[Door]:
    """Every door; FastAPI keeps included routers aside, so `app.routes` alone shows none."""
    return [door for context in iter_route_contexts(app.routes) for door in _doors(context)]


def other_routes(app: FastAPI) -> list[str]:
    """What is answered without being a door: pages about the doors, their pictures and scripts."""
    contexts = iter_route_contexts(app.routes)
    return [str(one.path) for one in contexts if not isinstance(one.original_route, APIRoute)]


def _doors(context: Any) -> Iterator[Door]:
    if isinstance(context.original_route, APIRoute):
        calls = tuple(_calls(context.dependant))
        for method in sorted(context.methods):
            yield Door(
                method, context.path, calls, context.openapi_extra or {}, context.include_in_schema
            )


def _calls(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    for part in dependant.dependencies:
        if part.call is not None:
            yield part.call
        yield from _calls(part)
