"""The door at which officers see what waits for them."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from shared.calendar import legal_day
from shared.origin import door, ours
from shared.procedure import shapes
from shared.procedure.casework import HasTasks
from shared.procedure.doors import DeskDep
from shared.procedure.waiting import (
    DECIDE_OBJECTION,
    DECIDE_PROPOSAL,
    NOTIFY,
    RENEW,
    REVIEW_DECISION,
    Asked,
)
from shared.procedure.worklist import NEVER, Place, Task, Terms, code_of, own_tasks, page_of
from shared.web.guards import Now, Officer, ReadingDep

router = APIRouter(tags=["same at every authority"])
PAGE, MAX_PAGE, MAX_CURSOR = 100, 500, 400


def wanted(
    after: Annotated[
        str | None, Query(max_length=MAX_CURSOR, description="A page's `next`")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = PAGE,
    what: Annotated[
        str | None,
        Query(pattern="^[a-z0-9-]{1,64}$", description="Only tasks of this `code`"),
    ] = None,
) -> tuple[Place | None, int, str | None]:
    """Which page is asked for."""
    return (Place.read(after) if after else None), limit, what


Wanted = Annotated[tuple[Place | None, int, str | None], Depends(wanted)]


@router.get("/v1/worklist", **door(ours("So that no deadline is forgotten.")))
def worklist(
    officer: Officer, session: ReadingDep, desk: DeskDep, now: Now, page: Wanted
) -> shapes.Worklist:
    """What waits for an officer here, each with its last day, the most urgent first."""
    after, limit, what = page
    today = legal_day(now)
    waiting = desk.casework.tasks(session, today) if isinstance(desk.casework, HasTasks) else []
    asked = Asked(session, Terms(desk.rules, today), after, limit + 1)
    sources = {
        DECIDE_PROPOSAL: asked.proposals(),
        NOTIFY: asked.notifications(),
        DECIDE_OBJECTION: asked.objections(),
        REVIEW_DECISION: asked.reviews(),
        RENEW: asked.endings({one.id for one in waiting}, desk.may_renew),
    }
    chosen = [source for name, source in sources.items() if what in (None, code_of(name))]
    if after is not None and after.due_on == NEVER:
        chosen = []  # each of them has a last day
    found = page_of([*chosen, iter(own_tasks(waiting, after, what))], limit)
    shown = [_shown(task, is_overdue=today > task.place.due_on) for task in found.tasks]
    return shapes.Worklist(tasks=shown, next=found.next)


def _shown(task: Task, *, is_overdue: bool) -> shapes.Task:
    words = asdict(task.waiting)
    return shapes.Task(**words, code=task.place.code, term=task.term, is_overdue=is_overdue)
