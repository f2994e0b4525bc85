"""What the locality shows to everybody, and what waits for its officers."""

from collections import Counter

from fastapi import APIRouter, Request

from services.locality.api.public_shapes import (
    GradeCount,
    LocalRulebook,
    LocalStatistics,
    LocalTask,
    LocalWorklist,
    StackCount,
)
from services.locality.api.visits import OfficeDep
from services.locality.domain.score import score
from services.locality.records import events, penalties, residents
from shared.authorities import Authority
from shared.calendar import legal_day
from shared.origin import door, ours, rule
from shared.procedure.shapes import Contact
from shared.rulebook.rows import Text
from shared.statistics import coarse
from shared.web.guards import Now, Officer, ReadingDep

router = APIRouter(tags=["same at every authority"])


@router.get("/v1/rulebook", **door(ours("The rules are public, with how sure each one is.")))
def rulebook(office: OfficeDep) -> LocalRulebook:
    """The scheme of this place and the rules around it, each with its source and confidence."""
    return LocalRulebook.of(office)


@router.get("/v1/contact", **door(rule("Every notice says where to contest.")))
def contact(request: Request, office: OfficeDep) -> Contact:
    """Where and how to contest, and who operates this service."""
    authority: Authority = request.app.state.authority
    return Contact(
        authority=authority.slug,
        title=Text(en=authority.title.en, zh=authority.title.zh),
        operator=authority.operator.title.en,
        object_at="/v1/objections",
        own_file_at="/v1/me/file",
        reviewing_body=office.rules.word("reviewing-body"),
    )


@router.get("/v1/statistics", **door(ours("Suppressed and rounded, so nobody can be found.")))
def statistics(session: ReadingDep, office: OfficeDep, now: Now) -> LocalStatistics:
    """How many have which grade; counts under ten are not told, others are rounded."""
    scored = events.events_of_consenting(session, legal_day(now))
    grades = Counter(score(office.scheme, found).grade for found in scored.values())
    return LocalStatistics(
        authority=office.slug,
        rules=office.heading(),
        on=legal_day(now),
        residents=coarse(residents.count(session)),
        consenting=coarse(len(scored)),
        grades=[
            GradeCount(grade=band.grade, residents=coarse(grades[band.grade]))
            for band in office.scheme.grades.bands
        ],
        stacked=_stacked(penalties.counts(session)),
    )


@router.get("/v1/worklist", **door(ours("So that no deadline is forgotten.")))
def worklist(officer: Officer, session: ReadingDep, now: Now) -> LocalWorklist:
    """Objections that wait for a decision, the most urgent first; then residents to be told."""
    tasks = [LocalTask.of(objection) for objection in events.objections_waiting(session)]
    untold = events.waiting_to_be_told(session, legal_day(now))
    return LocalWorklist(tasks=[*tasks, *(LocalTask.to_tell(event) for event in untold)])


def _stacked(counts: list[int]) -> list[StackCount]:
    acts = Counter(counts)
    return [StackCount(penalties=many, acts=coarse(acts[many])) for many in sorted(acts)]
