"""Doors for auditors: the audit log with its hashes, so that they can check the chain."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AwareDatetime, BaseModel

from shared.audit import Line
from shared.house import audit_after, audit_end
from shared.origin import door, ours
from shared.web.guards import Auditor, Now, ReadingDep

router = APIRouter(tags=["every service"])
PAGE, MAX_PAGE = 500, 2_000
CHAIN = ours("Whoever is admitted can check that no line was altered, dropped or put in.")


class LineShown(BaseModel):
    """Who did or tried what, under which rule, when, and what came of it; about nobody."""

    seq: int
    at: AwareDatetime
    actor: str
    act: str
    door: str
    about: str
    rule: str
    other_rules: str
    openness: str
    outcome: str
    hash: str | None

    def line(self) -> Line:
        """The same, as the chain is checked."""
        return Line(**self.model_dump())


class CheckpointShown(BaseModel):
    """How far the log has come; a reader keeps it, and later compares."""

    authority: str
    size: int
    head: str
    at: datetime


class AuditPage(BaseModel):
    """Lines in their order, and where the log ends at this moment."""

    checkpoint: CheckpointShown
    lines: list[LineShown]
    next_after: int


def checkpoint_now(request: Request, session: ReadingDep, now: Now) -> CheckpointShown:
    """Where the log ends; asked before its lines are, which may by then be more but not fewer."""
    size, head = audit_end(session)
    return CheckpointShown(authority=request.app.state.name, size=size, head=head, at=now)


CheckpointDep = Annotated[CheckpointShown, Depends(checkpoint_now)]


@router.get("/v1/audit", **door(CHAIN))
def audit_log(
    auditor: Auditor,
    checkpoint: CheckpointDep,
    session: ReadingDep,
    after: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = PAGE,
) -> AuditPage:
    """The audit log page by page, each line with its hash over itself and the line before."""
    lines = audit_after(session, after, limit)
    shown = [LineShown(**asdict(line)) for line in lines]
    next_after = lines[-1].seq if lines else after
    return AuditPage(checkpoint=checkpoint, lines=shown, next_after=next_after)


@router.get("/v1/audit/checkpoint", **door(CHAIN))
def audit_checkpoint(auditor: Auditor, checkpoint: CheckpointDep) -> CheckpointShown:
    """Number and hash of the last line: whoever keeps them can see if the log is made anew."""
    return checkpoint
