"""One sentence over the whole file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from shared.plain import counted, last_day_before, on, said
from shared.procedure.told.facts import Facts, Stage
from shared.rulebook.rows import Text

UNDER_WAY = {Stage.PROPOSED, Stage.APPROVED, Stage.WAITING, Stage.STAYED}


@dataclass(frozen=True, slots=True)
class Overview:
    """What one sentence is made of."""

    authority: Text
    procedures: Sequence[Facts]
    last_days: Sequence[date]
    besides_count: int


def summary(found: Overview) -> Text:
    """All that is held, in one sentence; says so if it is nothing."""
    if not found.procedures and not found.besides_count:
        return said(
            "{authority}: nothing is held about you here.",
            "{authority}：未持有任何关于您的信息。",
            authority=found.authority,
        )
    parts = [_lists(found), _under_way(found), *_next_last_day(found), *_besides(found)]
    return Text(
        en=f"{found.authority.en}: {'; '.join(part.en for part in parts)}.",
        zh=f"{found.authority.zh}：{'；'.join(part.zh for part in parts)}。",
    )


def _lists(found: Overview) -> Text:
    ends = [
        one.listing.stands_until
        for one in found.procedures
        if one.listing is not None and one.stage is Stage.STANDING and not one.is_renewal
    ]
    if not ends:
        return said("you are on no list today", "您目前不在任何名单上")
    return said(
        "you are on {lists} today, until the end of {last}",
        "您目前在{lists}上，至{last}止",
        lists=counted(len(ends), "list", "lists", "个名单"),
        last=last_day_before(max(ends)),
    )


def _under_way(found: Overview) -> Text:
    running = sum(one.stage in UNDER_WAY for one in found.procedures)
    if not running:
        return said("no procedure is under way", "没有正在进行的程序")
    return said(
        "{running} under way",
        "有{running}正在进行",
        running=counted(running, "procedure is", "procedures are", "项程序"),
    )


def _next_last_day(found: Overview) -> Iterator[Text]:
    if found.last_days:
        yield said(
            "the next last day for something that you can do is {day}",
            "您可办理事项的最近截止日期为{day}",
            day=on(min(found.last_days)),
        )


def _besides(found: Overview) -> Iterator[Text]:
    if found.besides_count:
        yield said(
            "{number} held about you besides",
            "另存有{number}关于您的信息",
            number=counted(found.besides_count, "entry is", "entries are", "条"),
        )
