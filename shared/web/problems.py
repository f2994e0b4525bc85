"""Errors as RFC 9457 problem documents with a stable code, never repeating what was sent."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from shared.errors import Refusal, Unauthenticated

PROBLEM = "application/problem+json"
log = structlog.get_logger()
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
HTTP_CODES = {
    400: "malformed_json",  # FastAPI says 400 of a body that it cannot parse, and of nothing else
    404: "not_found",
    405: "method_not_allowed",
    415: "unsupported_media_type",
}


class Problem(BaseModel):
    """What every error looks like (RFC 9457); `code` is stable, `detail` may be reworded."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    errors: list[dict[str, Any]] | None = None


def problem(
    status: int,
    code: str,
    detail: str,
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """A problem document."""
    body = {"type": "about:blank", "title": _title(code), "status": status, "code": code}
    answer = {**body, "detail": detail, **(extra or {})}
    return JSONResponse(answer, status, headers=dict(headers or {}), media_type=PROBLEM)


def _title(code: str) -> str:
    return code.replace("_", " ").capitalize()


def refused_parts(error: Refusal | ValidationError) -> Problem:
    """The problem with one part of a body, where the other parts are answered."""
    if isinstance(error, Refusal):
        status, code, detail = error.status, error.code, error.sentence
        return Problem(title=_title(code), status=status, code=code, detail=detail)
    where = [{"where": _safe_place(one), "what": one["type"]} for one in error.errors()[:20]]
    sentence = "This part of the request does not fit."
    return Problem(
        title=_title("invalid_body"), status=422, code="invalid_body", detail=sentence, errors=where
    )


def add_problem_handlers(app: FastAPI) -> None:
    """Render every error of this app as a problem document."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(RecursionError, _too_deep)
    app.add_exception_handler(Exception, _unexpected)


def render(request: Request, error: Exception) -> Response:
    """What this app's handlers make of an error; one of them is for whatever is not foreseen."""
    handlers = request.app.exception_handlers
    kind = next(one for one in type(error).__mro__ if one in handlers)
    response: Response = handlers[kind](request, error)
    return response


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)  # noqa: S101 - registered for this type only
    note = getattr(request.app.state, "note_refusal", None)
    if note is not None:
        note(request, error.code)
    headers = dict(error.headers)
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = error.challenge
    return problem(error.status, error.code, error.sentence, error.extra, headers)


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type only
    problems = error.errors()
    if any(found["type"] == "json_invalid" for found in problems):
        return problem(400, "malformed_json", "The body is not valid JSON.")
    where = [{"where": _safe_place(found), "what": found["type"]} for found in problems[:20]]
    return problem(422, "invalid_body", "The request does not fit this door.", {"errors": where})


def _safe_place(found: Mapping[str, Any]) -> str:
    """Where the error is; an unknown field's name is the sender's own text, so it is hidden."""
    place: Sequence[Any] = found["loc"]
    if found["type"] == "extra_forbidden":
        place = (*place[:-1], "(unknown field)")
    return ".".join(str(part) for part in place)


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type only
    code = HTTP_CODES.get(error.status_code, "http_error")
    sentence = code.replace("_", " ").capitalize() + "."
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(sorted(_methods_at(request)))
    return problem(error.status_code, code, sentence, headers=headers)


def _methods_at(request: Request) -> set[str]:
    """Every method of this path: the router knows those of the first door only."""
    routes = request.app.router.routes
    return {
        method
        for method in METHODS
        if any(one.matches({**request.scope, "method": method})[0] is Match.FULL for one in routes)
    }


def _too_deep(request: Request, error: Exception) -> JSONResponse:
    return problem(400, "malformed_json", "The body is nested too deeply.")


def _database(request: Request, error: Exception) -> JSONResponse:
    log.error("database_unavailable", kind=type(error).__name__)
    sentence = "The database did not take this; nothing was stored. Try again later."
    return problem(503, "database_unavailable", sentence, headers={"Retry-After": "5"})


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("unexpected", kind=type(error).__name__)
    return problem(500, "internal_error", "Something unexpected happened; nothing was stored.")
