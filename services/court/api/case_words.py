"""What is noted on a judgment, told to its debtor: what bars a listing, and who asked for one."""

from collections.abc import Iterator
from datetime import date

from services.court.api.rule_words import because, called, each, own_time, sourced
from services.court.domain import Application, Circumstance, Duty, Judgment
from services.court.domain.endings import RELISTING_BAR
from services.court.domain.fitness import NON_MONETARY
from shared.calendar import legal_day
from shared.plain import body, how_sure, on, said
from shared.procedure.shapes import Remedy
from shared.rulebook import Bar, Rules, Text

PERFORM = said(
    "Perform what the judgment demands within the time that the notice gave: then nobody can list"
    " or restrict you for it.",
    "在通知书指定的期限内履行判决义务；按期履行的，不得因此将您列入名单或者限制消费。",
)


def circumstance_told(one: Circumstance, rules: Rules) -> list[Text]:
    """What bars a listing, from when until when, on which grounds and by which rule."""
    return [_noted(one, rules), *_barred(one, rules), *sourced(rules, one.bar)]


def _noted(one: Circumstance, rules: Rules) -> Text:
    what = called(rules, one.bar)
    if one.until_on is None:
        return said(
            "Since {since} this is noted on your case, without a last day: {what}.",
            "自{since}起，您的案件中记载以下情形（未记载截止日期）：{what}。",
            since=on(one.since_on),
            what=what,
        )
    return said(
        "From {since} until the end of {until} this is noted on your case: {what}.",
        "您的案件中记载自{since}起至{until}止的以下情形：{what}。",
        since=on(one.since_on),
        until=on(one.until_on),
        what=what,
    )


def _barred(one: Circumstance, rules: Rules) -> Iterator[Text]:
    bar = rules.all_of(Bar).get(one.bar)
    if bar is not None:
        yield said(
            "While it holds, nobody can put you on a list in this case on these grounds: {grounds}."
            " A listing on one of them that stands all the same must be withdrawn.",
            "该情形存续期间，不得以下列理由在本案中将您列入名单：{grounds}；已经列入的，应当撤销。",
            grounds=each(rules, bar.grounds),
        )


def application_told(asked: Application, rules: Rules) -> list[Text]:
    """That the creditor asked for a listing, and what became of it."""
    wanted = said(
        "On {day} the creditor asked that you be put on the list of judgment defaulters, on this"
        " ground: {ground}. Who the creditor is, is not held here.",
        "{day}，申请执行人申请将您列入失信被执行人名单，理由：{ground}。本院此处不记载申请执行人的身份。",
        day=on(asked.applied_on),
        ground=called(rules, asked.ground),
    )
    return [wanted, *_answered(asked)]


def _answered(asked: Application) -> list[Text]:
    if asked.dismissed_at is None:
        return [_to_decide(asked.decide_by), BY_PROPOSAL]
    dismissed = said(
        "On {day} an officer of this court dismissed it.",
        "{day}，本院人员予以驳回。",
        day=on(legal_day(asked.dismissed_at)),
    )
    return [dismissed, *because(asked.dismissal_reasons)]


def _to_decide(decide_by: date | None) -> Text:
    if decide_by is None:
        return said(
            "The rules in force give the court no last day to decide on it.",
            "现行规则未规定法院作出决定的期限。",
        )
    return said(
        "The court's last day to decide on it is {day}.",
        "法院对该申请作出决定的截止日期为{day}。",
        day=on(decide_by),
    )


BY_PROPOSAL = said(
    "It says no with reasons, or yes by a proposal on that ground: a procedure in this file.",
    "法院不同意的，应当说明理由；同意的，以该理由提出列入，相应程序见本档案。",
)


def relisting_told(until: date | None, rules: Rules) -> list[Text]:
    """Until when nobody can be listed again, after a deletion for which the creditor had asked."""
    if until is None:
        return []
    barred = said(
        "A listing was deleted because the creditor asked for it: nobody can put you on the list of"
        " judgment defaulters again in this case before the end of {day}.",
        "因申请执行人申请，已删除您的失信信息：至{day}止，不得在本案中再次将您列入失信被执行人名单。",
        day=on(until),
    )
    return [barred, *own_time(rules, RELISTING_BAR), *sourced(rules, RELISTING_BAR)]


def judged_told(judgment: Judgment, rules: Rules) -> list[Text]:
    """Who judges whether it was performed, where that is not a matter of money."""
    if judgment.duty is Duty.PAY:
        return []
    return [
        said(
            "No rule measures whether this has been done: {who} judges it. How sure we are of that:"
            " {sure}.",
            "是否已经履行并无规则可以衡量，由{who}裁量。本模型对此的把握程度：{sure}。",
            who=body(rules.word(NON_MONETARY)),
            sure=how_sure(rules.row(NON_MONETARY).confidence),
        )
    ]


def performing(judgment: Judgment) -> list[Remedy]:
    """To perform, until the last day that the last notice gave."""
    if judgment.performed_on is not None or not judgment.notices:
        return []
    return [Remedy(what=PERFORM, door="/v1/contact", until=judgment.notices[-1].perform_by)]
