"""Exemptions from an order and breaches of it, told to the party; and what it can ask for."""

from collections.abc import Iterator
from datetime import timedelta

from services.court.api.order_words import Place
from services.court.api.rule_words import because, called, each, length, own_time, sourced
from services.court.domain import Breach, ExemptionAsked, Restriction
from services.court.domain.exemptions import longest
from services.court.domain.restrictions import RESTRICTIONS
from shared.calendar import legal_day
from shared.plain import body, capital, on, said
from shared.procedure.shapes import Remedy
from shared.rulebook import Exemption, Rules, Text

ANSWERS_NO = said(
    "On exempt days this court answers no to every question whether the order is about you, and"
    " nobody may act on it; that you are exempt is told to nobody.",
    "豁免期间，对任何“该措施是否针对您”的查询，本院一律答复“否”，任何单位不得据此采取措施；"
    "您获得豁免一事不告知任何单位。",
)
WHO_ASKS = said(
    "Only somebody whom the order binds can ask, and only for the own person and for days to come;"
    " the court takes no reasons and holds none.",
    "仅受该措施约束的本人可以申请，且仅限今后的日期；本院不收取、也不记载申请理由。",
)
ASK = said(
    "Ask the court for an exemption for some days, before you spend anything.",
    "消费之前，向法院申请若干日的豁免。",
)
ASK_TO_LIFT = said(
    "Tell the court if one of the reasons for which the order is lifted has come about.",
    "出现可以解除的情形的，告知法院。",
)


def exemptions_to_ask(rules: Rules) -> list[Text]:
    """Every exemption that the rules in force know: by whose yes, and for how long at most."""
    kinds = rules.all_of(Exemption)
    known = {key: one for key, one in kinds.items() if one.of == RESTRICTIONS}
    told = [sentence for key, one in known.items() for sentence in _kind(key, one, rules)]
    return [*told, WHO_ASKS, ANSWERS_NO] if told else []


def _kind(key: str, one: Exemption, rules: Rules) -> list[Text]:
    offered = said(
        "You can ask for this exemption: {what}. It covers {measures}. {who} decides, here through"
        " a reviewing officer. Its last day is at most {time} after its first.",
        "您可以申请以下豁免：{what}。适用范围：{measures}。由{who}决定（本模型中为另一名审核人员）。"
        "最后一日距第一日最长不超过{time}。",
        what=called(rules, key),
        measures=each(rules, one.effects) if one.effects else EVERYTHING,
        who=capital(body(one.granted_by)),
        time=length(rules, longest(key)),
    )
    return [offered, *sourced(rules, key), *_own_length(key, rules)]


EVERYTHING = said("any one thing that the order forbids", "该措施所禁止的任一消费行为")


def _own_length(key: str, rules: Rules) -> Iterator[Text]:
    """Where the length does not come from the same rule as the exemption."""
    row = rules.row(longest(key))
    if row.legal_basis != rules.row(key).legal_basis:
        yield from own_time(rules, row.id)
        yield from sourced(rules, row.id)


def exemption_told(asked: ExemptionAsked, rules: Rules) -> list[Text]:
    """What the party asked for, on which days, and the answer."""
    wanted = said(
        "On {day} you asked to be exempt from {first} to {last}, both days included, from this:"
        " {measure}. The exemption is: {what}.",
        "{day}，您申请自{first}起至{last}止（首尾两日均计入）豁免以下事项：{measure}。豁免种类：{what}。",
        day=on(legal_day(asked.asked_at)),
        first=on(asked.from_on),
        last=on(asked.until_on),
        measure=called(rules, asked.measure),
        what=called(rules, asked.exemption),
    )
    return [wanted, *_answer(asked)]


def _answer(asked: ExemptionAsked) -> list[Text]:
    if asked.decided_at is None:
        return [_waits(asked)]
    decided = said(*(GRANTED if asked.is_granted else REFUSED), day=on(legal_day(asked.decided_at)))
    told = [decided, *because(asked.reasons)]
    return [*told, ANSWERS_NO] if asked.is_granted else told


def _waits(asked: ExemptionAsked) -> Text:
    return said(
        "The answer is due by {day}. Without a yes the order forbids it on those days too.",
        "法院应当不迟于{day}答复；未获准许的，上述日期仍受限制。",
        day=on(asked.from_on),
    )


GRANTED = ("On {day} an officer of this court granted it.", "{day}，本院人员予以准许。")
REFUSED = (
    "On {day} an officer of this court refused it: the order forbids it on those days too. You can"
    " ask again.",
    "{day}，本院人员不予准许：上述日期仍受限制。您可以再次申请。",
)


def breach_told(breach: Breach, rules: Rules) -> Text:
    """Something that the order forbade, and that it lists nobody by itself."""
    return said(
        "An officer of this court noted that on {day} you did what the order forbids: {measure}. By"
        " itself that lists nobody: it takes a procedure of its own, of which the party is"
        " notified.",
        "本院人员记载：您于{day}有以下被禁止的消费行为：{measure}。仅凭该记载不会列入任何名单；"
        "如需列入，必须另行履行全部程序并告知当事人。",
        day=on(breach.happened_on),
        measure=called(rules, breach.measure),
    )


def asking(order: Restriction, place: Place) -> list[Remedy]:
    """To ask for an exemption, and for the end of the order: until the last day that it counts."""
    if place.listing is None or not place.may_still_bind(order):
        return []
    last_day = place.listing.stands_until - timedelta(days=1)
    door = f"/v1/consumption-restrictions/{order.id}/exemptions"
    return [
        Remedy(what=ASK, door=door, until=last_day),
        Remedy(what=ASK_TO_LIFT, door="/v1/contact", until=last_day),
    ]
