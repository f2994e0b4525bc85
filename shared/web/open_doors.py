"""Doors that pages of any origin may call: public answers, and never with a token."""

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

TOLD = ("RateLimit", "RateLimit-Policy", "Retry-After")


class OpenToPages:
    """Lets every page read the doors under some paths; for all others nothing changes."""

    def __init__(self, app: ASGIApp, paths: Sequence[str]) -> None:
        self._app = app
        self._paths, self._under = tuple(paths), tuple(f"{path}/" for path in paths)
        self._open = CORSMiddleware(
            app, allow_origins=["*"], allow_methods=["GET", "POST"], expose_headers=TOLD
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, openly or not."""
        path = scope.get("path", "")
        is_open = path in self._paths or path.startswith(self._under)
        await (self._open if is_open else self._app)(scope, receive, send)
