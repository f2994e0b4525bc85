"""A partner that holds its own secrets, and real time that a test moves."""

import base64
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from shared.calendar import ModelClock
from tests.unit.partner_gateway.world import AIRLINE, Gateway

GRANT = {"grant_type": "client_credentials"}
MARCH = datetime(2027, 3, 1, 4, tzinfo=UTC)


def basic(client_id: str, secret: str) -> dict[str, str]:
    """HTTP Basic."""
    return {"Authorization": f"Basic {base64.b64encode(f'{client_id}:{secret}'.encode()).decode()}"}


def first_secret(keys: Path, partner: str = AIRLINE) -> str:
    """What a partner was handed at the first start."""
    handout = json.loads((keys / "handout" / "secrets.json").read_text())
    return str(handout["partners"][partner])


def stop_the_clock(gateway: Gateway, at: datetime = MARCH) -> ModelClock:
    """Secrets live by the wall's clock; here it stands until it is moved."""
    clock, state = ModelClock(at), gateway.open.app.state
    state.gate = replace(state.gate, token_clock=clock)
    return clock


@dataclass(frozen=True, slots=True)
class Client:
    """A partner at the gateway's doors, with one of its secrets."""

    gateway: Gateway
    secret: str
    id: str = AIRLINE

    async def token(self) -> httpx.Response:
        """Ask for a token."""
        return await self._send("/oauth/token", data=GRANT)

    async def give_back(self, token: str) -> httpx.Response:
        """Revoke a token."""
        return await self._send("/oauth/revoke", data={"token": token})

    async def rotate(self, body: dict[str, Any] | None = None) -> httpx.Response:
        """Make itself a new secret."""
        return await self._send("/v1/client/secrets", json=body or {})

    async def retire(self, secret_id: str) -> httpx.Response:
        """End one of its own secrets."""
        return await self._send(f"/v1/client/secrets/{secret_id}/retirement")

    async def secrets(self) -> list[dict[str, Any]]:
        """What it has."""
        answer = await self._send("/v1/client/secrets", "GET")
        assert self.secret not in answer.text
        found: list[dict[str, Any]] = answer.json()["secrets"]
        return found

    async def _send(self, path: str, method: str = "POST", **raw: Any) -> httpx.Response:
        headers = basic(self.id, self.secret)
        return await self.gateway.open.anybody().send(method, path, headers=headers, **raw)


def read(answer: httpx.Response) -> tuple[int, str]:
    """Status and code."""
    return answer.status_code, str(answer.json().get("code", "")) if answer.content else ""
