"""Who decided: each step with its day, the office that took it, and the officer's opaque name."""

from shared.calendar import legal_day
from shared.plain import on, quoted, said
from shared.procedure.steps import Objection, Step
from shared.procedure.told.facts import Facts, StepDone
from shared.rulebook.rows import Text
from shared.signature import CLOCK

# What was done, by whom; `{by}` is the officer, `{above}` the body above.
SENTENCES: dict[Step, tuple[str, str]] = {
    Step.PROPOSED: (
        "On {day} an officer of this authority ({by}) proposed it.",
        "{day}，由本机关经办人员（{by}）提出。",
    ),
    Step.APPROVED: (
        "On {day} another officer of this authority ({by}) agreed.",
        "{day}，由本机关另一名人员（{by}）批准。",
    ),
    Step.REFUSED: (
        "On {day} another officer of this authority ({by}) refused it.",
        "{day}，由本机关另一名人员（{by}）予以拒绝。",
    ),
    Step.NOTIFIED: (
        "On {day} an officer of this authority ({by}) notified you.",
        "{day}，由本机关人员（{by}）告知您。",
    ),
    Step.OBJECTED: ("On {day} you objected.", "{day}，您提出异议。"),
    Step.DECIDED: (
        "On {day} an officer for appeals ({by}), who had no part in it before, decided on your"
        " objection.",
        "{day}，由未曾参与此事的异议处理人员（{by}）对您的异议作出决定。",
    ),
    Step.REVIEWED: (
        "On {day} {above} decided on your request for review, through an officer ({by}) who had no"
        " part in it before.",
        "{day}，{above}就您的复核申请作出决定，经办人员（{by}）此前未曾参与此事。",
    ),
    Step.LAPSED: (
        "On {day} it lapsed by itself; no officer was needed for that.",
        "{day}，该程序自动失效，无须任何人员作出决定。",
    ),
    Step.PUBLISHED: (
        "On {day} it was published by itself, because its day had come.",
        "{day}，因公布日期届至而自动公布。",
    ),
    Step.CORRECTED: (
        "On {day} an officer of this authority ({by}) put your name or number right.",
        "{day}，由本机关人员（{by}）更正您的姓名（名称）或者号码。",
    ),
    Step.RENEWED: (
        "On {day} it took effect by itself, because its day had come: the listing stands longer.",
        "{day}，因生效日期届至而自动生效，该条目的期限由此延长。",
    ),
    Step.WITHDRAWN: (
        "On {day} an officer of this authority ({by}) withdrew it.",
        "{day}，由本机关人员（{by}）撤销。",
    ),
}
WITHDRAWN_BY_ITSELF = (
    "On {day} it was withdrawn by itself, because of what had been decided.",
    "{day}，因已作出的决定而自动撤销。",
)
KEPT_HERE = (
    "On {day} it took effect by itself, because its day had come.",
    "{day}，因生效日期届至而自动生效。",
)


def who_decided(facts: Facts) -> list[Text]:
    """Every step in its order, each decision with its reasons."""
    return [sentence for step in facts.steps for sentence in _told(facts, step)]


def _told(facts: Facts, done: StepDone) -> list[Text]:
    en, zh = _sentence(facts, done)
    by = Text(en=done.by, zh=done.by)
    taken = said(en, zh, day=on(legal_day(done.at)), by=by, above=facts.reviewing_body)
    return [taken, *_reasons(facts, done)]


def _sentence(facts: Facts, done: StepDone) -> tuple[str, str]:
    if done.step is Step.WITHDRAWN and done.by == CLOCK:
        return WITHDRAWN_BY_ITSELF
    if done.step is Step.PUBLISHED and not facts.leaves:
        return KEPT_HERE
    return SENTENCES[done.step]


def _reasons(facts: Facts, done: StepDone) -> list[Text]:
    """What was decided, and why, in the officer's own words."""
    if done.step is Step.REFUSED and facts.proposal.refusal_reasons:
        return [_because(facts.proposal.refusal_reasons)]
    if done.step is Step.DECIDED:
        return [
            told
            for one in facts.objections
            if one.decided_at == done.at
            for told in _verdict(one.is_upheld, one.reasons)
        ]
    if done.step is Step.REVIEWED:
        return [
            told for one in facts.objections if one.reviewed_at == done.at for told in _review(one)
        ]
    return []


def _review(objection: Objection) -> list[Text]:
    return _verdict(objection.is_upheld_on_review, objection.review_reasons)


def _verdict(is_upheld: bool | None, reasons: str | None) -> list[Text]:
    told = [UPHELD if is_upheld else DISMISSED]
    return [*told, _because(reasons)] if reasons else told


UPHELD = said("Your objection was held to be right.", "您的异议成立。")
DISMISSED = said("Your objection was dismissed.", "您的异议被驳回。")


def _because(reasons: str) -> Text:
    return said("The reasons given are: {reasons}", "所述理由：{reasons}", reasons=quoted(reasons))
