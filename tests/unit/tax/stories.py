"""The tax authority's officers at work, told in short sentences."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx

from shared.identifiers import Party
from tests.builders import make_organisation, words_of
from tests.unit.apps import OpenApp

OLD = date(2010, 5, 4)  # a firm that began then is old enough for an A
APRIL_2019 = date(2019, 4, 1)
EVASION = {
    "kind": "tax-evasion",
    "amount_yuan": 1_240_000,
    "year_tax_yuan": 3_100_000,
    "decided_on": "2018-11-20",
    "decision_final": True,
}


@dataclass(frozen=True, slots=True)
class TaxOffice:
    """The tax authority with its officers."""

    open: OpenApp

    async def register(self, party: Party, began_on: date | None = None) -> str:
        """A taxpayer's reference."""
        more = {"began_on": began_on.isoformat()} if began_on else {}
        answer = await self.open.officer("clerk").post("/v1/taxpayers", words_of(party) | more)
        return str(done(answer, 201)["id"])

    async def record(self, taxpayer: str, **changes: Any) -> str:
        """A decided case's reference."""
        body = EVASION | {"taxpayer": taxpayer} | changes
        answer = await self.open.officer("clerk").post("/v1/violations", body)
        return str(done(answer, 201)["id"])

    async def rate(self, taxpayer: str, grade: str, year: int = 2018) -> httpx.Response:
        """Give a grade by hand."""
        body = {"grade": grade, "year": year, "reasons": "All returns came on time."}
        return await self.open.officer("reviewer").put(f"/v1/taxpayers/{taxpayer}/rating", body)

    async def find(self, taxpayer: str, indicator: str, day: str, **more: Any) -> httpx.Response:
        """Record what was found about a firm."""
        body = {"indicator": indicator, "happened_on": day} | more
        return await self.open.officer("clerk").post(f"/v1/taxpayers/{taxpayer}/indicators", body)

    async def found(self, taxpayer: str, indicator: str, day: str, **more: Any) -> str:
        """The reference of what was found."""
        return str(done(await self.find(taxpayer, indicator, day, **more), 201)["id"])

    async def corrected(self, event: str, day: str) -> httpx.Response:
        """Note that a firm put something right."""
        door = f"/v1/indicators/{event}/correction"
        return await self.open.officer("clerk").post(door, {"corrected_on": day})

    async def tie(self, taxpayer: str, person: Party, role: str, since: str = "2012-01-01") -> str:
        """The reference of a person's tie to a firm."""
        body = {"role": role, "since_on": since, "person": words_of(person)}
        door = f"/v1/taxpayers/{taxpayer}/persons"
        return str(done(await self.open.officer("clerk").post(door, body), 201)["id"])

    async def rating(self, taxpayer: str) -> dict[str, Any]:
        """A firm's latest grade as officers read it."""
        answer = await self.open.officer("appeals").get(f"/v1/taxpayers/{taxpayer}/rating")
        return done(answer, 200)

    async def graded(self, taxpayer: str) -> tuple[str, float | None]:
        """The letter and the points of a firm's latest grade."""
        rating = await self.rating(taxpayer)
        return rating["grade"], rating["points"]

    async def propose(
        self, party: Party, basis: str, *, list_id: str = "major-violations", ground: str
    ) -> httpx.Response:
        """Ask that a party be listed."""
        body = {"list": list_id, "ground": ground, "basis": basis, "party": words_of(party)}
        return await self.open.officer("clerk").post("/v1/listing-proposals", body)

    async def notify(self, proposal: str) -> dict[str, Any]:
        """Have another officer agree, and tell the party."""
        door = f"/v1/listing-proposals/{proposal}"
        done(await self.open.officer("reviewer").post(f"{door}/approval"), 200)
        return done(await self.open.officer("clerk").post(f"{door}/notification"), 200)

    async def file_of(self, party: Party) -> dict[str, Any]:
        """What the party reads about itself."""
        return done(await self.open.party(party).get("/v1/me/file"), 200)

    async def holdings_of(self, party: Party) -> dict[str, Any]:
        """What of the tax authority's own the party reads about itself."""
        held: dict[str, Any] = (await self.file_of(party))["holdings"]
        return held

    async def listed(self, party: Party, basis: str, ground: str) -> dict[str, Any]:
        """The whole way to a listing on the adverse list, with nobody objecting."""
        proposal = done(await self.propose(party, basis, ground=ground), 201)
        notified = await self.notify(proposal["id"])
        self.open.advance(date.fromisoformat(notified["publish_on"]))
        listing: dict[str, Any] = (await self.file_of(party))["procedures"][0]["listing"]
        return listing

    async def worklist(self) -> list[tuple[str, str]]:
        """What waits for officers: what it is, and about which thing."""
        answer = done(await self.open.officer("clerk").get("/v1/worklist"), 200)
        return [(task["what"], task["id"]) for task in answer["tasks"]]


def done(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The body of an answer that came out as it should."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


def a_firm(number: int = 236048) -> Party:
    """A firm of the model."""
    return make_organisation(number=number)


def whys(rating: dict[str, Any]) -> list[str]:
    """What the lines of a grade are for, in order."""
    return [line["why"] for line in rating["lines"]]
