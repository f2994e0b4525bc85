"""The feed: withdrawals and corrections, which never wait for an edition."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from zlib import crc32

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field

from services.national_platform.api.reading import (
    PUBLIC_ONLY,
    Dated,
    Gone,
    Readable,
    whole_register,
)
from services.national_platform.records import feed
from services.national_platform.records.feed import Told
from services.national_platform.records.head import Head, Heads
from shared.calendar import Clock
from shared.contract import Act, Cause, Publication
from shared.database import Database
from shared.origin import door, ours

LARGEST_SEQ = 10**15
NEVER_WAITS = ours("A withdrawal never waits for an edition.", floor=True)
NO_CACHE = {"Cache-Control": "no-cache", "Vary": "Authorization"}
Answer = Callable[[Request], Coroutine[Any, Any, Response]]


class Polled(APIRoute):
    """A door that is asked over and over: who has the answer already costs almost nothing.

    A tag is of one question to the letter, so one that fits was once given to just this question,
    and whatever would be refused in it was refused then.
    """

    def get_route_handler(self) -> Answer:
        """Look at the tag before the question is read."""
        answer = super().get_route_handler()

        async def poll(request: Request) -> Response:
            has = request.headers.get("if-none-match")
            if has and "authorization" not in request.headers:
                state = request.app.state
                known: Head | None = state.feed_heads.known
                if known and state.wholeness.is_known and _tag(known, PUBLIC_ONLY, request) in has:
                    return _unchanged(_tag(known, PUBLIC_ONLY, request))
            return await answer(request)

        return poll


router = APIRouter(
    tags=["national platform"], route_class=Polled, dependencies=[Depends(whole_register)]
)


class Line(BaseModel):
    """One withdrawal or correction; a correction carries name and mask as they are now."""

    seq: int
    act: Act
    issuer: str
    ref: str
    version: int
    at: datetime = Field(description="When, by the issuer's clock; the order is that of `seq`")
    cause: Cause | None
    name: str | None = None
    truncated_id: str | None = None


class Withdrawals(Dated):
    """Part of the feed. Lines that are not for this reader leave holes in the numbers."""

    withdrawals: list[Line]
    next_after: int = Field(description="Ask with this next")
    is_end: bool = Field(description="Whether there was nothing more")


@dataclass(frozen=True, slots=True)
class Question:
    """Which part a reader wants, what it may see, and what it has already."""

    readable: frozenset[Publication]
    after: int
    limit: int
    has: str


async def question(
    readable: Readable,
    after: Annotated[int, Query(ge=0, le=LARGEST_SEQ)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    if_none_match: Annotated[str, Header(max_length=1000)] = "",
) -> Question:
    """What is asked, in one piece."""
    return Question(readable, after, limit, if_none_match)


@router.get(
    "/v1/withdrawals",
    response_model=Withdrawals,
    responses={304: {"description": "Nothing has changed since"}},
    **door(NEVER_WAITS),
)
async def withdrawals(request: Request, asked: Annotated[Question, Depends(question)]) -> Response:
    """What came after a number: of public lists for everybody, of all for the gateway.

    Whoever sends the `ETag` of an earlier answer to the same question hears 304 until there is
    something new.
    """
    heads: Heads = request.app.state.feed_heads
    # The tag is taken before the page is read: a tag that is too old only costs one more answer.
    head = heads.known
    if head is None:
        head = await run_in_threadpool(heads.read)
    tag = _tag(head, asked.readable, request)
    if tag in asked.has:
        return _unchanged(tag)
    desk = (request.app.state.database, request.app.state.clock)
    page = await run_in_threadpool(_page, *desk, head, asked)
    return Response(page, media_type="application/json", headers={"ETag": tag, **NO_CACHE})


def _tag(head: Head, readable: frozenset[Publication], request: Request) -> str:
    reader = "public" if readable == PUBLIC_ONLY else "all"
    question = crc32(request.scope["query_string"])
    return f'W/"{head.last_seq}-{head.edition or "none"}-{reader}-{question:x}"'


def _unchanged(tag: str) -> Response:
    return Response(status_code=304, headers={"ETag": tag, **NO_CACHE})


def _page(database: Database, clock: Clock, head: Head, asked: Question) -> bytes:
    """The lines as they are sent; Gone if the feed does not reach there, or never did."""
    now = clock.now()
    with database.read() as session:
        if not feed.reaches(session, asked.after):
            raise Gone("The feed does not reach there; load the edition.", code="cursor_too_old")
        found = feed.after(session, asked.after, asked.limit)
    shown = Withdrawals(
        withdrawals=[_show(told) for told in found if _is_for(told, asked.readable)],
        next_after=found[-1].seq if found else asked.after,
        is_end=len(found) < asked.limit,
        edition=head.edition,
        as_of=now,
    )
    return shown.model_dump_json().encode()


def _is_for(told: Told, readable: frozenset[Publication]) -> bool:
    """Of this reader's lists; a correction of what was withdrawn since says nothing any more."""
    says_something = told.act is Act.WITHDRAWN or told.name is not None
    return says_something and told.publication in readable


def _show(told: Told) -> Line:
    return Line(
        seq=told.seq,
        act=told.act,
        issuer=told.issuer,
        ref=told.ref,
        version=told.version,
        at=told.at,
        cause=told.cause,
        name=told.name,
        truncated_id=told.truncated_id,
    )
