"""Outcomes and recalls in plain words, for the person whom a question was about."""

from datetime import date

from services.partner_gateway.domain.outcomes import Outcome
from services.partner_gateway.domain.recalls import Done, Recalled
from shared.plain import on, said
from shared.rulebook import Text

WORDS = {
    Outcome.NO_LISTING: Text(
        en="No listing that this measure attaches to is about you; nothing may be refused to you.",
        zh="没有与该措施相关的条目涉及您，不得因此拒绝您。",
    ),
    Outcome.RESTRICTED: Text(
        en="The issuer confirmed that a listing is about you; the measure applies to you.",
        zh="发布机关确认有条目涉及您，该措施对您适用。",
    ),
    Outcome.ADVISORY: Text(
        en="The issuer confirmed that a listing is about you; it may be weighed, not more.",
        zh="发布机关确认有条目涉及您，仅供审慎性参考。",
    ),
    Outcome.REFER: Text(
        en="A listing with your name could not be confirmed; nobody may act on it.",
        zh="存在同名条目但未获确认，任何人不得据此采取措施。",
    ),
    Outcome.ELIGIBLE: Text(
        en="The issuer confirmed that you are on a favourable list; the measure is open to you.",
        zh="发布机关确认您在守信名单上，您可享受该措施。",
    ),
    Outcome.NOT_ELIGIBLE: Text(
        en="You are not on the favourable list; nothing else follows from that.",
        zh="您不在守信名单上，除此之外无任何影响。",
    ),
}
# Causes of the contract, and the gateway's own for what it no longer finds after a gap.
CAUSES = {
    "performed": Text(en="what was owed was done", zh="义务已履行"),
    "settled": Text(en="those concerned came to terms", zh="当事各方已和解"),
    "term_ended": Text(en="its time was over", zh="期限已满"),
    "listed_in_error": Text(en="it should never have been made", zh="当初列入有误"),
    "discretion": Text(en="the authority decided to end it", zh="列入机关决定撤销"),
    "not_in_register": Text(
        en="it is no longer in the register, why is not known here",
        zh="名录中已无此条目，原因在此不详",
    ),
}
OTHER_CAUSE = Text(en="the register gives another reason", zh="名录另有说明")
ANSWERS = {
    Done.UNDONE: Text(
        en="{who} answered on {day} that it has undone what it did.",
        zh="{who}已于{day}答复：已撤回所采取的措施。",
    ),
    Done.NOTHING_TO_UNDO: Text(
        en="{who} answered on {day} that it had done nothing that must be undone.",
        zh="{who}已于{day}答复：没有需要撤回的措施。",
    ),
    Done.CANNOT_UNDO: Text(
        en="{who} answered on {day} that what it did cannot be undone.",
        zh="{who}已于{day}答复：所采取的措施已无法撤回。",
    ),
}
WAITING = Text(
    en="{who} was told to undo what it did and has not answered yet.",
    zh="{who}已获通知须撤回所采取的措施，尚未答复。",
)
WITHDRAWN = Text(
    en="The listing was withdrawn on {day}: {cause}. {answer}",
    zh="该条目已于{day}撤销：{cause}。{answer}",
)


def recall_in_words(who: Text, recalled: Recalled) -> Text:
    """That a listing is withdrawn, and whether the partner that was told of it has answered."""
    template = ANSWERS[recalled.done] if recalled.done else WAITING
    answer = _filled(template, who=who, day=on(recalled.answered_on or recalled.withdrawn_on))
    cause = CAUSES.get(recalled.cause, OTHER_CAUSE)
    return _filled(WITHDRAWN, day=on(recalled.withdrawn_on), cause=cause, answer=answer)


def standing_in_words(stands_until: date, today: date) -> Text:
    """What became of a listing that nobody withdrew."""
    if today < stands_until:
        return said(
            "The listing has not been withdrawn, as far as is known here.",
            "据此处所知，该条目尚未撤销。",
        )
    return said(
        "The listing ended by itself on {day}.", "该条目已于{day}到期失效。", day=on(stands_until)
    )


def _filled(template: Text, **parts: Text) -> Text:
    return said(template.en, template.zh, **parts)
