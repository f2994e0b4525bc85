"""A judgment told to its debtor, in both languages."""

from collections.abc import Iterator

from services.court.domain import Duty, Judgment
from shared.plain import on, said
from shared.rulebook import Text

DUTIES: dict[Duty, Text] = {
    Duty.PAY: Text(en="to pay {amount}", zh="支付{amount}"),
    Duty.ACT: said("to do something", "作出一定行为"),
    Duty.DESIST: said("to stop doing something", "停止一定行为"),
    Duty.APOLOGISE: said("to apologise", "赔礼道歉"),
    Duty.VISIT: said("to visit somebody", "探望"),
}


def judgment_told(judgment: Judgment) -> list[Text]:
    """What is held of one judgment: what it demands, the warning, what was done."""
    return [_demanded(judgment), *_warned(judgment), *_done(judgment)]


def _demanded(judgment: Judgment) -> Text:
    return said(
        "A judgment of {issued} in case {case} orders you {duty} by {due}.",
        "{case}案于{issued}作出的判决要求您不迟于{due}{duty}。",
        issued=on(judgment.issued_on),
        case=Text(en=judgment.case_number, zh=judgment.case_number),
        duty=_duty(judgment),
        due=on(judgment.due_on),
    )


def _duty(judgment: Judgment) -> Text:
    words = DUTIES[judgment.duty]
    return said(words.en, words.zh, amount=_yuan(judgment.amount_yuan))


def _yuan(amount: int | None) -> Text:
    return Text(en=f"{amount or 0:,} yuan", zh=f"{amount or 0}元")


def _warned(judgment: Judgment) -> Iterator[Text]:
    """The notice that calls on the debtor to perform; only its warning lets a listing follow."""
    for notice in judgment.notices:
        warned = WARNS if notice.warns_of_listing else WARNS_NOT
        yield said(
            "On {day} you were called on to perform by {by}. {warned}",
            "{day}，法院通知您不迟于{by}履行。{warned}",
            day=on(notice.given_on),
            by=on(notice.perform_by),
            warned=warned,
        )


WARNS = said(
    "The notice warned that a listing may follow.", "通知书已提示逾期不履行可能被列入名单。"
)
WARNS_NOT = said("The notice warned of no listing.", "通知书未提示可能被列入名单。")


def _done(judgment: Judgment) -> Iterator[Text]:
    if judgment.performed_on is not None:
        yield said(
            "You performed it in full on {day}.",
            "您已于{day}全部履行。",
            day=on(judgment.performed_on),
        )
    elif judgment.unpaid_yuan is not None:
        yield said("You still owe {amount}.", "尚欠{amount}。", amount=_yuan(judgment.unpaid_yuan))
    else:
        yield said("It is not yet noted as performed.", "尚未记载为已履行。")
