"""The door to one authority's side of the ledger of consequences."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request

from shared.authorities import Authority
from shared.calendar import add_months
from shared.contract import Cause
from shared.origin import Origin, door, ours
from shared.procedure.casework import Bracket
from shared.procedure.consequences.brackets import ALL
from shared.procedure.consequences.counting import (
    BEFORE,
    NOT_YET,
    ON_ITS_DAY,
    ONLY_AFTER,
    brackets_behind,
)
from shared.procedure.consequences.shapes import (
    AskedMonth,
    AuthorityConsequences,
    BracketCounted,
    EndedMonth,
    ListConsequences,
    ListedMonth,
)
from shared.procedure.consequences.tables import Part, Told, told
from shared.procedure.desk import Desk
from shared.procedure.doors import AuthorityDep, DeskDep
from shared.rulebook import ListRule, Text
from shared.statistics import ROUNDED_TO, SMALLEST_SHOWN, named, settled_day
from shared.web.guards import Now, ReadingDep

router = APIRouter(tags=["same at every authority"])
WHY = ours("What listing did to people is counted, each side telling only what it knows.")
NOT_KNOWN: Final = (
    Text(
        en="Whether somebody heard of a listing in another way: by the notice, at a counter, or by"
        " being refused. Known is only who opened the own file here.",
        zh="当事人是否以其他方式得知：通过告知书、在柜台，或在被拒绝时。此处只知道谁在本机关打开过自己的档案。",
    ),
    Text(
        en="What a partner did with an answer, and which measure it asked for: a question says"
        " neither who asks nor why.",
        zh="合作方如何使用答复，以及为哪项措施询问：询问中既不说明由谁提出，也不说明原因。",
    ),
    Text(
        en="Who was turned away by the public register or a copy of it, without a question.",
        zh="有多少人未经询问，仅因公示名录或其副本而被拒绝。",
    ),
    Text(
        en="Whether one person stands on lists of several authorities: the numbers are by list, and"
        " are never added up across authorities or joined with the gateway’s.",
        zh="同一人是否列于多个机关的名单：各名单分别计数，从不跨机关相加，也不与网关的数字合并。",
    ),
    Text(
        en="What a duty weighed for whoever had it: the same amount is little to one and everything"
        " to another.",
        zh="义务对当事人的实际分量：同一金额，对有的人微不足道，对有的人却是全部。",
    ),
)


@dataclass(frozen=True, slots=True)
class Account:
    """All that one authority has told, with the months that it is about."""

    authority: Authority
    desk: Desk
    told: Told
    months: tuple[date, ...]

    def title(self, list_id: str) -> Text:
        """What a list is called; one that is not declared has only what its rule says."""
        declared = self.authority.declared_list(list_id)
        if declared is None:
            return self.desk.rules.row(list_id).says
        return Text(en=declared.title.en, zh=declared.title.zh)

    def cell(self, month: date, part: Part, list_id: str, cell: str) -> Any:
        """What was told of one cell; None is under ten."""
        return self.told.get((month, part), {}).get(list_id, {}).get(cell)


@router.get("/v1/consequences", **door(WHY))
def consequences(
    request: Request, desk: DeskDep, authority: AuthorityDep, session: ReadingDep, now: Now
) -> AuthorityConsequences:
    """By seriousness of the duty: how many were listed, for how long, how it ended, who knew.

    Whole months only, rounded to five and nothing under ten; `not_known` says what cannot be told.
    """
    found = told(session)
    months = tuple(month for month, part in found if part is Part.ENDED)
    account = Account(authority, desk, found, months)
    today = settled_day(request.app.state.clock, now)
    return AuthorityConsequences(
        authority=desk.issuer,
        heading=desk.rules.heading(),
        rules_as_of=desk.rules.as_of,
        first_month=named(months[0]) if months else None,
        last_month=named(months[-1]) if months else None,
        suppressed_below=SMALLEST_SHOWN,
        rounded_to=ROUNDED_TO,
        is_being_counted=_is_behind(account, today),
        not_known=list(NOT_KNOWN),
        lists=[
            _list(list_id, rule, account) for list_id, rule in desk.rules.all_of(ListRule).items()
        ],
    )


def _is_behind(account: Account, today: date) -> bool:
    """Whether a month has passed that is not told yet, as just after a start."""
    last_over = add_months(today.replace(day=1), -1)
    if account.months:
        return account.months[-1] < last_over
    return not any(part is Part.BEGUN for _, part in account.told)


def _list(list_id: str, rule: ListRule, account: Account) -> ListConsequences:
    brackets = brackets_behind(account.desk.casework, list_id) or [ALL]
    return ListConsequences(
        list=list_id,
        title=account.title(list_id),
        effect=rule.effect,
        can_be_asked_about=rule.leaves and account.desk.has_outbox,
        brackets=[_bracket(list_id, one, account) for one in brackets],
        ended=[_ended(list_id, month, account) for month in account.months],
        asked=[
            _asked(list_id, month, account)
            for month, part in account.told
            if part is Part.ASKED and rule.leaves
        ],
    )


def _bracket(list_id: str, bracket: Bracket, account: Account) -> BracketCounted:
    cells = [
        (month, account.cell(month, Part.LISTED, list_id, bracket.id) or {})
        for month in account.months
    ]
    months = [
        ListedMonth(
            month=named(month),
            listings=cell.get("listings"),
            months_standing=cell.get("months_standing"),
        )
        for month, cell in cells
    ]
    return BracketCounted(id=bracket.id, says=bracket.says, origin=Origin.OURS, months=months)


def _ended(list_id: str, month: date, account: Account) -> EndedMonth:
    return EndedMonth(
        month=named(month),
        on_its_day=account.cell(month, Part.ENDED, list_id, ON_ITS_DAY),
        early={cause: account.cell(month, Part.ENDED, list_id, cause) for cause in Cause},
    )


def _asked(list_id: str, month: date, account: Account) -> AskedMonth:
    before, only_after, not_yet = (
        account.cell(month, Part.ASKED, list_id, one) for one in (BEFORE, ONLY_AFTER, NOT_YET)
    )
    return AskedMonth(month=named(month), before=before, only_after=only_after, not_yet=not_yet)
