"""About the platform and those who feed it: authorities, and what was set aside."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from services.national_platform.api.reading import (
    AuthoritiesDep,
    contest_at,
)
from services.national_platform.records import findings
from shared.authorities import Authorities, Authority, DeclaredList, Operator, Title
from shared.origin import Origin, door, ours, paper
from shared.web.guards import Auditor, ReadingDep

SECTION = "Public shaming on a national publication platform"
PAGE = 100
router = APIRouter(tags=["national platform"])


class AuthorityShown(BaseModel):
    """One body that owns its data, as it declared itself."""

    slug: str
    title: Title
    operator: Operator
    origin: Origin
    contest_at: str
    lists: tuple[DeclaredList, ...]


class AuthoritiesShown(BaseModel):
    """All bodies of the model that own data."""

    authorities: list[AuthorityShown]


class SetAside(BaseModel):
    """One bad notice: why, and its shape; names of its parts, never what they held.

    Its sender, who knows what was sent, finds it by `stream_seq` and that shape.
    """

    model_config = ConfigDict(from_attributes=True)

    seq: int
    stream_seq: int
    at: datetime
    reason: str
    subject: str
    size_bytes: int
    headers: list[str]
    fields: list[str]


class Quarantine(BaseModel):
    """Bad notices, newest first; `next_before` goes into the next question."""

    notices: list[SetAside]
    next_before: int | None


@router.get("/v1/authorities", **door(paper(SECTION)))
def authorities(declared: AuthoritiesDep) -> AuthoritiesShown:
    """Who may say what: every body, who operates it, its lists and where to contest."""
    return AuthoritiesShown(authorities=[_authority(declared, one) for one in declared])


@router.get("/v1/quarantine", **door(ours("Bad notices are set aside where somebody sees them.")))
def quarantine(
    auditor: Auditor, session: ReadingDep, before: Annotated[int | None, Query(ge=1)] = None
) -> Quarantine:
    """What came on the stream and was not believed, newest first."""
    rows = findings.quarantine(session, before, PAGE)
    shown = [SetAside.model_validate(row) for row in rows]
    return Quarantine(notices=shown, next_before=shown[-1].seq if len(shown) == PAGE else None)


def _authority(declared: Authorities, one: Authority) -> AuthorityShown:
    return AuthorityShown(
        slug=one.slug,
        title=one.title,
        operator=one.operator,
        origin=one.origin,
        contest_at=contest_at(declared, one.slug),
        lists=one.lists,
    )
