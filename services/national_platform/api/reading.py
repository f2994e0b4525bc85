"""Who reads, and which edition they are shown."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials
from pydantic import BaseModel, Field

from services.national_platform.records import editions
from services.national_platform.records.tables import EditionRow
from shared.authorities import Authorities
from shared.contract import Publication
from shared.errors import NotFound, Refusal
from shared.web.guards import BEARER, Checks, Now, ReadingDep

GATEWAY = "gateway"
EVERYTHING = frozenset(Publication)
PUBLIC_ONLY = frozenset({Publication.PUBLIC})


class NoEdition(NotFound):
    """Before the first edition nothing is published."""

    code = "no_edition"


class Gone(Refusal):
    """It was here once."""

    status, code = 410, "gone"


class Dated(BaseModel):
    """What every answer from the register says of its own age."""

    edition: str | None = Field(description="The edition that decided what is shown")
    as_of: datetime = Field(description="Withdrawals and corrections are in it up to here")


def readable(
    request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]
) -> frozenset[Publication]:
    """Which lists this reader may see: the gateway all of them, everybody the public ones."""
    if bearer is None:
        return PUBLIC_ONLY
    verifier: Checks = request.app.state.verifier
    caller = verifier.check(bearer.credentials)
    is_gateway = caller.issuer == GATEWAY and GATEWAY in caller.roles
    return EVERYTHING if is_gateway else PUBLIC_ONLY


Readable = Annotated[frozenset[Publication], Depends(readable)]


def current_edition(session: ReadingDep) -> EditionRow:
    """The current edition; NoEdition before the first one."""
    found = editions.latest(session)
    if found is None:
        raise NoEdition("No edition has come out yet; /v1/clock says when the next one is due.")
    return found


Current = Annotated[EditionRow, Depends(current_edition)]


def date_line(session: ReadingDep, now: Now) -> Dated:
    """Edition and instant, for answers that are given even before the first edition."""
    found = editions.latest(session)
    return Dated(edition=found.id if found else None, as_of=now)


DateLine = Annotated[Dated, Depends(date_line)]


def declared(request: Request) -> Authorities:
    """All authorities as they declared themselves."""
    found: Authorities = request.app.state.authorities
    return found


AuthoritiesDep = Annotated[Authorities, Depends(declared)]


def contest_at(authorities: Authorities, issuer: str) -> str:
    """Where to read how a listing of this issuer is contested."""
    found = authorities.find(issuer)
    return f"http://localhost:{found.port}{found.contact}" if found else ""
