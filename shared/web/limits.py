"""Bounds on what comes in, and counting of what goes out, before any handler runs."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.telemetry import Metrics
from shared.web.problems import problem

MIB = 1024 * 1024
MAX_BODY_BYTES = MIB
MAX_LENGTH_DIGITS = 20
WITH_BODY = {"POST", "PUT", "PATCH"}
LOOKED_AT = (b"content-length", b"content-type", b"transfer-encoding")
ANY_PATH = re.compile(".*")


@dataclass(frozen=True, slots=True)
class Reads:
    """What the doors at a path read, where it is not JSON of the usual length.

    Without `types` a door looks at the content type itself, once it knows who is asking. A body
    taken `in_parts` is kept part by part; any other is kept as a whole or not at all.
    """

    path: re.Pattern[str]
    max_bytes: int = MAX_BODY_BYTES
    types: tuple[str, ...] = ()
    in_parts: bool = False


USUAL = Reads(ANY_PATH, types=("application/json",))


class Bounds:
    """Refuses bodies over their bound and content types that the door does not read."""

    def __init__(self, app: ASGIApp, reads: Sequence[Reads] = ()) -> None:
        self.app = app
        self.reads = reads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is within bounds."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        bound = self._bound(scope["path"])
        refused = refuse_early(scope, bound)
        if refused is not None:
            await refused(scope, receive, send)
            return
        meter = _Meter(receive, bound)
        await self.app(scope, meter.receive, meter.guard(send))

    def _bound(self, path: str) -> Reads:
        """What the door at a path takes."""
        return next((one for one in self.reads if one.path.fullmatch(path)), USUAL)


def refuse_early(scope: Scope, bound: Reads = USUAL) -> Response | None:
    """The answer to what its head already says to be too large or of another type."""
    told = {name: value.decode("latin-1") for name, value in scope["headers"] if name in LOOKED_AT}
    length = told.get(b"content-length", "0")
    is_number = length.isascii() and length.isdigit() and len(length) < MAX_LENGTH_DIGITS
    if not is_number or int(length) > bound.max_bytes:
        return too_large(bound)
    has_body = length != "0" or b"transfer-encoding" in told
    if scope["method"] in WITH_BODY and has_body and bound.types:
        given = told.get(b"content-type", "").split(";")[0].strip().lower()
        if given not in bound.types:
            sentence = f"This door reads {' or '.join(bound.types)}."
            return problem(415, "unsupported_media_type", sentence)
    return None


def too_large(bound: Reads = USUAL) -> Response:
    """The answer to a body over the bound; of one that is taken in parts some may be kept."""
    kept = "ask how much was taken" if bound.in_parts else "nothing was stored"
    sentence = f"The body is larger than {bound.max_bytes // MIB} MiB; {kept}."
    return problem(413, "body_too_large", sentence)


async def read_within(receive: Receive, bound: Reads = USUAL) -> bytes | None:
    """The whole body of a request; None if it is larger than its bound, or its sender has gone."""
    body, is_more = b"", True
    while is_more:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or len(body) > bound.max_bytes:
            return None
        is_more = message.get("more_body", False)
    return body


class _Meter:
    """Counts a chunked body as it arrives; past the bound nothing more is read."""

    def __init__(self, receive: Receive, bound: Reads) -> None:
        self._receive = receive
        self._bound = bound
        self._bytes = 0
        self._over = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._bytes += len(message.get("body", b""))
        if self._bytes > self._bound.max_bytes:
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
        # Looking a metric up by its labels takes longer than counting.
        self.count = lru_cache(1_000)(metrics.requests.labels)
        self.time = lru_cache(1_000)(metrics.seconds.labels)

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
            self.note(scope["method"], door, status, time.perf_counter() - started)

    def note(self, method: str, door: str, status: int, seconds: float) -> None:
        """One request was answered."""
        self.count(method, door, status).inc()
        self.time(method, door).observe(seconds)
