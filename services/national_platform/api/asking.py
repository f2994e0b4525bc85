"""How often one address may ask, at every door where names are looked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request, Response
from sqlalchemy.orm import Session

from services.national_platform.api.reading import Current
from shared.web.guards import Now, ReadingDep
from shared.web.rates import Policy, Rates, address_of

SEARCHES = Policy("searches", quota=300, window_seconds=60)

ANONYMOUS = (
    "Searches here are anonymous: nobody is asked who they are and no question is kept, so nobody"
    " who is listed can be told who looked for them."
)


async def take_turn(request: Request, response: Response) -> None:
    """Count one question; TooManyRequests when they were too many."""
    response.headers.update(rates_of(request).take(address_of(request)))


def rates_of(request: Request) -> Rates:
    """The buckets of this service."""
    found: Rates = request.app.state.searches
    return found


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody's question: where to look, at what time, in which edition."""

    session: Session
    now: datetime
    edition: str


async def question(
    _: Annotated[None, Depends(take_turn)], session: ReadingDep, now: Now, edition: Current
) -> Asking:
    """One that may be answered: not too often, and not before the first edition."""
    return Asking(session, now, edition.id)


Asked = Annotated[Asking, Depends(question)]
