"""The gateway with a platform and issuers in memory: everything around it, and nobody's process."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from services.partner_gateway.app import World, assemble
from services.partner_gateway.records import Listed
from services.partner_gateway.settings import from_environment
from shared.access import mint
from shared.crossings import Crossings
from shared.identifiers import Party
from shared.sealing import Question, Verdict
from tests.builders import make_party, words_of
from tests.unit.apps import OpenApp, Visitor, open_app
from tests.unit.partner_gateway.platform import MemoryPlatform, listed

AIRLINE, HOTEL, GOLF, BANK = "skyward-air", "four-seasons-inn", "greens-golf", "harbour-bank"
POSTS, TAX_HALL, CUSTOMS = "public-posts-office", "tax-service-hall", "customs-office"
FEBRUARY = date(2019, 2, 3)
REF = "l-qhzxkvbnwertyuiopasd"
OTHER_REF = "l-zzzxkvbnwertyuiopasd"


@dataclass
class MemoryIssuers:
    """Issuers that know whose listings are whose; they can be silent, or refuse."""

    numbers: dict[tuple[str, str], str] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    refusing: set[str] = field(default_factory=set)
    asked: list[Question] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    async def ask(self, questions: Sequence[Question]) -> Sequence[Verdict | None]:
        """Their own answers; `meanwhile` happens while they think."""
        self.asked.extend(questions)
        self.meanwhile()
        return [self._answer(question) for question in questions]

    def _answer(self, question: Question) -> Verdict | None:
        if question.issuer in self.silent:
            return None
        if question.issuer in self.refusing:
            return "refused"
        known = self.numbers.get((question.issuer, question.ref))
        return "yes" if known == question.id_number else "no"


@dataclass
class Gateway:
    """The service under test and the world around it."""

    open: OpenApp
    platform: MemoryPlatform
    issuers: MemoryIssuers

    def list(self, party: Party, ref: str = REF, **changes: Any) -> Listed:
        """An issuer lists a party: it knows the number, the register four fields."""
        row = listed(party, ref, **changes)
        self.platform.add(row)
        self.issuers.numbers[row.issuer, ref] = party.id_number
        return row

    def withdraw(self, ref: str = REF, issuer: str = "court") -> None:
        """The issuer withdraws; the platform's feed says so."""
        self.issuers.numbers.pop((issuer, ref), None)
        self.platform.withdraw(ref, issuer)

    def bring_out(self, month: str = "2019-02", on: date = FEBRUARY) -> None:
        """The month turns: the edition comes out and the gateway reads it."""
        self.platform.bring_out(month)
        self.open.advance(on)

    def read_platform(self) -> bool:
        """Read the platform to its end now."""
        return bool(self.open.app.state.due.duties.is_idle())

    def partner(self, slug: str, scope: str | None = None) -> Visitor:
        """A partner with an access token for its measures."""
        own = " ".join(self.open.app.state.gate.agreements.measures_of(slug))
        return self.open.holder(self.token(sub=slug, scope=own if scope is None else scope))

    def token(self, seconds: int = 900, typ: str = "at+jwt", **claims: str) -> str:
        """A token of the gateway's own key."""
        usual = {"iss": "gateway", "aud": "gateway", "client_id": claims.get("sub", "")}
        return mint(self.open.signing, usual | claims, seconds, typ=typ)

    async def ask(
        self,
        party: Party,
        partner: str = AIRLINE,
        measure: str = "air-travel",
        *,
        purpose: str = "booking 8841",
        key: str | None = None,
    ) -> httpx.Response:
        """One question."""
        body = {"measure": measure, "purpose": purpose, "party": words_of(party)}
        return await self.partner(partner).post("/v1/decisions", body, key=key)


@asynccontextmanager
async def open_gateway(
    keys: Path,
    state: Path,
    platform: MemoryPlatform | None = None,
    issuers: MemoryIssuers | None = None,
    database_url: str | None = None,
) -> AsyncIterator[Gateway]:
    """A gateway that has read an empty platform; with a state folder it goes on from there.

    Its log is in the state folder too, or in the database given.
    """
    around = platform or MemoryPlatform(), issuers or MemoryIssuers()

    def create() -> FastAPI:
        world = World(*around, crossings=Crossings(), connect=lambda bus: None)
        return assemble(from_environment().common, world)

    extra = {"CHIMERA_DATABASE_URL": database_url} if database_url else {}
    async with open_app(create, "gateway", keys, state, extra) as app:
        app.run_due()
        yield Gateway(app, *around)
        app.app.state.gate.index.close()


async def outcome_of(gateway: Gateway) -> str:
    """What a partner hears about the usual party."""
    found: str = (await gateway.ask(make_party())).json()["outcome"]
    return found


async def not_ready_at(gateway: Gateway) -> dict[str, str]:
    """What is not ready."""
    found: dict[str, str] = (await gateway.open.anybody().get("/readyz")).json()["not_ready"]
    return found
