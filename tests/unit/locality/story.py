"""A place of the model with its residents and departments, to tell stories in."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from shared.identifiers import Party
from tests.builders import words_of
from tests.unit.apps import OpenApp, Visitor


@dataclass(frozen=True, slots=True)
class Place:
    """One locality, and the keys that its departments hold."""

    opened: OpenApp
    handed_out: dict[str, str]

    @property
    def clerk(self) -> Visitor:
        """An officer who registers residents."""
        return self.opened.officer("clerk")

    @property
    def appeals(self) -> Visitor:
        """An officer who decides on objections."""
        return self.opened.officer("appeals")

    def department(self, name: str) -> Visitor:
        """A department with its own key."""
        return self.opened.holder(self.handed_out[name])

    async def register(self, party: Party) -> str:
        """Put somebody on the books; returns the reference."""
        answer = await self.clerk.post("/v1/residents", {"party": words_of(party)})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def say(self, party: Party, resident: str, consents: bool) -> httpx.Response:
        """A resident's yes or no."""
        door = f"/v1/residents/{resident}/consent"
        return await self.opened.party(party).put(door, {"consents": consents})

    async def settle(self, party: Party) -> str:
        """Somebody on the books who has said yes."""
        resident = await self.register(party)
        assert (await self.say(party, resident, True)).status_code == 200
        return resident

    async def notify(
        self,
        department: str,
        resident: str,
        kind: str,
        happened_on: str = "2018-12-20",
        **more: Any,
    ) -> httpx.Response:
        """A department says what a resident did."""
        body = {"resident": resident, "kind": kind, "happened_on": happened_on, **more}
        return await self.department(department).post("/v1/events", body)

    async def event(
        self,
        department: str,
        resident: str,
        kind: str,
        on: str = "2018-12-20",
        points: int | None = None,
    ) -> str:
        """The same, when it must succeed; returns the event."""
        more = {} if points is None else {"points": points, "points_because": "As it was."}
        answer = await self.notify(department, resident, kind, on, **more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def score(self, party: Party) -> dict[str, Any]:
        """What a resident reads about the own score."""
        answer = await self.opened.party(party).get("/v1/me/score")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def file(self, party: Party) -> dict[str, Any]:
        """What a resident reads in the own file."""
        answer = await self.opened.party(party).get("/v1/me/file")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def claim(self, party: Party, benefit: str, key: str | None = None) -> httpx.Response:
        """A resident claims a benefit."""
        return await self.opened.party(party).post(f"/v1/benefits/{benefit}/claims", key=key)

    async def object(self, party: Party, event: str) -> httpx.Response:
        """A resident says that an event is wrong."""
        body = {"statement": "I was away that month."}
        return await self.opened.party(party).post(f"/v1/events/{event}/objections", body)

    async def decide(self, objection: str, upheld: bool) -> httpx.Response:
        """The locality answers an objection."""
        body = {"upheld": upheld, "reasons": "The meter was read again."}
        return await self.appeals.post(f"/v1/event-objections/{objection}/decision", body)


def handed_out(keys: Path, place: str) -> dict[str, str]:
    """What the departments hold: their keys for one place."""
    secrets = json.loads((keys / "handout" / "secrets.json").read_text())
    return dict(secrets["departments"][place])


def code(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, str(answer.json()["code"])


def day(text: str) -> date:
    """A date, shortly."""
    return date.fromisoformat(text)
