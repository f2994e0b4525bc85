"""The platform with people at its doors and notices on its stream."""

import gzip
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from services.national_platform.receiving import Desk, keep
from services.national_platform.receiving.applying import Batch
from shared.access import mint, read_key
from shared.bus import Delivery
from shared.calendar import start_of
from tests.unit.apps import OpenApp, Visitor

FEBRUARY, MARCH = date(2019, 2, 1), date(2019, 3, 1)


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform under test."""

    opened: OpenApp
    keys: Path

    @property
    def desk(self) -> Desk:
        """Where its notices are kept."""
        found: Desk = self.opened.app.state.desk
        return found

    def hears(self, *said: Delivery) -> Batch:
        """Notices arrive in one batch."""
        return keep(self.desk, said)

    def turns_to(self, day: date = FEBRUARY) -> None:
        """The clock moves, and what is due comes out."""
        self.opened.advance(day)

    def stays_until(self, day: date) -> None:
        """The clock moves, and nothing is done."""
        self.opened.app.state.clock.move(start_of(day))

    @property
    def public(self) -> Visitor:
        """Anybody."""
        return self.opened.anybody()

    @property
    def gateway(self) -> Visitor:
        """The gateway with its own token."""
        claims = {"iss": "gateway", "aud": "platform", "sub": "gateway", "roles": ["gateway"]}
        key = read_key(self.keys / "gateway" / "signing.jwk")
        return self.opened.holder(mint(key, claims, 600))

    def locality(self, slug: str = "rongcheng", role: str = "locality") -> Visitor:
        """A place with a token that its own key has signed."""
        claims = {"iss": slug, "aud": "platform", "sub": slug, "roles": [role]}
        key = read_key(self.keys / slug / "signing.jwk")
        return self.opened.holder(mint(key, claims, 600))

    async def goes_down(self, slug: str = "rongcheng", query: str = "") -> dict[str, Any]:
        """What a place is told."""
        answer = await self.locality(slug).get(f"/v1/evaluations{query}")
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def finds(self, **wanted: Any) -> list[dict[str, Any]]:
        """What anybody finds in a search."""
        answer = await self.public.post("/v1/search", wanted)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["listings"]
        return found


def lines_of(answer: httpx.Response) -> list[dict[str, Any]]:
    """The listings in an edition's file."""
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in gzip.decompress(answer.content).splitlines()]
