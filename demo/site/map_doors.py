"""What the scripts of the map ask the site."""

import gzip
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict

from demo.site.feed import Feed
from demo.site.houses import House, Houses
from demo.site.journey import Journeys
from demo.site.plays import Plays, Shown
from shared.origin import door, ours

SEEN = ours("Nobody in the modelled system sees all of it at once; whoever looks at a model may.")
router = APIRouter(prefix="/map", tags=["the map"])
SLUG = r"^[a-z0-9][a-z0-9-]{0,62}$"
Slug = Annotated[str, Path(pattern=SLUG)]


class HousesShown(BaseModel):
    """Every house: who runs it, what it holds, what leaves it."""

    houses: list[House]


class MovedBy(BaseModel):
    """How far time is to go."""

    model_config = ConfigDict(extra="forbid")

    by: Literal["day", "week", "month"]


class MovedTo(BaseModel):
    """Where the model's time stands."""

    now: datetime


@router.get("/houses", response_model=HousesShown, **door(SEEN))
async def houses(
    request: Request, accept_encoding: Annotated[str, Header(max_length=200)] = ""
) -> Response:
    """What each service says of itself, now; packed, as it is most of what a first look loads."""
    known: Houses = request.app.state.houses
    body = HousesShown(houses=await known.read()).model_dump_json().encode()
    headers = {"Vary": "Accept-Encoding", "Cache-Control": "no-store"}
    if "gzip" in accept_encoding:
        body, headers["Content-Encoding"] = gzip.compress(body, 5), "gzip"
    return Response(body, media_type="application/json", headers=headers)


@router.get("/events", response_class=StreamingResponse, **door(SEEN))
async def events(
    request: Request, last_event_id: Annotated[str, Header(max_length=40)] = ""
) -> StreamingResponse:
    """Everything that crosses, as server-sent events; goes on where a page left off."""
    feed: Feed = request.app.state.feed
    kept_by_nobody = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    lines = feed.follow(last_event_id)
    return StreamingResponse(lines, media_type="text/event-stream", headers=kept_by_nobody)


@router.get("/journey/{issuer}/{ref}", **door(SEEN))
async def journey(issuer: Slug, ref: Slug, request: Request) -> dict[str, Any]:
    """One listing's hops with their times; about nobody."""
    journeys: Journeys = request.app.state.journeys
    return await journeys.of(issuer, ref)


@router.get("/stories", **door(SEEN))
def stories(request: Request) -> list[Shown]:
    """Every story in short."""
    plays: Plays = request.app.state.plays
    return plays.shelf()


@router.get("/stories/{name}", **door(SEEN))
def story(name: Slug, request: Request) -> Shown:
    """One story, and how far it was told."""
    plays: Plays = request.app.state.plays
    return plays.story(name)


@router.post("/stories/{name}/{step}", **door(SEEN))
def play(name: Slug, step: int, request: Request) -> Shown:
    """Play a story up to and with a step; what was played already stays as it was told."""
    plays: Plays = request.app.state.plays
    return plays.play(name, step)


@router.post("/clock", **door(SEEN))
def move(asked: MovedBy, request: Request) -> MovedTo:
    """Move the model's time, stopping wherever something falls due."""
    plays: Plays = request.app.state.plays
    return MovedTo(now=plays.move(asked.by))
