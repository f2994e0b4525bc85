"""A second way into the doors of decisions, for programs that ask thousands of times a second.

What FastAPI does around a door takes longer than a decision: finding it among all doors, solving
its dependencies, checking its own answer. Here the same functions are called directly, behind the
same bounds and the same counting, and errors are told by the same handlers. Doors and documents
stay FastAPI's: whatever comes from a page of another origin goes that way, and gets the same.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.types import ASGIApp, Receive, Scope, Send

from services.partner_gateway.api.decisions import router
from services.partner_gateway.api.enquiry import enquiry_at
from shared.telemetry import Metrics
from shared.web.limits import Counting, read_within, refuse_early, too_large
from shared.web.problems import render

Door = tuple[APIRoute, type[BaseModel]]


class Swift:
    """Before everything of FastAPI's: takes questions itself and passes on everything else."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._doors = _doors()
        self._counting = Counting(app, metrics)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if not self._is_question(scope):
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        response = refuse_early(scope) or await self._answer(scope, receive)
        await response(scope, receive, send)
        seconds = time.perf_counter() - started
        self._counting.note(scope["method"], scope["path"], response.status_code, seconds)

    def _is_question(self, scope: Scope) -> bool:
        return (
            scope["type"] == "http"
            and scope["method"] == "POST"
            and scope["path"] in self._doors
            and not any(name == b"origin" for name, _ in scope["headers"])
        )

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        route, model = self._doors[scope["path"]]
        scope["route"] = route
        body = await read_within(receive)
        if body is None:
            return too_large()
        request = Request(scope, receive)
        try:
            return await _ask(request, body, route.endpoint, model)
        except Exception as error:  # noqa: BLE001 - whatever it is, the handlers know what to tell
            return render(request, error)


def _doors() -> Mapping[str, Door]:
    """The doors that take a body and an enquiry, by path."""
    asked = (one for one in router.routes if isinstance(one, APIRoute) and one.body_field)
    return {one.path: (one, _model_of(one)) for one in asked}


def _model_of(route: APIRoute) -> type[BaseModel]:
    assert route.body_field is not None  # noqa: S101 - asked before
    return cast(type[BaseModel], route.body_field.field_info.annotation)


async def _ask(
    request: Request, raw: bytes, door: Callable[..., Awaitable[Response]], model: type[BaseModel]
) -> Response:
    enquiry = enquiry_at(request, raw)
    if not raw:
        raise RequestValidationError([{"loc": ("body",), "type": "missing"}])
    try:
        body = model.model_validate_json(raw)
    except ValidationError as error:
        raise RequestValidationError(_in_the_body(error)) from None
    return await door(body, enquiry)


def _in_the_body(error: ValidationError) -> list[dict[str, Any]]:
    """The errors as FastAPI has them, without anything that was sent."""
    found = error.errors(include_input=False, include_context=False, include_url=False)
    return [{**one, "loc": ("body", *one["loc"])} for one in found]
