"""FastAPI dependencies: the transaction, the clock, and who is asking.

Those that wait for nothing are `async`: FastAPI gives every other one to a thread, which takes
longer than what they do.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Protocol

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.orm import Session

from shared.access import Caller, PartyCaller, party_of
from shared.errors import Forbidden, Unauthenticated
from shared.identifiers import IdNumber

WHAT = "A short-lived token for this service only."
BEARER = HTTPBearer(auto_error=False, description=WHAT)
# For doors that tell everybody something and some more; the OpenAPI document calls it optional.
MAYBE = HTTPBearer(auto_error=False, description=WHAT, scheme_name="MaybeBearer")


class Checks(Protocol):
    """Something that knows which tokens a service accepts."""

    def check(self, token: str) -> Caller:
        """The caller behind a token; Unauthenticated otherwise."""
        ...


def open_session(request: Request) -> Iterator[Session]:
    """One transaction a request, committed before the answer leaves."""
    with request.app.state.database.write() as session:
        yield session


def open_reading(request: Request) -> Iterator[Session]:
    """A view of the tables that blocks no writer."""
    with request.app.state.database.read() as session:
        yield session


async def present(request: Request) -> datetime:
    """The instant by this service's clock."""
    now: datetime = request.app.state.clock.now()
    return now


# `scope="function"`: a failing commit must reach the client as an error, not after a 201.
SessionDep = Annotated[Session, Depends(open_session, scope="function")]
ReadingDep = Annotated[Session, Depends(open_reading, scope="function")]
Now = Annotated[datetime, Depends(present)]


def token_at(request: Request) -> str:
    """The bearer token sent with a request; Unauthenticated if there is none."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Unauthenticated("This door needs a bearer token.")
    return token.strip()


def caller_at(request: Request) -> Caller:
    """Whoever holds the token sent with a request."""
    verifier: Checks = request.app.state.verifier
    caller = verifier.check(token_at(request))
    request.state.caller = caller
    return caller


async def caller_of(
    request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]
) -> Caller:
    """The same as a dependency, which names the bearer token in the OpenAPI document."""
    return caller_at(request)


CallerDep = Annotated[Caller, Depends(caller_of)]


GUARDS: dict[Any, tuple[str, ...]] = {}  # read by the test that every door is guarded


def with_role(*roles: str) -> Any:
    """A dependency that lets in callers of this service's own who have one of the roles."""

    async def guard(request: Request, caller: CallerDep) -> Caller:
        if caller.issuer != request.app.state.name or not caller.roles.intersection(roles):
            raise Forbidden("Your role does not open this door.", code="role_missing")
        return caller

    GUARDS[guard] = roles
    return Depends(guard)


Clerk = Annotated[Caller, with_role("clerk")]
Reviewer = Annotated[Caller, with_role("reviewer")]
Appeals = Annotated[Caller, with_role("appeals")]
Officer = Annotated[Caller, with_role("clerk", "reviewer", "appeals")]
Auditor = Annotated[Caller, with_role("auditor")]
Operator = Annotated[Caller, with_role("operator")]


async def party_calling(caller: CallerDep) -> PartyCaller:
    """The party whose own token this is."""
    return party_of(caller)


Party = Annotated[PartyCaller, Depends(party_calling)]


def whole_number(party: PartyCaller) -> IdNumber:
    """The party's whole number; only authorities and the gateway are told it."""
    if party.id_number is None:
        raise Unauthenticated("This token names no identifier.")
    return party.id_number
