"""The services as the map reads them: what everybody may read, and an auditor's windows.

The tokens come from the document of whoever runs the demonstration. Without it the map still shows
what is public; it then says that it cannot see what crosses.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from demo.launcher import StateFolder

# Re-read when it has changed: its tokens expire, and are minted again in time.
Document = Mapping[str, Any]
# Whoever of them answers says whether the broker is there.
ON_THE_BUS = ("platform", "gateway")


class Master:
    """The document that opens every door, as it stands in its file now."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._stamp = 0
        self._kept: Document = {}

    def read(self) -> Document:
        """The document; empty where there is none."""
        if self._path is None or not self._path.exists():
            return {}
        stamp = self._path.stat().st_mtime_ns
        if stamp != self._stamp:
            self._kept, self._stamp = json.loads(self._path.read_text("utf-8")), stamp
        return self._kept

    @property
    def folder(self) -> StateFolder | None:
        """The folder of the stack whose document it is."""
        return StateFolder(self._path.parent) if self._path else None

    @property
    def is_telling(self) -> bool:
        """Whether the launcher is telling the storyline just now."""
        return self.folder is not None and self.folder.telling.exists()

    def account(self) -> Any:
        """How the launcher told the storyline on this state, if it did."""
        file = self.folder.account if self.folder else None
        return json.loads(file.read_text("utf-8")) if file and file.exists() else None


class Windows:
    """Reads the services; one that does not answer is None, never an error."""

    def __init__(
        self, services: Mapping[str, str], master: Master, client: httpx.AsyncClient
    ) -> None:
        self.services = services
        self.master = master
        self._client = client

    @property
    def are_open(self) -> bool:
        """Whether the windows of auditors can be looked through."""
        return bool(self.master.read())

    async def public(self, service: str, path: str) -> Any:
        """What everybody may read at a service."""
        return await self._get(service, path, {})

    async def audited(self, service: str, path: str) -> Any:
        """What its auditor may read; None without the document."""
        token = self.master.read().get("auditors", {}).get(service)
        return await self.spoken(service, path, token) if token else None

    async def spoken(self, service: str, path: str, token: str) -> Any:
        """What the bearer of a token may read."""
        return await self._get(service, path, {"Authorization": f"Bearer {token}"})

    async def _get(self, service: str, path: str, headers: Mapping[str, str]) -> Any:
        try:
            answer = await self._client.get(self.services[service] + path, headers=headers)
            return answer.json() if answer.status_code == httpx.codes.OK else None
        except (httpx.HTTPError, ValueError, KeyError):
            return None

    async def bus_is_away(self) -> bool:
        """Whether somebody who answers says that the broker is not reached."""
        told = await asyncio.gather(*(self._lacks(name) for name in ON_THE_BUS))
        return any("broker" in lacks for lacks in told)

    async def _lacks(self, service: str) -> Mapping[str, str]:
        """What a service says it misses; nothing, if it says nothing."""
        try:
            answer = await self._client.get(f"{self.services[service]}/readyz")
            found: Mapping[str, str] = answer.json()["not_ready"]
            return found
        except (httpx.HTTPError, ValueError, KeyError):
            return {}

    async def alive(self, services: Sequence[str]) -> list[str]:
        """Those of them whose process answers at all."""
        told = await asyncio.gather(*(self.public(name, "/healthz") for name in services))
        return [name for name, one in zip(services, told, strict=True) if one is not None]

    async def everywhere(self, path: str) -> dict[str, Any]:
        """The same public door of every service, asked at once."""
        found = await asyncio.gather(*(self.public(name, path) for name in self.services))
        return dict(zip(self.services, found, strict=True))


def instant(text: str) -> datetime:
    """An instant as services write it."""
    return datetime.fromisoformat(text).astimezone(UTC)
