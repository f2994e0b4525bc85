"""A locality's file told to its resident: consent, points and benefits, in both languages.

It is told from the answer itself, so what the answer comes to hold later is told here by its own
words: every text in an event, or in its rule, is a sentence of its own.
"""

from collections.abc import Iterator

from pydantic import BaseModel

from services.locality.api.own_file import ClaimHeld, EventHeld, OwnFile, own_file
from services.locality.api.score_shapes import RuleOfLine
from services.locality.api.shapes import ObjectionReceipt
from services.locality.api.visits import Visit
from shared.authorities import Authority
from shared.calendar import legal_day
from shared.plain import counted, force, how_sure, last_day_before, on, quoted, said, stripped
from shared.procedure.desk import Desk
from shared.procedure.told.besides import count_besides
from shared.procedure.told.can_do import remedy_told
from shared.rulebook.rows import Text


class EventTold(EventHeld):
    """One event, told: what is held, by which rule, who said so, until when, what can be done."""

    in_plain_words: list[Text]


class ClaimTold(ClaimHeld):
    """One benefit claimed, told."""

    in_plain_words: list[Text]


class FileTold(OwnFile):
    """All that one locality holds about a party, first in one sentence."""

    in_one_sentence: Text
    events: list[EventTold]  # type: ignore[assignment]
    claims: list[ClaimTold]  # type: ignore[assignment]


def file_told(visit: Visit, desk: Desk, authority: Authority) -> FileTold:
    """The whole file of the party at the door, in plain words."""
    held = own_file(visit, desk, authority)
    departments = {
        one.slug: Text(en=one.title.en, zh=one.title.zh) for one in authority.departments
    }
    told = {
        "in_one_sentence": _in_one_sentence(held, authority),
        "events": [_event(one, departments) for one in held.events],
        "claims": [_claim(one, visit) for one in held.claims],
    }
    return FileTold.model_validate({**held.model_dump(), **told})


def _in_one_sentence(held: OwnFile, authority: Authority) -> Text:
    """All that is held, in one sentence; says so if it is nothing."""
    name = Text(en=authority.title.en, zh=authority.title.zh)
    besides = list(_besides(held))
    if held.resident is None and not besides:
        return said(
            "{name}: nothing is held about you here; you are not on its books as a resident.",
            "{name}：未持有任何关于您的信息，您未在此登记为居民。",
            name=name,
        )
    parts = [_as_resident(held), *besides]
    return Text(
        en=f"{name.en}: {'; '.join(part.en for part in parts)}.",
        zh=f"{name.zh}：{'；'.join(part.zh for part in parts)}。",
    )


def _as_resident(held: OwnFile) -> Text:
    if held.resident is None:
        return NO_RESIDENT
    entries = len(held.events) + len(held.claims)
    return said(
        "you have been on its books as a resident since {day}; {scored}; {entries} held about you",
        "您自{day}起登记为居民；{scored}；存有{entries}关于您的信息",
        day=on(legal_day(held.resident.registered_at)),
        scored=SCORED if held.is_scored else NOT_SCORED,
        entries=counted(entries, "entry is", "entries are", "条"),
    )


def _besides(held: OwnFile) -> Iterator[Text]:
    """What is held of anybody, a resident or not: of the local list, on paper, of a firm."""
    acts = count_besides(held.local_list.holdings)
    if acts or held.local_list.procedures:
        yield said(
            "{acts} and {procedures} concern the list that it keeps for itself",
            "另有{acts}和{procedures}涉及其自行保存的名单",
            acts=counted(acts, "act", "acts", "项行为记录"),
            procedures=counted(
                len(held.local_list.procedures), "procedure", "procedures", "项程序"
            ),
        )
    if held.waiting_on_paper:
        yield said(
            "{lines} keyed from paper under your number and not settled",
            "另有{lines}以您的号码录入、尚未核定的纸质信息",
            lines=counted(len(held.waiting_on_paper), "line is", "lines are", "行"),
        )
    if held.organisation_file_at is not None:
        door = Text(en=held.organisation_file_at, zh=held.organisation_file_at)
        yield said(
            "as an organisation you have a file of your own at {door}",
            "作为组织，您的档案见{door}",
            door=door,
        )


NO_RESIDENT = said("you are not on its books as a resident", "您未在此登记为居民")
SCORED = said(
    "you have agreed to a score, which can bring you benefits and nothing else",
    "您已同意评分，评分只带来激励",
)
NOT_SCORED = said(
    "you have no score, because you have not agreed to one", "您未同意评分，因此没有评分"
)


