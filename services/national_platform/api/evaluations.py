"""What goes down to the localities: evaluations of organisations of their own regions."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from services.national_platform.api.reading import AuthoritiesDep, Dated, DateLine, Gone
from services.national_platform.domain.evaluations import Ended
from services.national_platform.records import evaluations
from services.national_platform.records.state import state
from shared.authorities import RegionCode
from shared.contract import Cause, Effect, Publication
from shared.errors import Forbidden
from shared.origin import door, paper
from shared.web.guards import GUARDS, CallerDep, ReadingDep

LOCALITY = "locality"
LARGEST_SEQ = 10**15
PUSHED_DOWN = paper(
    "Public shaming on a national publication platform, footnote 16: merged data on companies is "
    "pushed down to complement the local evaluation. Only to the own regions: that is ours."
)
router = APIRouter(tags=["national platform"])


class Line(BaseModel):
    """How one issuer stands to one organisation; once it has ended, only that and why."""

    model_config = ConfigDict(from_attributes=True)

    seq: int
    issuer: str = Field(examples=["market"])
    ref: str
    version: int
    region: str = Field(description="Six digits of the organisation's code: where it is registered")
    ended: Ended | None
    cause: Cause | None
    list: str | None = Field(examples=["serious-violations"])
    effect: Effect | None
    publication: Publication | None
    name: str | None
    code: str | None = Field(description="The organisation's code, which is public and whole")
    reason: str | None
    listed_on: date | None
    stands_until: date | None = Field(description="First day on which it no longer stands")


class Evaluations(Dated):
    """Part of what goes down; numbers that are for other places leave holes."""

    evaluations: list[Line]
    regions: list[str] = Field(description="Which regions these are all of")
    next_after: int = Field(description="Ask with this next")
    is_end: bool = Field(description="Whether there was nothing more")


def regions_of_caller(caller: CallerDep, declared: AuthoritiesDep) -> tuple[str, ...]:
    """The regions of the locality whose own key has signed the token; nobody else comes in."""
    own = {one.slug: one.regions for one in declared.localities}
    if caller.issuer not in own or LOCALITY not in caller.roles:
        raise Forbidden("Only a locality's own token opens this door.", code="role_missing")
    return own[caller.issuer]


GUARDS[regions_of_caller] = (LOCALITY,)
OwnRegions = Annotated[tuple[str, ...], Depends(regions_of_caller)]


def asked_regions(
    own: OwnRegions,
    region: Annotated[list[RegionCode] | None, Query(max_length=50, examples=[["660101"]])] = None,
) -> tuple[str, ...]:
    """All of the locality's own, or the part of them that is asked for."""
    asked = tuple(sorted(set(region or own)))
    if not all(one.startswith(own) for one in asked):
        raise Forbidden("A locality reads about its own regions only.", code="not_your_region")
    return asked


@dataclass(frozen=True, slots=True)
class Question:
    """Which part of the feed a locality wants, and what it has already."""

    regions: tuple[str, ...]
    after: int
    limit: int
    has: str


def question(
    regions: Annotated[tuple[str, ...], Depends(asked_regions)],
    after: Annotated[int, Query(ge=0, le=LARGEST_SEQ)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    if_none_match: Annotated[str | None, Header(max_length=1000)] = None,
) -> Question:
    """What is asked, in one piece."""
    return Question(regions, after, limit, if_none_match or "")


@router.get(
    "/v1/evaluations",
    response_model=Evaluations,
    responses={304: {"description": "Nothing has changed since"}},
    **door(PUSHED_DOWN),
)
def pushed_down(
    session: ReadingDep,
    asked: Annotated[Question, Depends(question)],
    dated: DateLine,
    response: Response,
) -> Evaluations | Response:
    """Evaluations of organisations after a number: what stands, and what has ended since.

    From nothing it brings all that stands. Additions come with an edition, ends at once. People are
    never in it.
    """
    reach = _reach(session, asked.after)
    headers = _headers(reach, dated)
    if headers["ETag"] in asked.has:
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    found = evaluations.after(session, asked.after, asked.regions, asked.limit)
    is_end = len(found) < asked.limit
    last = found[-1].seq if found else 0
    return Evaluations(
        evaluations=[Line.model_validate(sent) for sent in found],
        regions=list(asked.regions),
        next_after=max(last, reach) if is_end else last,
        is_end=is_end,
        **dated.model_dump(),
    )


def _headers(reach: int, dated: Dated) -> dict[str, str]:
    return {
        "ETag": f'W/"{reach}-{dated.edition or "none"}"',
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization",
    }


def _reach(session: Session, after: int) -> int:
    """The feed's last number; Gone if ends after this place are forgotten by now."""
    where = state(session)
    is_old = 0 < after < where.evaluations_pruned_through
    if is_old or after > where.evaluations_seq:
        raise Gone("The feed does not reach there; read it from 0.", code="cursor_too_old")
    return where.evaluations_seq
