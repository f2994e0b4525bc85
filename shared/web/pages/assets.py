"""Styles, scripts and pictures of pages: read once, each with a tag, and none from elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from fastapi import Request, Response

from shared.errors import must_exist

OWN = Path(__file__).parent / "assets"
KINDS: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
NAME: Final = r"^[a-z][a-z0-9-]{0,40}\.(css|js|svg)$"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    content: bytes
    kind: str
    tag: str


class Assets:
    """All files of some folders by name; a later folder comes before an earlier one."""

    def __init__(self, *folders: Path) -> None:
        files = (path for folder in folders for path in sorted(folder.glob("*")))
        self._known: Mapping[str, Asset] = {
            path.name: _read(path) for path in files if path.suffix in KINDS
        }

    def answer(self, name: str, request: Request) -> Response:
        """The file, or that the browser has it already."""
        found = must_exist(self._known.get(name), "There is no such file.")
        headers = {
            "ETag": found.tag,
            "Cache-Control": "no-cache",
            "X-Content-Type-Options": "nosniff",
        }
        if found.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(found.content, headers=headers, media_type=found.kind)


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(content, KINDS[path.suffix], f'"{sha256(content).hexdigest()[:32]}"')
