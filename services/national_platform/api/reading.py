"""Who reads, and which edition they are shown."""

from datetime import datetime
from typing import Annotated, Protocol

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials
from pydantic import BaseModel, Field

from services.national_platform.records import editions
from services.national_platform.records.tables import EditionRow
from shared.authorities import Authorities
from shared.contract import Publication
from shared.errors import NotFound, Refusal, Unauthenticated, Unavailable
from shared.web.guards import MAYBE, Checks, Now, ReadingDep

GATEWAY = "gateway"
EVERYTHING = frozenset(Publication)
PUBLIC_ONLY = frozenset({Publication.PUBLIC})


class NoEdition(NotFound):
    """Before the first edition nothing is published."""

    code = "no_edition"

    def __init__(self) -> None:
        super().__init__("No edition has come out yet; /v1/clock says when the next one is due.")


class Gone(Refusal):
    """It was here once."""

    status, code = 410, "gone"


class NotWhole(Unavailable):
    """The register was put back from a copy, and who was withdrawn since is not known yet."""

    code = "register_not_whole"


class Awaits(Protocol):
    """What knows whether the register is whole."""

    @property
    def is_known(self) -> bool:
        """Whether it is known to be whole, without looking."""
        ...

    def awaited(self) -> set[str]:
        """Issuers that must still say what stands."""
        ...


async def whole_register(request: Request) -> None:
    """NotWhole where the register may show somebody who was withdrawn since it was copied."""
    wholeness: Awaits = request.app.state.wholeness
    if wholeness.is_known:
        return
    if await run_in_threadpool(wholeness.awaited):
        raise NotWhole("The register was put back and waits for its issuers; ask again soon.")


class Dated(BaseModel):
    """What every answer from the register says of its own age."""

    edition: str | None = Field(description="The edition that decided what is shown")
    as_of: datetime = Field(description="Withdrawals and corrections are in it up to here")


async def readable(
    request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(MAYBE)]
) -> frozenset[Publication]:
    """Which lists this reader may see: the gateway all of them, everybody the public ones.

    Whoever sends a token of another kind is told so, and not taken for nobody. It waits for
    nothing, so it takes no thread.
    """
    if bearer is None:
        if "authorization" in request.headers:
            raise Unauthenticated("This door reads bearer tokens only.")
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
        raise NoEdition
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
