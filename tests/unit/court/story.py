"""The steps of one listing's journey, each through the court's doors."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx

from shared.identifiers import Party
from tests.builders import make_party, words_of
from tests.unit.answers import done
from tests.unit.apps import OpenApp

WARNED_ON = date(2019, 1, 2)
PROPOSED_ON = date(2019, 2, 1)
LAST_DAY = date(2019, 2, 13)  # five working days on, across the Spring Festival
PUBLISHED_ON = date(2019, 2, 14)
FAIR = "All of it was heard and weighed."


def judgment_against(party: Party, **changes: Any) -> dict[str, Any]:
    """A judgment of October 2018 as a clerk enters it."""
    words = {
        "case_number": "(2018)模01民初417号",
        "party": words_of(party),
        "duty": "pay",
        "amount_yuan": 58_000,
        "issued_on": "2018-10-08",
        "due_on": "2018-12-10",
    }
    return words | changes


@dataclass(frozen=True, slots=True)
class Case:
    """One judgment at the court, and the officers who deal with it."""

    court: OpenApp
    party: Party
    judgment: str

    def proposal_words(self, **changes: Any) -> dict[str, Any]:
        """The listing that the clerk asks for."""
        words = {
            "list": "judgment-defaulters",
            "ground": "able-but-refuses",
            "basis": self.judgment,
            "party": words_of(self.party),
        }
        return words | changes

    async def propose(self, **changes: Any) -> httpx.Response:
        """The clerk asks for the listing."""
        clerk = self.court.officer("clerk")
        return await clerk.post("/v1/listing-proposals", self.proposal_words(**changes))

    async def proposed(self) -> str:
        """The proposal, made on 1 February."""
        return str(done(await self.propose())["id"])

    async def step(self, proposal: str, step: str, role: str) -> httpx.Response:
        """An officer takes the next step."""
        officer = self.court.officer(role)
        body = {"reasons": FAIR} if step == "refusal" else None
        return await officer.post(f"/v1/listing-proposals/{proposal}/{step}", body)

    async def notified(self) -> str:
        """The proposal, approved by another officer and told to the party."""
        proposal = await self.proposed()
        done(await self.step(proposal, "approval", "reviewer"))
        done(await self.step(proposal, "notification", "clerk"))
        return proposal

    async def listed(self) -> tuple[str, str]:
        """Proposal and reference of the listing, published by itself on 14 February."""
        proposal = await self.notified()
        self.court.advance(PUBLISHED_ON)
        return proposal, str((await self.procedure(proposal))["proposal"]["ref"])

    async def published(self, proposal: str) -> str:
        """A proposal made to stand: approved, told, and published on its day."""
        done(await self.step(proposal, "approval", "reviewer"))
        told = done(await self.step(proposal, "notification", "clerk"))
        self.court.advance(date.fromisoformat(told["publish_on"]))
        ((ref,),) = self.court.rows(f"SELECT ref FROM proposals WHERE id = '{proposal}'")  # noqa: S608
        return str(ref)

    async def clerk_posts(self, path: str, **words: Any) -> httpx.Response:
        """The clerk asks for something."""
        return await self.court.officer("clerk").post(path, words)

    async def tasks(self) -> list[tuple[str, str, str | None]]:
        """What waits: what is to be done, to what, by when."""
        tasks = done(await self.court.officer("clerk").get("/v1/worklist"))["tasks"]
        return [(task["what"], task["id"], task["due_on"]) for task in tasks]

    async def overdue(self) -> list[str]:
        """What is overdue."""
        tasks = done(await self.court.officer("clerk").get("/v1/worklist"))["tasks"]
        return [task["what"] for task in tasks if task["is_overdue"]]

    async def standing(self, ref: str) -> dict[str, Any]:
        """A listing as an officer sees it."""
        return done(await self.court.officer("clerk").get(f"/v1/listings/{ref}"))

    async def object(self, proposal: str) -> httpx.Response:
        """The party objects."""
        words = {"proposal": proposal, "statement": "已经与申请人协商。"}
        return await self.court.party(self.party).post("/v1/objections", words)

    async def objected(self, proposal: str) -> str:
        """The party's objection."""
        return str(done(await self.object(proposal))["id"])

    async def verdict(
        self, objection: str, *, upheld: bool, by: str = "judge-one", step: str = "decision"
    ) -> httpx.Response:
        """An officer for appeals decides the objection, or reviews the decision."""
        judge = self.court.officer("appeals", name=by)
        words = {"upheld": upheld, "reasons": FAIR}
        return await judge.post(f"/v1/objections/{objection}/{step}", words)

    async def perform(self, **words: Any) -> httpx.Response:
        """The clerk notes a performance."""
        clerk = self.court.officer("clerk")
        return await clerk.post(f"/v1/judgments/{self.judgment}/performance", words)

    async def file(self) -> dict[str, Any]:
        """What the party reads."""
        return done(await self.court.party(self.party).get("/v1/me/file"))

    async def procedure(self, proposal: str) -> dict[str, Any]:
        """One procedure as the party reads it."""
        found = (await self.file())["procedures"]
        return next(one for one in found if one["proposal"]["id"] == proposal)

    async def state(self, proposal: str) -> str:
        """Where a proposal stands."""
        return str((await self.procedure(proposal))["proposal"]["state"])


async def enter_case(court: OpenApp, party: Party, **changes: Any) -> Case:
    """A judgment whose debtor is warned today."""
    clerk = court.officer("clerk")
    entered = done(await clerk.post("/v1/judgments", judgment_against(party, **changes)))
    case = Case(court, party, entered["id"])
    done(await clerk.post(f"/v1/judgments/{case.judgment}/enforcement-notice", {}))
    return case


async def open_case(court: OpenApp, party: Party | None = None) -> Case:
    """A judgment whose debtor was warned on 2 January; the clock stands on 1 February."""
    case = await enter_case(court, party or make_party())
    court.advance(PROPOSED_ON)
    return case
