"""How the register compared with each issuer's own word, for those who watch over it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from services.national_platform.domain.reconciling import MENDED, WHY, Found
from services.national_platform.records import findings
from services.national_platform.records.finding_tables import DifferenceRow, DigestRow
from shared.contract import SlugText
from shared.origin import door, ours
from shared.web.guards import ReadingDep, with_role

PAGE = 20
WHAT_WAS_LOST = ours("The stream may lose a notice; what was lost must be seen by somebody.")
Watcher = with_role("auditor", "operator")
router = APIRouter(tags=["national platform"])


class Difference(BaseModel):
    """One listing on which they differed; by its reference, never by a name."""

    model_config = ConfigDict(from_attributes=True)

    ref: str
    version_there: int | None = Field(description="Its last act that the issuer knows")
    version_here: int | None = Field(description="Its last act that the register knew")


class Kind(BaseModel):
    """All listings that differed in the same way."""

    kind: Found
    count: int
    is_mended: bool = Field(description="Whether the restatement itself has put it right")
    why: str
    first: list[Difference] = Field(description="The first of them, in order of reference")


class Comparison(BaseModel):
    """One digest of an issuer, held against the register."""

    seq: int
    at: datetime
    issuer: str = Field(examples=["court"])
    day: date = Field(description="The day it is about, by the issuer's clock")
    count_there: int
    count_here: int
    outcome: str = Field(
        description="agreed; restating: differed, and the issuer was asked to say everything again;"
        " differs: still, after that; nobody_answered; another_day: too far from today to compare",
        examples=["agreed"],
    )
    differed: list[Kind] = Field(
        description="What was found until then since everything was said again; an act done in"
        " those seconds counts as one that had been missing"
    )


class Comparisons(BaseModel):
    """Comparisons, newest first; `next_before` goes into the next question."""

    comparisons: list[Comparison]
    next_before: int | None


@router.get("/v1/digests", **door(WHAT_WAS_LOST), dependencies=[Watcher])
def digests(
    session: ReadingDep,
    issuer: SlugText | None = None,
    before: Annotated[int | None, Query(ge=1, le=10**15)] = None,
) -> Comparisons:
    """How register and issuers compared, newest first: what was missing, extra or different."""
    rows = findings.digests(session, issuer, before, PAGE)
    named = _by_comparison(findings.differences(session, [row.seq for row in rows]))
    return Comparisons(
        comparisons=[_show(row, named) for row in rows],
        next_before=rows[-1].seq if len(rows) == PAGE else None,
    )


Named = dict[tuple[int, str], list[Difference]]


def _by_comparison(rows: Iterable[DifferenceRow]) -> Named:
    named: Named = defaultdict(list)
    for row in rows:
        named[row.digest_seq, row.kind].append(Difference.model_validate(row))
    return named


def _show(row: DigestRow, named: Named) -> Comparison:
    kinds = [
        Kind(
            kind=(kind := Found(name)),
            count=count,
            is_mended=kind in MENDED,
            why=WHY[kind],
            first=named.get((row.seq, name), []),
        )
        for name, count in sorted(row.found.items())
    ]
    return Comparison(
        seq=row.seq,
        at=row.at,
        issuer=row.issuer,
        day=row.day,
        count_there=row.count_there,
        count_here=row.count_here,
        outcome=row.outcome,
        differed=kinds,
    )
