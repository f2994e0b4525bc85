"""The lists in numbers, as open data: as each edition told them, and never live."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from services.national_platform.api.reading import AuthoritiesDep, Current
from services.national_platform.domain.counting import Stay
from services.national_platform.records import editions, statistics
from services.national_platform.records.statistics import (
    BY_CAUSE,
    BY_STAY,
    FIRST_SHOWN,
    STANDING,
    Numbers,
)
from services.national_platform.records.tables import EditionRow
from shared.authorities import Authorities
from shared.contract import Cause, Effect, Publication
from shared.errors import NotFound
from shared.origin import door, ours
from shared.web.guards import ReadingDep

MARK = door(ours("Suppressed and rounded, so nobody can be found."))
EDITIONS_AT_ONCE = 120
COLUMNS = ("edition", "issuer", "list", "measure", "part", "count")
PARTS: dict[str, tuple[str, ...]] = {
    STANDING: ("",),
    FIRST_SHOWN: ("",),
    BY_CAUSE: tuple(Cause),
    BY_STAY: tuple(Stay),
}
router = APIRouter(tags=["national platform"])
Month = Annotated[str, Path(pattern=r"^[0-9]{4}-[0-9]{2}$", examples=["2019-07"])]


class ListInNumbers(BaseModel):
    """One list; null is a number under ten or one that is left out, and never says which."""

    issuer: str
    list: str
    effect: Effect
    publication: Publication
    standing: int | None = Field(description="How many the edition shows")
    first_shown: int | None = Field(description="How many of them no edition had shown before")
    withdrawn_by_cause: dict[Cause, int | None] = Field(
        description="Shown before, and withdrawn since the edition before this one"
    )
    withdrawn_by_stay: dict[Stay, int | None] = Field(
        description="The same ones by how many days they had stood; left out where both together "
        "would tell more than each alone"
    )


class IssuerInNumbers(BaseModel):
    """One issuer: the sum of what is told of its lists, so that it tells no more than they do."""

    issuer: str
    standing_at_least: int


class Statistics(BaseModel):
    """The lists in numbers, rounded to five and nothing under ten."""

    edition: str = Field(description="The edition with which these were counted, once")
    as_of: datetime
    lists: list[ListInNumbers]
    issuers: list[IssuerInNumbers]


@router.get("/v1/statistics", **MARK)
def current(session: ReadingDep, _: Current, authorities: AuthoritiesDep) -> Statistics:
    """The lists in numbers, as this month's first edition tells them until the month turns."""
    (edition,) = editions.counted(session, 1)
    numbers = statistics.told(session, [edition.id])[edition.id]
    return _statistics(edition, numbers, authorities)


@router.get("/v1/statistics/editions/{id}", **MARK)
def of_edition(id: Month, session: ReadingDep, authorities: AuthoritiesDep) -> Statistics:
    """The same as an older edition told them; they do not change any more."""
    found = editions.counted(session, EDITIONS_AT_ONCE)
    edition = next((one for one in found if one.id.startswith(id)), None)
    if edition is None:
        raise NotFound("No edition of that month ever came out, or it came out long ago.")
    told = statistics.told(session, [edition.id])[edition.id]
    return _statistics(edition, told, authorities)


@router.get(
    "/v1/statistics.csv",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/csv": {}}}},
    **MARK,
)
def as_table(session: ReadingDep, authorities: AuthoritiesDep) -> Response:
    """All numbers of the latest editions, one a line, oldest first.

    `measure` is `standing`, `first-shown`, or for withdrawals `cause` or `stay`, whose `part` is
    the cause or the band of days. An empty `count` is under ten or left out.
    """
    shown = [row.id for row in reversed(editions.counted(session, EDITIONS_AT_ONCE))]
    told = statistics.told(session, shown)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for edition_id in shown:
        writer.writerows(_lines(edition_id, told[edition_id], authorities))
    return Response(text.getvalue(), media_type="text/csv")


def _lines(
    edition_id: str, numbers: Numbers, authorities: Authorities
) -> Iterator[tuple[str, str, str, str, str, int | None]]:
    """Every list and every part, whatever was counted: that a line is there says nothing."""
    for issuer in authorities.issuers:
        for one in issuer.lists:
            for measure, parts in PARTS.items():
                for part in parts:
                    number = numbers.get((issuer.slug, one.id, measure, part))
                    yield edition_id, issuer.slug, one.id, measure, part, number


def _statistics(edition: EditionRow, numbers: Numbers, authorities: Authorities) -> Statistics:
    lists = [
        ListInNumbers(
            issuer=issuer.slug,
            list=one.id,
            effect=one.effect,
            publication=one.publication,
            standing=numbers.get((issuer.slug, one.id, STANDING, "")),
            first_shown=numbers.get((issuer.slug, one.id, FIRST_SHOWN, "")),
            withdrawn_by_cause={
                cause: numbers.get((issuer.slug, one.id, BY_CAUSE, cause)) for cause in Cause
            },
            withdrawn_by_stay={
                band: numbers.get((issuer.slug, one.id, BY_STAY, band)) for band in Stay
            },
        )
        for issuer in authorities.issuers
        for one in issuer.lists
    ]
    return Statistics(edition=edition.id, as_of=edition.as_of, lists=lists, issuers=_issuers(lists))


def _issuers(lists: list[ListInNumbers]) -> list[IssuerInNumbers]:
    told: dict[str, int] = {}
    for one in lists:
        told[one.issuer] = told.get(one.issuer, 0) + (one.standing or 0)
    return [IssuerInNumbers(issuer=one, standing_at_least=told[one]) for one in told]
