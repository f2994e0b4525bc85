"""What the locality shows to everybody, and what waits for its officers."""

from collections import Counter

from fastapi import APIRouter, Request

from services.locality.api.public_shapes import (
    GradeCount,
    LocalContact,
    LocalRulebook,
    LocalStatistics,
    StackCount,
)
from services.locality.api.visits import OfficeDep
from services.locality.domain.score import score
from services.locality.records import events, penalties, residents
from shared.authorities import Authority
from shared.calendar import legal_day
from shared.origin import door, ours, rule
from shared.procedure.doors import DeskDep
from shared.procedure.public_doors import list_counts
from shared.procedure.rule_doors import AsOf, BookDep, asked_for, show_rules
from shared.rulebook import Rules, Text
from shared.statistics import coarse
from shared.web.guards import Now, ReadingDep

router = APIRouter(tags=["same at every authority"])


@router.get("/v1/rulebook", **door(ours("The rules are public, with how sure each one is.")))
def rulebook(
    office: OfficeDep, book: BookDep, request: Request, as_of: AsOf = None
) -> LocalRulebook:
    """The scheme of this place and the rules around it on one day, each with its source."""
    rules = asked_for(book, office.rules, as_of)
    own: Rules = request.app.state.local_rulebook.as_of(rules.as_of)
    return LocalRulebook.of(
        office, rules, show_rules(own, office.rules.as_of) if own.rows else None
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
        rules=office.heading(),
        on=legal_day(now),
        residents=coarse(residents.count(session)),
        consenting=coarse(len(scored)),
        grades=[
            GradeCount(grade=band.grade, residents=coarse(grades[band.grade]))
            for band in office.scheme.grades.bands
        ],
        stacked=_stacked(penalties.counts(session)),
        lists=list_counts(session, desk.rules, legal_day(now)),
    )


def _stacked(counts: list[int]) -> list[StackCount]:
    acts = Counter(counts)
    return [StackCount(penalties=many, acts=coarse(acts[many])) for many in sorted(acts)]
