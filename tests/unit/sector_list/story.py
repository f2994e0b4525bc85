"""The steps of a sector's listing, each through its authority's doors."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx

from shared.identifiers import Party
from tests.builders import words_of
from tests.unit.answers import done
from tests.unit.apps import OpenApp

FAIR = "All of it was heard and weighed."


def finding(party: Party, ground: str, found_on: date, **changes: Any) -> dict[str, Any]:
    """A decided case as a clerk records it."""
    words = {
        "party": words_of(party),
        "ground": ground,
        "found_on": found_on.isoformat(),
        "facts": "经查证属实。",
        "decided": True,
    }
    return words | changes


@dataclass(frozen=True, slots=True)
class Case:
    """One case at a sector's authority, and the officers who deal with it."""

    sector: OpenApp
    party: Party
    id: str

    async def act(self, step: str, body: dict[str, Any] | None = None) -> httpx.Response:
        """The clerk notes what became of the case."""
        return await self.sector.officer("clerk").post(f"/v1/cases/{self.id}/{step}", body)

    async def penalise(self, penalty: str, **more: Any) -> httpx.Response:
        """The clerk notes one more penalty."""
        return await self.act("penalties", {"penalty": penalty} | more)

    async def correct(self, *, promised: bool = True) -> dict[str, Any]:
        """What was found is put right today."""
        return done(await self.act("correction", {"promised": promised}))

    async def propose(self, list_id: str, ground: str) -> httpx.Response:
        """The clerk asks for the listing."""
        words = {
            "list": list_id,
            "ground": ground,
            "basis": self.id,
            "party": words_of(self.party),
        }
        return await self.sector.officer("clerk").post("/v1/listing-proposals", words)

    async def notified(self, list_id: str, ground: str) -> dict[str, Any]:
        """The proposal, approved by another officer and told to the party today."""
        proposal = done(await self.propose(list_id, ground))["id"]
        door = f"/v1/listing-proposals/{proposal}"
        done(await self.sector.officer("reviewer").post(f"{door}/approval"))
        return done(await self.sector.officer("clerk").post(f"{door}/notification"))

    async def listed(self, list_id: str, ground: str) -> dict[str, Any]:
        """The listing, after everything that leads there; the clock stands on its first day."""
        proposal = await self.notified(list_id, ground)
        self.sector.advance(date.fromisoformat(proposal["publish_on"]))
        return await self.listing_of(proposal["id"])

    async def listing_of(self, proposal_id: str) -> dict[str, Any]:
        """The listing that came of a proposal, as its party reads it."""
        listing: dict[str, Any] = (await self.procedure(proposal_id))["listing"]
        return listing

    async def procedure(self, proposal_id: str) -> dict[str, Any]:
        """One procedure as its party reads it."""
        procedures: list[dict[str, Any]] = (await self.file())["procedures"]
        return next(one for one in procedures if one["proposal"]["id"] == proposal_id)

    async def file(self) -> dict[str, Any]:
        """All that the party reads."""
        return done(await self.sector.party(self.party).get("/v1/me/file"))

    async def own(self) -> dict[str, Any]:
        """The case as its party reads it."""
        cases = (await self.file())["holdings"]["cases"]
        found: dict[str, Any] = next(one for one in cases if one["id"] == self.id)
        return found

    async def grade(self) -> str | None:
        """What all cases about the party give together."""
        found = done(await self.sector.officer("reviewer").get(f"/v1/cases/{self.id}"))
        grade: str | None = found["grade_of_party"]
        return grade


async def record(sector: OpenApp, party: Party, ground: str, **changes: Any) -> Case:
    """A case found today."""
    body = finding(party, ground, sector.today, **changes)
    receipt = done(await sector.officer("clerk").post("/v1/cases", body))
    return Case(sector, party, receipt["id"])