def _event(event: EventHeld, departments: dict[str, Text]) -> EventTold:
    sentences = [
        _notified(event, departments),
        *_ruled(event),
        *_counts(event),
        *_own_texts(event),
        _kept(event),
        *_objected(event.objection),
        *(remedy_told(remedy) for remedy in event.remedies),
    ]
    return EventTold(**event.model_dump(), in_plain_words=sentences)


def _notified(event: EventHeld, departments: dict[str, Text]) -> Text:
    code = Text(en=event.collected_by, zh=event.collected_by)
    return said(
        "On {day} this happened, as {who} notified on {notified}: {what}.",
        "据{who}于{notified}报送，{day}发生以下情况：{what}。",
        day=on(event.happened_on),
        who=departments.get(event.collected_by, code),
        notified=on(legal_day(event.notified_at)),
        what=stripped(event.says),
    )


def _ruled(event: EventHeld) -> Iterator[Text]:
    """The item of the scheme, and how sure it is."""
    if event.rule is None or event.points_in_scheme is None:
        yield said("The scheme in force no longer has such an item.", "现行标准中已无此项。")
        return
    points = event.points_in_scheme
    yield said(
        "The scheme gives it {points}.",
        "该项在标准中计{points}。",
        points=Text(en=f"{points:+d} points", zh=f"{points:+d}分"),
    )
    yield _source(event.rule)
    yield from _own_texts(event.rule)


def _source(rule: RuleOfLine) -> Text:
    return said(
        "The source is: {source}. It is {force}. How sure we are of it: {sure}.",
        "来源：{source}。其性质为{force}。本模型对该规则的把握程度：{sure}。",
        source=Text(en=rule.source, zh=rule.source),
        force=force(rule.legal_force),
        sure=how_sure(rule.confidence),
    )


def _own_texts(shown: BaseModel) -> Iterator[Text]:
    """What a part of the answer says of itself, beside what happened."""
    for name in type(shown).model_fields:
        value = getattr(shown, name)
        if isinstance(value, Text) and name != "says":
            yield value


def _counts(event: EventHeld) -> Iterator[Text]:
    """Whether it counts, where it does not count as the scheme has it."""
    if event.struck_at is not None:
        yield said(
            "It was struck on {day} and counts nothing.",
            "该信息已于{day}撤销，不再计分。",
            day=on(legal_day(event.struck_at)),
        )
        yield from _because(event.struck_because)
    elif event.is_contested and (event.points_in_scheme or 0) < 0:
        yield said(
            "As long as your objection waits it takes nothing off.",
            "您的异议尚待决定，在此期间不扣分。",
        )


def _because(reasons: str | None) -> Iterator[Text]:
    if reasons:
        yield said("The reasons given are: {why}", "所述理由：{why}", why=quoted(reasons))


def _kept(event: EventHeld) -> Text:
    return said(
        "It is kept until the end of {last}; then it is deleted.",
        "该信息保存至{last}止，期满删除。",
        last=last_day_before(event.kept_until),
    )


def _objected(objection: ObjectionReceipt | None) -> Iterator[Text]:
    if objection is None:
        return
    if objection.decided_at is None:
        yield said(
            "You objected on {day}; it must be decided by {by}.",
            "您于{day}提出异议，应当不迟于{by}作出决定。",
            day=on(legal_day(objection.raised_at)),
            by=on(objection.decide_by),
        )
        return
    yield said(
        "On {day} an officer for appeals decided that your objection {verdict}.",
        "{day}，异议处理人员决定：您的异议{verdict}。",
        day=on(legal_day(objection.decided_at)),
        verdict=RIGHT if objection.is_upheld else DISMISSED,
    )
    yield from _because(objection.reasons)


RIGHT = said("is right", "成立")
DISMISSED = said("is dismissed", "不成立，予以驳回")


def _claim(claim: ClaimHeld, visit: Visit) -> ClaimTold:
    benefit = visit.office.scheme.benefit(claim.benefit)
    code = Text(en=claim.benefit, zh=claim.benefit)
    sentence = said(
        "On {day} you claimed this benefit: {what}. That is noted until the end of {last}.",
        "{day}，您申领了以下激励：{what}。该记录保存至{last}止。",
        day=on(legal_day(claim.claimed_at)),
        what=stripped(benefit.says) if benefit else code,
        last=last_day_before(claim.kept_until),
    )
    return ClaimTold(**claim.model_dump(), in_plain_words=[sentence])
