"""The feed: withdrawals and corrections, which never wait for an edition."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from services.national_platform.api.reading import Dated, DateLine, Gone, Readable
from services.national_platform.records import feed
from services.national_platform.records.feed import Told
from services.national_platform.records.state import state
from shared.contract import Act, Cause, Publication
from shared.origin import door, ours
from shared.web.guards import ReadingDep

LARGEST_SEQ = 10**15
router = APIRouter(tags=["national platform"])


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


@router.get("/v1/withdrawals", **door(ours("A withdrawal never waits for an edition.", floor=True)))
def withdrawals(
    session: ReadingDep,
    readable: Readable,
    dated: DateLine,
    after: Annotated[int, Query(ge=0, le=LARGEST_SEQ)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Withdrawals:
    """What came after a number: of public lists for everybody, of all for the gateway."""
    where = state(session)
    if not where.pruned_through <= after <= where.last_seq:
        raise Gone("The feed does not reach there; load the edition.", code="cursor_too_old")
    found = feed.after(session, after, limit)
    return Withdrawals(
        withdrawals=[_show(told) for told in found if _is_for(told, readable)],
        next_after=found[-1].seq if found else after,
        is_end=len(found) < limit,
        **dated.model_dump(),
    )


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
