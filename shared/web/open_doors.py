"""Doors that pages of any origin may call: public answers, and never with a token."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

TOLD = ("RateLimit", "RateLimit-Policy", "Retry-After")


class OpenToPages:
    """Lets every page read the doors under one path; for all others nothing changes."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path
        self._open = CORSMiddleware(
            app, allow_origins=["*"], allow_methods=["GET", "POST"], expose_headers=TOLD
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, openly or not."""
        path = scope.get("path", "")
        is_open = path == self._path or path.startswith(f"{self._path}/")
        await (self._open if is_open else self._app)(scope, receive, send)
