"""Who may talk to the site: this machine's own browser windows and tools, nobody else's pages."""

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.problems import problem


class OnlyFromHere:
    """Refuses other hosts' names and other sites' pages.

    A page elsewhere can make its own name point to this machine; the Host header then carries that
    name. It can also send a form here; the Origin header then carries its own address.
    """

    def __init__(self, app: ASGIApp, origins: Iterable[str]) -> None:
        self.app = app
        self._origins = set(origins)
        self._hosts = {origin.split("//", 1)[1] for origin in self._origins}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in what comes from here."""
        if scope["type"] == "http" and (code := self._why_not(Headers(scope=scope))):
            answer = problem(403, code, "The site answers its own pages on this machine only.")
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _why_not(self, headers: Headers) -> str | None:
        if headers.get("host", "").lower() not in self._hosts:
            return "host_not_allowed"
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in self._origins:
            return "origin_not_allowed"
        return None
