"""What an authority shows to everybody, and what waits for its officers."""

from dataclasses import asdict
from datetime import date

from fastapi import APIRouter, Request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.authorities import Authority
from shared.calendar import legal_day
from shared.ledger.acts import ListingRow, standing_on
from shared.origin import door, ours, rule
from shared.procedure import records, shapes
from shared.procedure.casework import Casework, HasStatistics, HasTasks
from shared.procedure.doors import DeskDep
from shared.procedure.steps import Objection, Proposal
from shared.rulebook import ListRule, Rules, Text
from shared.statistics import coarse
from shared.web.guards import Now, Officer, ReadingDep

router = APIRouter(tags=["same at every authority"])


@router.get("/v1/rulebook", **door(ours("The rules are public, with how sure each one is.")))
def rulebook(desk: DeskDep) -> shapes.RulebookShown:
    """The rules in force here, each with its legal basis, source and confidence."""
    return show_rules(desk.rules)


@router.get("/v1/contact", **door(rule("Every notice says where to contest.")))
def contact(request: Request) -> shapes.Contact:
    """Where and how to contest, and who operates this service."""
    authority: Authority = request.app.state.authority
    rules: Rules = request.app.state.desk.rules
    return shapes.Contact(
        authority=authority.slug,
        title=Text(en=authority.title.en, zh=authority.title.zh),
        operator=authority.operator.title.en,
        object_at="/v1/objections",
        own_file_at="/v1/me/file",
        reviewing_body=rules.word("reviewing-body"),
    )


@router.get("/v1/statistics", **door(ours("Suppressed and rounded, so nobody can be found.")))
def statistics(session: ReadingDep, desk: DeskDep, now: Now) -> shapes.Statistics:
    """How many stand on each list, and why others were withdrawn."""
    lists = [row.id for row in desk.rules.rows.values() if isinstance(row.value, ListRule)]
    today = legal_day(now)
    counts = [_count(session, list_id, today) for list_id in lists]
    own = _own_counts(session, desk.casework, today)
    return shapes.Statistics(authority=desk.issuer, on=today, lists=counts, standing_by=own)


@router.get("/v1/worklist", **door(ours("So that no deadline is forgotten.")))
def worklist(officer: Officer, session: ReadingDep, desk: DeskDep, now: Now) -> shapes.Worklist:
    """What waits for an officer here, the most urgent first."""
    objections = records.objections_waiting(session)
    tasks = [_objection_task(session, desk.rules, waiting) for waiting in objections]
    if isinstance(desk.casework, HasTasks):
        own = desk.casework.tasks(session, legal_day(now))
        tasks += [shapes.Task(**asdict(waiting)) for waiting in own]
    tasks += [_proposal_task(waiting) for waiting in records.work_waiting(session)]
    return shapes.Worklist(tasks=[_dated(task, legal_day(now)) for task in tasks])


def show_rules(rules: Rules) -> shapes.RulebookShown:
    """A rulebook as the public reads it."""
    return shapes.RulebookShown(
        authority=rules.rulebook,
        heading=rules.heading(),
        as_of=rules.as_of,
        rules=[shapes.RuleShown(**row.model_dump()) for row in rules.rows.values()],
    )


def _count(session: Session, list_id: str, today: date) -> shapes.ListCount:
    on_list = select(func.count()).select_from(ListingRow).where(ListingRow.list == list_id)
    standing = on_list.where(standing_on(today))
    ended = (
        select(ListingRow.cause, func.count())
        .where(ListingRow.list == list_id, ListingRow.cause.is_not(None))
        .group_by(ListingRow.cause)
    )
    return shapes.ListCount(
        list=list_id,
        standing=coarse(session.scalar(standing) or 0),
        withdrawn={str(cause): coarse(count) for cause, count in session.execute(ended)},
    )


def _own_counts(
    session: Session, casework: Casework, today: date
) -> dict[str, dict[str, int | None]]:
    if not isinstance(casework, HasStatistics):
        return {}
    return {
        name: {value: coarse(count) for value, count in counts.items()}
        for name, counts in casework.counts(session, today).items()
    }


def _dated(task: shapes.Task, today: date) -> shapes.Task:
    """The task, marked where its last day has passed."""
    is_overdue = task.due_on is not None and task.due_on < today
    return task.model_copy(update={"is_overdue": is_overdue})


def _proposal_task(waiting: Proposal) -> shapes.Task:
    what = {"proposed": "approve or refuse", "approved": "notify the party"}[waiting.state]
    return shapes.Task(
        what=what,
        id=waiting.id,
        list=waiting.list,
        ground=waiting.ground,
        since=waiting.proposed_at,
        due_on=None,
    )


def _review_by(waiting: Objection, rules: Rules) -> date | None:
    """The last day for the body above, where the rules give it one."""
    if waiting.review_asked_at is None or "review-decision-term" not in rules.rows:
        return None
    return rules.after(legal_day(waiting.review_asked_at), "review-decision-term")


def _objection_task(session: Session, rules: Rules, waiting: Objection) -> shapes.Task:
    proposal = records.proposal(session, waiting.proposal_id)
    return shapes.Task(
        what="decide the objection" if waiting.is_open else "review the decision",
        id=waiting.id,
        list=proposal.list if proposal else "",
        ground=proposal.ground if proposal else "",
        since=waiting.raised_at,
        due_on=waiting.decide_by if waiting.is_open else _review_by(waiting, rules),
    )
