"""A firm on the list for withheld wages, and those who are said to stand behind it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx

from shared.identifiers import Party
from tests.builders import make_organisation, make_party, words_of
from tests.unit.answers import done
from tests.unit.apps import OpenApp
from tests.unit.sector_list.story import Case, record

LIST, FIRMS_GROUND, THROUGH = "withheld-wages", "withholds-pay-of-one", "answers-for-withheld-wages"
DIRECTOR = make_party("李建国", born_on=date(1970, 3, 2))
STUDENT = make_party("陈思雨", born_on=date(1999, 9, 9))
FIRM = make_organisation()
SINCE = "2016-03-01"


@dataclass(frozen=True, slots=True)
class Behind:
    """Somebody said to stand behind a firm that is on a list."""

    case: Case
    person: Party
    firms_listing: str
    tie: str

    @property
    def sector(self) -> OpenApp:
        """The authority."""
        return self.case.sector

    async def propose(self, **changes: Any) -> httpx.Response:
        """The clerk asks that the person be listed since the firm is."""
        words = {
            "list": LIST,
            "ground": THROUGH,
            "basis": self.firms_listing,
            "party": words_of(self.person),
        }
        return await self.sector.officer("clerk").post("/v1/listing-proposals", words | changes)

    async def approve(self, proposal: str) -> httpx.Response:
        """Another officer agrees."""
        door = f"/v1/listing-proposals/{proposal}/approval"
        return await self.sector.officer("reviewer").post(door)

    async def notified(self) -> dict[str, Any]:
        """The proposal, approved by another officer and told to the person today."""
        proposal = done(await self.propose())["id"]
        done(await self.approve(proposal))
        door = f"/v1/listing-proposals/{proposal}/notification"
        return done(await self.sector.officer("clerk").post(door))

    async def listed(self) -> dict[str, Any]:
        """The person's listing; the clock stands on its first day."""
        proposal = await self.notified()
        self.sector.advance(date.fromisoformat(proposal["publish_on"]))
        listing: dict[str, Any] = (await self.procedure(proposal["id"]))["listing"]
        return listing

    async def file(self) -> dict[str, Any]:
        """All that the person reads."""
        return done(await self.sector.party(self.person).get("/v1/me/file"))

    async def procedure(self, proposal: str) -> dict[str, Any]:
        """One procedure as the person reads it."""
        found: list[dict[str, Any]] = (await self.file())["procedures"]
        return next(one for one in found if one["proposal"]["id"] == proposal)

    async def held(self) -> dict[str, Any]:
        """The tie as the person reads it."""
        ties: list[dict[str, Any]] = (await self.file())["holdings"]["ties"]
        return next(one for one in ties if one["id"] == self.tie)

    async def contest(self) -> httpx.Response:
        """The person says that it was never true."""
        body = {"statement": "A man took a picture of my identity card for a holiday job."}
        door = f"/v1/ties/{self.tie}/contest"
        return await self.sector.party(self.person).post(door, body)

    async def answer(
        self, *, upheld: bool, by: str = "judge-one", step: str = "contest-decision"
    ) -> httpx.Response:
        """An officer for appeals decides the contest, or reviews the decision."""
        body = {"upheld": upheld, "reasons": "The registry found the signature forged."}
        judge = self.sector.officer("appeals", name=by)
        return await judge.post(f"/v1/ties/{self.tie}/{step}", body)


async def tie(
    case: Case, person: Party, role: str = "representative", since: str = SINCE
) -> httpx.Response:
    """The clerk records that a person stands behind the firm of a case."""
    body = {"role": role, "since_on": since, "person": words_of(person)}
    return await case.sector.officer("clerk").post(f"/v1/cases/{case.id}/persons", body)


async def listed_firm(wages: OpenApp, person: Party, role: str = "representative") -> Behind:
    """A firm that withheld 5,000 yuan, listed, and somebody behind it."""
    case = await record(wages, FIRM, FIRMS_GROUND, amount_yuan=5_000)
    known = str(done(await tie(case, person, role))["id"])
    listing = await case.listed(LIST, FIRMS_GROUND)
    return Behind(case, person, listing["ref"], known)
