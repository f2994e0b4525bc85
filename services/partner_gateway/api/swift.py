"""The door of decisions, entered without FastAPI's solver of dependencies.

A decision takes less time than solving what its door depends on. So that is done here by plain
calls of the same functions; the door's signature stays as it is everywhere, for the OpenAPI
document and for whoever reads it.
"""

from collections.abc import Callable, Coroutine
from typing import Any, cast

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.types import Receive, Scope, Send

from services.partner_gateway.api.enquiry import Enquiry, enquiry_at

Ask = Callable[[Any, Enquiry], Coroutine[Any, Any, Response]]
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class SwiftRoute(APIRoute):
    """For doors `(body, enquiry)`; any other is left to FastAPI."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
        super().__init__(path, endpoint, **more)
        self.enter = None
        if self.body_field is not None:
            model = cast(type[BaseModel], self.body_field.field_info.annotation)
            self.enter = _entering(endpoint, model)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, see who asks, and ask; what is refused is told as everywhere."""
        if self.enter is None or scope["method"] not in (self.methods or ()):
            await super().handle(scope, receive, send)
        else:
            response = await self.enter(Request(scope, receive, send))
            await response(scope, receive, send)


def _entering(ask: Ask, model: type[BaseModel]) -> Handler:
    async def enter(request: Request) -> Response:
        raw = await request.body()
        enquiry = enquiry_at(request, raw)
        try:
            body = model.model_validate_json(raw)
        except ValidationError as error:
            raise RequestValidationError(_in_the_body(error)) from None
        return await ask(body, enquiry)

    return enter


def _in_the_body(error: ValidationError) -> list[dict[str, Any]]:
    """The errors as FastAPI has them, without anything that was sent."""
    found = error.errors(include_input=False, include_context=False, include_url=False)
    return [{**one, "loc": ("body", *one["loc"])} for one in found]
