"""How each officer decides where a rule leaves something to judge, for an auditor to compare.

Two officers may decide the same facts differently on a row that is `assessed` or `open`, both
lawfully. Where a row is `fixed` the facts are checked by the rule alone, the same for everybody; a
refusal there is no judgement of the facts, so such rows stand apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from shared.house import AuditLine
from shared.origin import door, ours
from shared.procedure.doors import DeskDep
from shared.procedure.records import ProposalRow
from shared.procedure.verdicts import (
    APPROVE,
    DISMISS,
    DISMISS_REVIEW,
    REFUSE,
    UPHOLD,
    UPHOLD_REVIEW,
)
from shared.rulebook.rows import Openness
from shared.statistics import SMALLEST_SHOWN
from shared.web.guards import Auditor, ReadingDep

router = APIRouter(tags=["same at every authority"])

FIELDS = {
    APPROVE: "approved",
    REFUSE: "refused",
    UPHOLD: "upheld",
    DISMISS: "dismissed",
    UPHOLD_REVIEW: "upheld_on_review",
    DISMISS_REVIEW: "dismissed_on_review",
}


class OfficerCounts(BaseModel):
    """How often one officer decided which way under one row."""

    officer: str
    approved: int = 0
    refused: int = 0
    upheld: int = 0
    dismissed: int = 0
    upheld_on_review: int = 0
    dismissed_on_review: int = 0
    says_little: Annotated[
        bool, Field(description=f"Fewer than {SMALLEST_SHOWN} decisions: chance alone may differ")
    ]


class RowCounts(BaseModel):
    """How officers decided under one row."""

    rule: str
    openness: str
    decided_both_ways: Annotated[
        int,
        Field(description="Parties and cases that one officer refused and another approved"),
    ]
    officers: list[OfficerCounts]


class Divergence(BaseModel):
    """Counts of decisions, exact and without any rate; about officers, never about parties."""

    authority: str
    left_to_judge: list[RowCounts]
    fixed: list[RowCounts]


Counts = Mapping[tuple[str, str], Mapping[str, Mapping[str, int]]]


@router.get(
    "/v1/audit/divergence",
    **door(ours("Where a rule is open, a reader should see how differently it is used.")),
)
def divergence(auditor: Auditor, session: ReadingDep, desk: DeskDep) -> Divergence:
    """How each officer decided under each row, and how many cases were decided both ways."""
    both_ways = _decided_both_ways(session)
    rows = [_row(key, officers, both_ways) for key, officers in sorted(_counts(session).items())]
    return Divergence(
        authority=desk.issuer,
        left_to_judge=[row for row in rows if row.openness in (Openness.ASSESSED, Openness.OPEN)],
        fixed=[row for row in rows if row.openness == Openness.FIXED],
    )


def _counts(session: Session) -> Counts:
    """By row and its openness at the time, by officer, by act."""
    columns = (AuditLine.rule, AuditLine.openness, AuditLine.actor, AuditLine.act)
    decided = (
        select(*columns, func.count())
        .where(AuditLine.act.in_(FIELDS), AuditLine.outcome == "done", AuditLine.rule != "")
        .group_by(*columns)
    )
    found: defaultdict[tuple[str, str], defaultdict[str, dict[str, int]]]
    found = defaultdict(lambda: defaultdict(dict))
    for rule, openness, actor, act, count in session.execute(decided):
        found[rule, openness][actor][FIELDS[act]] = count
    return found


def _decided_both_ways(session: Session) -> Mapping[str, int]:
    """By ground: how often the same party and case was refused by one and approved by another."""
    refused = func.sum(case((ProposalRow.refusal_reasons.is_not(None), 1), else_=0))
    same = (
        select(ProposalRow.ground)
        .where(ProposalRow.decided_by.is_not(None))
        .group_by(ProposalRow.ground, ProposalRow.basis, ProposalRow.id_number)
        .having(refused.between(1, func.count() - 1))
        .having(func.count(ProposalRow.decided_by.distinct()) > 1)
        .subquery()
    )
    counted = select(same.c.ground, func.count()).group_by(same.c.ground)
    return {str(ground): int(count) for ground, count in session.execute(counted)}


def _row(
    key: tuple[str, str],
    officers: Mapping[str, Mapping[str, int]],
    both_ways: Mapping[str, int],
) -> RowCounts:
    rule, openness = key
    return RowCounts(
        rule=rule,
        openness=openness,
        decided_both_ways=both_ways.get(rule, 0),
        officers=list(_officers(officers)),
    )


def _officers(officers: Mapping[str, Mapping[str, int]]) -> Iterable[OfficerCounts]:
    for name, counts in sorted(officers.items()):
        says_little = sum(counts.values()) < SMALLEST_SHOWN
        yield OfficerCounts(officer=name, says_little=says_little, **counts)
