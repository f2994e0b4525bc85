"""Bounds on what comes in, and counting of what goes out, before any handler runs."""

import time
from collections.abc import Callable, Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.telemetry import Metrics
from shared.web.problems import problem

MIB = 1024 * 1024
MAX_BODY_BYTES = MIB
MAX_LENGTH_DIGITS = 20
WITH_BODY = {"POST", "PUT", "PATCH"}


class Bounds:
    """Refuses bodies over 1 MiB, or a door's own bound, and content types that it does not read."""

    def __init__(
        self,
        app: ASGIApp,
        other_types: Iterable[tuple[str, str]] = (),
        other_bounds: Iterable[tuple[str, int]] = (),
    ) -> None:
        self.app = app
        self.other_types = dict(other_types)
        self.other_bounds = dict(other_bounds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is within bounds."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        refused = self._refuse_early(request)
        if refused is not None:
            await refused(scope, receive, send)
            return
        meter = _Meter(receive, self._bound(request))
        await self.app(scope, meter.receive, meter.guard(send))

    def _refuse_early(self, request: Request) -> Response | None:
        length = request.headers.get("content-length", "0")
        is_number = length.isascii() and length.isdigit() and len(length) < MAX_LENGTH_DIGITS
        if not is_number or int(length) > self._bound(request):
            return too_large(self._bound(request))
        has_body = length != "0" or "transfer-encoding" in request.headers
        if request.method in WITH_BODY and has_body:
            wanted = self.other_types.get(request.url.path, "application/json")
            given = request.headers.get("content-type", "").split(";")[0].strip().lower()
            if given != wanted:
                sentence = f"This door reads {wanted}."
                return problem(415, "unsupported_media_type", sentence)
        return None

    def _bound(self, request: Request) -> int:
        return self.other_bounds.get(request.url.path, MAX_BODY_BYTES)


def too_large(bound: int = MAX_BODY_BYTES) -> Response:
    """The answer to a body over the bound."""
    sentence = f"The body is larger than {bound // MIB} MiB; nothing was stored."
    return problem(413, "body_too_large", sentence)


class _Meter:
    """Counts a chunked body as it arrives; past the bound nothing more is read."""

    def __init__(self, receive: Receive, bound: int) -> None:
        self._receive = receive
        self._bound = bound
        self._bytes = 0
        self._over = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._bytes += len(message.get("body", b""))
        if self._bytes > self._bound:
            self._over = True
            return {"type": "http.disconnect"}
        return message

    def guard(self, send: Send) -> Send:
        answered = False

        async def guarded(message: Message) -> None:
            nonlocal answered
            if not self._over:
                await send(message)
            elif not answered:
                answered = True
                await _send_all(too_large(self._bound), send)

        return guarded


async def _send_all(response: Response, send: Send) -> None:
    start = {
        "type": "http.response.start",
        "status": response.status_code,
        "headers": response.raw_headers,
    }
    await send(start)
    await send({"type": "http.response.body", "body": response.body})


class Aftermath:
    """After a change has been committed and answered, looks whether something is due by now."""

    def __init__(self, app: ASGIApp, wake: Callable[[], None]) -> None:
        self.app = app
        self.wake = wake

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, then wake what waits."""
        await self.app(scope, receive, send)
        if scope["type"] == "http" and scope["method"] in WITH_BODY:
            self.wake()


class Counting:
    """Counts requests and seconds by door template; unknown paths share one label."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Time one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            door = getattr(scope.get("route"), "path", "unmatched")
            self.metrics.requests.labels(scope["method"], door, status).inc()
            self.metrics.seconds.labels(scope["method"], door).observe(
                time.perf_counter() - started
            )
