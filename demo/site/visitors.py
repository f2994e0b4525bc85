"""Who may talk to the site: this machine's own browser windows and tools, nobody else's pages."""

from collections.abc import Iterable, Mapping, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problems import problem


def both_names(address: str) -> Sequence[str]:
    """An origin on this machine, under both of its names."""
    return [address, address.replace("127.0.0.1", "localhost")]


class OnlyFromHere:
    """Refuses other hosts' names and other sites' pages.

    A page elsewhere can make its own name point to this machine; the Host header then carries that
    name. It can also send a form here; the Origin header then carries its own address.
    """

    def __init__(
        self,
        app: ASGIApp,
        origins: Iterable[str],
        guests: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        """`guests` are origins of this stack's other pages, by how a path begins."""
        self.app = app
        self._origins = set(origins)
        self._guests = {part: set(few) for part, few in (guests or {}).items()}
        self._hosts = {origin.split("//", 1)[1] for origin in self._origins}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in what comes from here."""
        if scope["type"] == "http" and (code := self._why_not(scope)):
            answer = problem(403, code, "The site answers its own pages on this machine only.")
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, self._telling(scope, send))

    def _why_not(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self._hosts:
            return "host_not_allowed"
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in self._origins:
            return None if self._is_guest(scope, origin) else "origin_not_allowed"
        return None

    def _is_guest(self, scope: Scope, origin: str) -> bool:
        asked = f"{scope['path'].strip('/')}/"
        parts = [part for part in self._guests if asked.startswith(f"{part}/")]
        return any(origin.lower() in self._guests[part] for part in parts)

    def _telling(self, scope: Scope, send: Send) -> Send:
        """A guest's page may read the answer: its browser is told so."""
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if origin is None or not self._is_guest(scope, origin):
            return send

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = origin
                headers.add_vary_header("Origin")
            await send(message)

        return telling
