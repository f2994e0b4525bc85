"""One officer at one door: the transaction, the signature, and the audit line that goes with it."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from shared.access import Caller
from shared.audit import NO_RULE, Applied
from shared.house import Entry, write_audit
from shared.signature import Signature
from shared.web.guards import Now, SessionDep, with_role


@dataclass(frozen=True, slots=True)
class Work:
    """What an officer does at a door, inside one transaction."""

    session: Session
    signed: Signature
    door: str
    act: str = ""

    def done(self, about: str, applied: Applied = NO_RULE, act: str = "") -> None:
        """Leave an audit line in the act's own transaction: which officer, under which rule."""
        said = act or self.act
        entry = Entry(self.signed.at, self.signed.by, said, self.door, about, applied=applied)
        write_audit(self.session, entry)


def work_of(*roles: str) -> Any:
    """A dependency that lets in officers with one of the roles and gives them their work."""
    guard = with_role(*roles)

    def at_the_door(
        request: Request, session: SessionDep, now: Now, caller: Caller = guard
    ) -> Work:
        route = request.scope["route"]
        signed = Signature(caller.subject, now)
        return Work(session, signed, f"{request.method} {route.path}", route.name)

    return Depends(at_the_door)


ClerkWork = Annotated[Work, work_of("clerk")]
ReviewerWork = Annotated[Work, work_of("reviewer")]
AppealsWork = Annotated[Work, work_of("appeals")]
OfficerWork = Annotated[Work, work_of("clerk", "reviewer", "appeals")]
