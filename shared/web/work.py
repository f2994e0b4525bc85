"""One officer at one door: the transaction, the signature, and the audit line that goes with it."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from shared.access import Caller
from shared.house import AuditLine, write_audit
from shared.signature import Signature
from shared.web.guards import Now, SessionDep, with_role


@dataclass(frozen=True, slots=True)
class Work:
    """What an officer does at a door, inside one transaction."""

    session: Session
    signed: Signature
    door: str

    def done(self, about: str) -> None:
        """Leave an audit line in the act's own transaction."""
        write_audit(
            self.session,
            AuditLine(
                at=self.signed.at,
                actor=self.signed.by,
                door=self.door,
                about=about,
                outcome="done",
            ),
        )


def work_of(*roles: str) -> Any:
    """A dependency that lets in officers with one of the roles and gives them their work."""
    guard = with_role(*roles)

    def at_the_door(
        request: Request, session: SessionDep, now: Now, caller: Caller = guard
    ) -> Work:
        door = f"{request.method} {request.scope['route'].path}"
        return Work(session, Signature(caller.subject, now), door)

    return Depends(at_the_door)


ClerkWork = Annotated[Work, work_of("clerk")]
ReviewerWork = Annotated[Work, work_of("reviewer")]
AppealsWork = Annotated[Work, work_of("appeals")]
OfficerWork = Annotated[Work, work_of("clerk", "reviewer", "appeals")]
