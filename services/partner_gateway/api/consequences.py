"""The ledger of consequences: how many people a measure met, as far as the gateway can know."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from services.partner_gateway.api.gate import GateDep
from services.partner_gateway.domain import Affected, Force, Measure, Mou
from services.partner_gateway.records import Applied, Counted
from shared.calendar import legal_day
from shared.contract import Effect
from shared.origin import door, ours
from shared.rulebook import Text
from shared.rulebook.rules import heading_over
from shared.statistics import ROUNDED_TO, SMALLEST_SHOWN, coarse, middle_months, named
from shared.web.guards import Now

router = APIRouter(tags=["everybody"])
WHY = ours("What measures did to people is counted, each side telling only what it knows.")
NOT_KNOWN = (
    Text(
        en="Whether a partner did what the answer allowed: it is told what may be done, and does"
        " not report back.",
        zh="合作方是否实际采取了措施：网关只告知可以做什么，合作方并不回报。",
    ),
    Text(
        en="How many people stand behind each group that a measure reaches besides: the groups are"
        " known, their members are not.",
        zh="每项措施所波及群体的人数：网关只知道有哪些群体，不知道其成员。",
    ),
    Text(
        en="Who was turned away without a question here: by the public register, by a copy of it,"
        " or by a measure that nobody asks about.",
        zh="有多少人未经本网关查询即被拒绝：依据公示名录、其副本，或无人在此查询的措施。",
    ),
    Text(
        en="Who never tried to book, bid or borrow because of being listed.",
        zh="有多少人因被列入名单而根本没有尝试预订、投标或借款。",
    ),
    Text(
        en="Whether one person was met by several measures: the numbers are by measure, and are"
        " never added up across them or joined with what an authority knows.",
        zh="同一人是否受到多项措施影响：各项分别计数，从不相加，也不与任何机关所掌握的数据合并。",
    ),
)


class MonthCounted(BaseModel):
    """One month; null is a number under ten."""

    month: Annotated[str, Field(examples=["2019-02"])]
    parties: int | None


class Consequence(BaseModel):
    """One measure under one agreement, and how many distinct parties it met in each month.

    No sum over months stands beside them: together they could tell a number more closely.
    """

    measure: str
    mou: str
    mou_title: Text
    effect: Effect
    force: Force
    content: Text
    months_standing: Annotated[
        int | None,
        Field(
            description="For how many months the listings behind it stand, as they were told: the"
            " middle one; null where no month is told. Some were withdrawn earlier"
        ),
    ]
    also_affects: list[Affected]
    groups_also_affected: int
    months: list[MonthCounted]


class Consequences(BaseModel):
    """All measures in force. The present month is never told, and a month once told stays so."""

    heading: str
    rules_as_of: date
    first_month: str | None
    last_month: str | None
    suppressed_below: int
    rounded_to: int
    is_being_counted: bool
    not_known: list[Text]
    consequences: list[Consequence]


def counted_of(request: Request) -> Counted:
    """What the service's duties have counted last; nothing yet, just after a start."""
    counted: Callable[[], Counted] = request.app.state.counted
    return counted()


@router.get("/v1/consequences", **door(WHY))
def consequences(
    counted: Annotated[Counted, Depends(counted_of)], gate: GateDep, now: Now
) -> Consequences:
    """How many distinct parties were answered with a confirmed listing, by measure and month.

    Rounded to five and nothing under ten. Whole months only: the ledger never moves with a
    question. It is counted when a month has passed, and `is_being_counted` until that is done.
    `not_known` says what the gateway cannot tell.
    """
    in_force = gate.agreements.in_force()
    shown = [_consequence(mou, measure, counted) for mou, measure in in_force]
    months = [named(one) for one in counted.months]
    this_month = legal_day(now).replace(day=1)
    return Consequences(
        heading=heading_over(measure.confidence for _, measure in in_force),
        rules_as_of=gate.agreements.as_of,
        first_month=months[0] if months else None,
        last_month=months[-1] if months else None,
        suppressed_below=SMALLEST_SHOWN,
        rounded_to=ROUNDED_TO,
        is_being_counted=counted.counted_in != this_month,
        not_known=list(NOT_KNOWN),
        consequences=shown,
    )


def _consequence(mou: Mou, measure: Measure, counted: Counted) -> Consequence:
    key = (measure.id, mou.id)
    months = _by_month(key, counted)
    is_told = any(one.parties is not None for one in months)
    return Consequence(
        measure=measure.id,
        mou=mou.id,
        mou_title=mou.title,
        effect=mou.effect,
        force=measure.force,
        content=measure.content,
        months_standing=middle_months(counted.found.lengths.get(key, {})) if is_told else None,
        also_affects=list(measure.also_affects),
        groups_also_affected=len(measure.also_affects),
        months=months,
    )


def _by_month(key: Applied, counted: Counted) -> list[MonthCounted]:
    by_month = counted.found.by_month
    return [
        MonthCounted(month=named(one), parties=coarse(by_month.get((*key, one), 0)))
        for one in counted.months
    ]
