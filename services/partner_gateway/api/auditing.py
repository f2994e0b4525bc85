"""For the auditor: how much is asked and refused, what is worth a look, how late recalls are."""

from collections import Counter
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from services.partner_gateway import records
from services.partner_gateway.api.auditing_shapes import (
    Burst,
    Fishing,
    Guessing,
    Questions,
    QuestionsCounted,
    RecallLag,
    RecallLags,
    Refusals,
    RefusalsCounted,
    UnusualDay,
)
from services.partner_gateway.api.gate import GateDep
from services.partner_gateway.domain import (
    Limits,
    is_bulk_fishing,
    is_unusual,
    lag_seconds,
    usual,
)
from services.partner_gateway.records import QUESTIONS, REFUSALS
from shared.calendar import LegalDate, legal_day, start_of
from shared.origin import door, ours
from shared.web.guards import Auditor, Now, ReadingDep

router = APIRouter(tags=["auditor and operator"])

SEEN = ours("An auditor sees how much each partner asks, and nobody in it.", floor=True)
FIRST_YEAR, LAST_YEAR = 1900, 2199
Year = Annotated[
    int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR, description="This year if it is left out")
]
On = Annotated[
    LegalDate | None, Query(description="Today if it is left out", examples=["2019-02-03"])
]
DAY = timedelta(days=1)


@router.get("/v1/audit/questions", **door(SEEN))
def audit_questions(
    auditor: Auditor, session: ReadingDep, now: Now, year: Year = None
) -> Questions:
    """Questions of a year by month, partner, measure and outcome."""
    asked = year or legal_day(now).year
    counts = Counter[tuple[str, str, str, str]]()
    for (day, partner, measure, outcome), count in _of_year(session, asked, QUESTIONS):
        counts[_month(day), partner, measure, outcome] += count
    return Questions(
        year=asked,
        questions=[
            QuestionsCounted(
                month=month, partner=partner, measure=measure, outcome=out, count=count
            )
            for (month, partner, measure, out), count in sorted(counts.items())
        ],
    )


@router.get("/v1/audit/refusals", **door(SEEN))
def audit_refusals(auditor: Auditor, session: ReadingDep, now: Now, year: Year = None) -> Refusals:
    """Refusals of a year by month, partner and code."""
    asked = year or legal_day(now).year
    counts = Counter[tuple[str, str, str]]()
    for (day, partner, _, code), count in _of_year(session, asked, REFUSALS):
        counts[_month(day), partner, code] += count
    return Refusals(
        year=asked,
        refusals=[
            RefusalsCounted(month=month, partner=partner, code=code, count=count)
            for (month, partner, code), count in sorted(counts.items())
        ],
    )


@router.get("/v1/audit/fishing", **door(SEEN))
def audit_fishing(
    auditor: Auditor, session: ReadingDep, gate: GateDep, now: Now, on: On = None
) -> Fishing:
    """What is worth a look on one day: bulk questions, guesses behind a mask, unusual rates."""
    day, limits = on or legal_day(now), Limits.of(gate.rules)
    return Fishing(
        on=day,
        hours_until=records.hours_until(session),
        bursts=_bursts(session, day, limits),
        guessing=_guessing(session),
        unusual=_unusual_days(session, day, limits),
    )


@router.get("/v1/audit/recalls", **door(SEEN))
def audit_recalls(auditor: Auditor, session: ReadingDep, now: Now) -> RecallLags:
    """How many recalls each partner has not answered, and how long it took for the others."""
    lags = []
    for one in records.recall_lags(session):
        oldest = one.oldest_open_at
        lags.append(RecallLag.of(one, lag_seconds(oldest, now) if oldest else None))
    return RecallLags(as_of=now, partners=lags)


def _of_year(
    session: Session, year: int, source: records.Source
) -> list[tuple[tuple[date, str, str, str], int]]:
    counts = records.counted(session, source, date(year, 1, 1), date(year + 1, 1, 1))
    return list(counts.items())


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _bursts(session: Session, day: date, limits: Limits) -> list[Burst]:
    first, last = start_of(day - limits.usual_rate_days * DAY), start_of(day + DAY)
    hours = records.hours_within(session, first, last)
    today = start_of(day)
    before: dict[str, list[int]] = {}
    for hour in hours:
        if hour.began_at < today:
            before.setdefault(hour.partner, []).append(hour.parties)
    return [
        Burst(
            partner=hour.partner,
            began_at=hour.began_at,
            parties=hour.parties,
            listed=hour.listed,
            usual=usual(before.get(hour.partner, ())),
        )
        for hour in hours
        if hour.began_at >= today
        and is_bulk_fishing(hour.parties, hour.listed, before.get(hour.partner, ()), limits)
    ]


def _guessing(session: Session) -> list[Guessing]:
    pairs, alerts = records.guessed_pairs(session), records.alerts_raised(session)
    return [
        Guessing(partner=one, pairs=pairs.get(one, 0), alerts=alerts.get(one, 0))
        for one in sorted({*pairs, *alerts})
    ]


def _unusual_days(session: Session, day: date, limits: Limits) -> list[UnusualDay]:
    first = day - limits.usual_rate_days * DAY
    asked = Counter[tuple[str, date]]()
    for (on, partner, _, _), count in records.counted(session, QUESTIONS, first, day + DAY).items():
        asked[partner, on] += count
    days = [first + number * DAY for number in range(limits.usual_rate_days)]
    found = []
    for partner in sorted({partner for partner, on in asked if on == day}):
        before = [asked[partner, one] for one in days]
        if is_unusual(asked[partner, day], before, limits):
            found.append(
                UnusualDay(partner=partner, asked=asked[partner, day], usual=usual(before))
            )
    return found
