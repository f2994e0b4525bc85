"""A platform in memory, as a place reads it, with its bad days; and a place that follows it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from services.locality.app import assemble
from services.locality.domain.complement import End, Evaluation, Line, NotTaken, must_be_ours
from services.locality.domain.organisations import Territory
from services.locality.receiving import Brought, ComplementFollower
from shared.authorities import load
from shared.contract import Effect, Publication
from shared.following import CursorTooOld, PlatformAway
from shared.identifiers import Party, region_of
from shared.settings import read
from tests.builders import make_organisation, words_of
from tests.unit.apps import open_app
from tests.unit.locality.story import Place, handed_out

FIRM = make_organisation()
OTHER = make_organisation("澜东物流有限公司", number=7)
HERE = Territory.of(["6601"])


def evaluation(party: Party = FIRM, **changes: Any) -> Evaluation:
    """The market regulator's list, from January 2019 for three years."""
    told: dict[str, Any] = {
        "issuer": "market",
        "ref": "l-qhzxkvbnwertyuiopasd",
        "region": region_of(party.id_number),
        "seq": 0,
        "version": 1,
        "code": party.id_number,
        "name": party.name,
        "list": "serious-violations",
        "effect": Effect.ADVERSE,
        "publication": Publication.PUBLIC,
        "reason": "food-safety",
        "listed_on": date(2019, 1, 15),
        "stands_until": date(2022, 1, 15),
    }
    return Evaluation(**told | changes)


@dataclass
class MemoryPlatform:
    """What `Feed` promises: two lines at a time, each judged as the real reader judges it."""

    told: dict[tuple[str, str, str], Line] = field(default_factory=dict)
    seq: int = 0
    forgotten: int = 0
    edition: str | None = "2019-02"
    is_away: bool = False
    asked: list[int] = field(default_factory=list)

    def say(self, one: Evaluation) -> Evaluation:
        """Something stands, or stands otherwise than before."""
        told = replace(one, seq=self.seq + 1)
        self._tell(told)
        return told

    def end(self, one: Evaluation) -> None:
        """Something has ended."""
        self._tell(End(one.issuer, one.ref, one.region, self.seq + 1))

    def forget(self) -> None:
        """All that was told before is too old to go on from."""
        ends = [key for key, line in self.told.items() if isinstance(line, End)]
        for key in ends:
            del self.told[key]
        self.forgotten = self.seq

    def _tell(self, line: Line) -> None:
        self.seq = line.seq
        self.told[line.issuer, line.ref, line.region] = line

    def after(self, seq: int) -> Brought | None:
        """Two lines at a time, in order; nothing if nothing is new."""
        self.asked.append(seq)
        if self.is_away:
            raise PlatformAway("ConnectError")
        if 0 < seq < self.forgotten or seq > self.seq:
            raise CursorTooOld
        later = sorted((one for one in self.told.values() if one.seq > seq), key=_number)
        found, is_end = later[:2], len(later) < 2
        lines, refused = judged(found)
        next_after = self.seq if is_end else found[-1].seq
        return Brought(lines, refused, next_after, is_end, self.edition)


def judged(found: list[Line]) -> tuple[list[Line], list[str]]:
    """What has a place here, and why the rest has none."""
    lines: list[Line] = []
    refused: list[str] = []
    for line in found:
        try:
            lines.append(must_be_ours(line, HERE))
        except NotTaken as error:
            refused.append(error.reason)
    return lines, refused


def _number(line: Line) -> int:
    return line.seq


@dataclass(frozen=True, slots=True)
class Downstream:
    """A place after Rongcheng that follows a platform in memory."""

    place: Place
    platform: MemoryPlatform

    @property
    def follower(self) -> ComplementFollower:
        """What follows the platform in it."""
        found: ComplementFollower = self.place.opened.app.state.outlook.follows
        return found

    def reads(self) -> bool:
        """Read the platform to its end now; whether that succeeded."""
        return self.follower.refresh()

    async def register(self, party: Party = FIRM) -> str:
        """Put an organisation on the books; returns the reference."""
        answer = await self.place.clerk.post("/v1/organisations", {"party": words_of(party)})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def file(self, organisation: str) -> dict[str, Any]:
        """What an officer reads."""
        answer = await self.place.clerk.get(f"/v1/organisations/{organisation}/file")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def told(self, organisation: str) -> list[tuple[str, str]]:
        """Issuer and list of each evaluation in the complement."""
        complement = (await self.file(organisation))["complement"]
        return [(one["issuer"], one["list"]) for one in complement["evaluations"]]

    async def state(self) -> dict[str, Any]:
        """What everybody may know of it."""
        answer = await self.place.opened.anybody().get("/v1/complement")
        return dict(answer.json())


@asynccontextmanager
async def open_downstream(
    keys: Path, folder: Path, platform: MemoryPlatform | None = None
) -> AsyncIterator[Downstream]:
    """The place on the state in a folder; open it there again, and it has been restarted."""
    feed = platform or MemoryPlatform()

    def create() -> FastAPI:
        settings = read(os.environ, "rongcheng")
        return assemble(settings, load(settings.authorities), feed)

    create.__module__ = "services.locality.app"  # whose tables are laid out once for all tests
    async with open_app(create, "rongcheng", keys, folder) as opened:
        yield Downstream(Place(opened, handed_out(keys, "rongcheng")), feed)
