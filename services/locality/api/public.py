"""What the locality shows to everybody, and what waits for its officers."""

from collections import Counter

from fastapi import APIRouter, Request

from services.locality.api.shapes import (
    GradeCount,
    LocalContact,
    LocalRulebook,
    LocalStatistics,
    LocalTask,
    LocalWorklist,
)
from services.locality.api.visits import OfficeDep
from services.locality.domain.score import score
from services.locality.records import batches, events, residents
from shared.authorities import Authority
from shared.calendar import legal_day
from shared.origin import door, ours, rule
from shared.procedure.doors import DeskDep
from shared.procedure.public_doors import list_counts, show_rules, tasks_waiting
from shared.procedure.shapes import RuleShown
from shared.rulebook.rows import Text
from shared.statistics import coarse
from shared.web.guards import Now, Officer, ReadingDep

router = APIRouter(tags=["same at every authority"])


@router.get("/v1/rulebook", **door(ours("The rules are public, with how sure each one is.")))
def rulebook(office: OfficeDep, desk: DeskDep) -> LocalRulebook:
    """The scheme of this place and the rules around it, each with its source and confidence."""
    rules = office.rules
    return LocalRulebook(
        authority=office.slug,
        heading=office.heading(),
        as_of=rules.as_of,
        rules=[RuleShown(**row.model_dump()) for row in rules.rows.values()],
        scheme=office.scheme,
        local_list=show_rules(desk.rules) if desk.rules.rows else None,
    )


@router.get("/v1/contact", **door(rule("Every notice says where to contest.")))
def contact(request: Request, office: OfficeDep) -> LocalContact:
    """Where and how to contest, and who operates this service."""
    authority: Authority = request.app.state.authority
    return LocalContact(
        authority=authority.slug,
        title=Text(en=authority.title.en, zh=authority.title.zh),
        operator=authority.operator.title.en,
        object_at="/v1/objections",
        object_to_event_at="/v1/events/{id}/objections",
        own_file_at="/v1/me/file",
        reviewing_body=office.rules.word("reviewing-body"),
    )


@router.get("/v1/statistics", **door(ours("Suppressed and rounded, so nobody can be found.")))
def statistics(session: ReadingDep, office: OfficeDep, desk: DeskDep, now: Now) -> LocalStatistics:
    """How many have which grade; counts under ten are not told, others are rounded."""
    scored = events.events_of_consenting(session, legal_day(now))
    grades = Counter(score(office.scheme, found).grade for found in scored.values())
    return LocalStatistics(
        authority=office.slug,
        on=legal_day(now),
        residents=coarse(residents.count(session)),
        consenting=coarse(len(scored)),
        grades=[
            GradeCount(grade=band.grade, residents=coarse(grades[band.grade]))
            for band in office.scheme.grades.bands
        ],
        lists=list_counts(session, desk.rules, legal_day(now)),
    )


@router.get("/v1/worklist", **door(ours("So that no deadline is forgotten.")))
def worklist(officer: Officer, session: ReadingDep, desk: DeskDep, now: Now) -> LocalWorklist:
    """What waits for an officer: objections, bundles of paper, steps towards a local listing."""
    about_events = [LocalTask.of(one) for one in events.objections_waiting(session)]
    paper = [LocalTask.of_batch(*one) for one in batches.open_batches(session)]
    tasks = tasks_waiting(session, desk, legal_day(now))
    return LocalWorklist(tasks=[*about_events, *paper, *map(LocalTask.of_task, tasks)])
