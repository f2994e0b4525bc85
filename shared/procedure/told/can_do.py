"""What the party can do, and by when: each remedy with its last day and where to go."""

from collections.abc import Sequence

from shared.plain import on, said, stripped
from shared.procedure.shapes import Remedy
from shared.procedure.told.facts import Facts, Stage
from shared.rulebook.rows import Text

ABOVE = "/review-request"
OVER = {Stage.REFUSED, Stage.LAPSED, Stage.ENDED, Stage.WITHDRAWN}


def what_you_can_do(facts: Facts, remedies: Sequence[Remedy]) -> list[Text]:
    """Each remedy that is left, or why there is none today."""
    told = [sentence for remedy in remedies for sentence in _told(facts, remedy)]
    return told or [_nothing(facts)]


def _told(facts: Facts, remedy: Remedy) -> list[Text]:
    if not remedy.door.endswith(ABOVE):
        return [remedy_told(remedy)]
    above = said("The body above is {body}.", "上一级机关为{body}。", body=facts.reviewing_body)
    return [remedy_told(remedy), above]


def remedy_told(remedy: Remedy) -> Text:
    """One remedy: what to do, the last day with its weekday, and where."""
    return said(
        "{what}. {until} Where: {door}.",
        "{what}。{until}办理途径：{door}。",
        what=stripped(remedy.what),
        until=_until(remedy),
        door=Text(en=remedy.door, zh=remedy.door),
    )


def _until(remedy: Remedy) -> Text:
    if remedy.until is None:
        return said("There is no last day for it.", "不设截止日期。")
    return said("The last day is {day}.", "截止日期：{day}。", day=on(remedy.until))


def _nothing(facts: Facts) -> Text:
    if facts.open_objection is not None:
        return ASKED
    if facts.stage in OVER:
        return NOTHING_TO_DO
    if facts.stage is Stage.WAITING:
        return TOO_LATE_BEFORE
    return NOT_YET


ASKED = said(
    "You have objected. Nothing more is needed from you until it is decided.",
    "您已提出异议，在作出决定之前无须再办理任何手续。",
)
NOTHING_TO_DO = said("There is nothing that you need to do.", "您无须办理任何手续。")
TOO_LATE_BEFORE = said(
    "The last day to object before publication has passed. Once it is published you can object to"
    " the listing itself, at any time while it stands.",
    "公布前的异议期限已过；公布后，在条目有效期间您可随时对该条目提出异议。",
)
NOT_YET = said(
    "You cannot object yet: you can as soon as you are notified.",
    "目前尚不能提出异议；自告知您之日起即可提出。",
)
