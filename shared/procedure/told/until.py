"""Until when: the next date that matters, and what happens on it by itself."""

from collections.abc import Callable
from datetime import date

from shared.contract import Cause
from shared.ledger.listing import Listing
from shared.plain import last_day_before, on, said
from shared.procedure.told.facts import Facts, Stage
from shared.rulebook.rows import Text

CAUSES: dict[Cause, Text] = {
    Cause.PERFORMED: said("what was demanded of you has been done", "您已履行相关义务"),
    Cause.SETTLED: said("the matter was settled", "相关事项已经和解或者了结"),
    Cause.TERM_ENDED: said("its term was over", "期限届满"),
    Cause.LISTED_IN_ERROR: said("you should not have been listed", "列入有误"),
    Cause.DISCRETION: said("the authority decided so of its own judgement", "发布机关依裁量决定"),
}
LAPSES: dict[str, Text] = {
    "objection_upheld": said("your objection was right", "您的异议成立"),
    "not_standing": said(
        "the listing that was to be prolonged no longer stands", "拟延长的条目已不再有效"
    ),
    "duty_performed": said("you have done what was demanded of you", "您已履行相关义务"),
    "party_is_minor": said("nobody under age is listed", "未成年人不得列入"),
}


def until_when(facts: Facts) -> list[Text]:
    """How long it lasts, and what comes next."""
    return TELLERS[facts.stage](facts)


def _no_date_yet(_: Facts) -> list[Text]:
    return [
        said(
            "No date is fixed yet. The time to object starts only when you are notified.",
            "目前尚未确定任何日期；异议期限自告知您之日起算。",
        )
    ]


def _over(_: Facts) -> list[Text]:
    return [said("It is over; no date is to come.", "该程序已经终结，不再有后续日期。")]


def _waiting(facts: Facts) -> list[Text]:
    if facts.proposal.publish_on is None:
        return _no_date_yet(facts)
    on_its_day = RENEWED_ON if facts.is_renewal else PUBLISHED_ON if facts.leaves else KEPT_ON
    return [said(*on_its_day, day=on(facts.proposal.publish_on)), CHECKED_AGAIN]


PUBLISHED_ON = (
    "It is published by itself on {day}, unless you object in time or its ground is gone by then.",
    "如您未在期限内提出异议、且届时理由仍然成立，将于{day}自动公布。",
)
RENEWED_ON = (
    "The listing is prolonged by itself on {day}, unless you object in time or its ground is gone"
    " by then.",
    "如您未在期限内提出异议、且届时理由仍然成立，该条目将于{day}自动延长。",
)
KEPT_ON = (
    "It takes effect by itself on {day}, unless you object in time or its ground is gone by then.",
    "如您未在期限内提出异议、且届时理由仍然成立，将于{day}自动生效。",
)
CHECKED_AGAIN = said(
    "On that day its ground is checked once more.", "届时将再次核查列入理由是否成立。"
)


def _stayed(facts: Facts) -> list[Text]:
    waiting = facts.open_objection
    assert waiting is not None  # noqa: S101 - only an open objection stays a procedure
    return [_owed(facts, waiting.decide_by)]


def _owed(facts: Facts, decide_by: date) -> Text:
    if decide_by < facts.today:
        return said(
            "The decision on your objection was due by {day} and is late.",
            "对您的异议本应不迟于{day}作出决定，现已逾期。",
            day=on(decide_by),
        )
    return said(
        "Your objection must be decided by {day}.",
        "对您的异议应当不迟于{day}作出决定。",
        day=on(decide_by),
    )


def _lapsed(facts: Facts) -> list[Text]:
    because = facts.proposal.lapsed_because or "unknown"
    usual = said(
        "its ground no longer held when it was checked again ({code})",
        "再次核查时理由已不成立（代码：{code}）",
        code=Text(en=because, zh=because),
    )
    return [
        said(
            "It is over, because {why}.",
            "该程序已经终结，原因：{why}。",
            why=LAPSES.get(because, usual),
        )
    ]


def _standing(facts: Facts) -> list[Text]:
    assert facts.listing is not None  # noqa: S101 - only a listing stands
    ends = said(
        "It stands until the end of {last}. From {first} on it counts no longer; nobody has to do"
        " anything for that.",
        "有效期至{last}止；自{first}起不再有效，无须任何人办理手续。",
        last=last_day_before(facts.listing.stands_until),
        first=on(facts.listing.stands_until),
    )
    waiting = facts.open_objection
    return [ends, LONGER, *([_owed(facts, waiting.decide_by)] if waiting else [])]


LONGER = said(
    "It can stand longer only by a new procedure, of which you would be notified.",
    "如需延长，必须重新履行全部程序，并另行告知您。",
)


def _ended(facts: Facts) -> list[Text]:
    assert facts.listing is not None  # noqa: S101 - only a listing ends
    return [
        said(
            "Its last day was {last}. It ended by itself.",
            "有效期已于{last}届满，自动终止。",
            last=last_day_before(facts.listing.stands_until),
        )
    ]


def _withdrawn(facts: Facts) -> list[Text]:
    assert facts.listing is not None  # noqa: S101 - only a listing is withdrawn
    told = EVERYBODY if facts.leaves else NOBODY
    return [_because(facts.listing), FINAL, told]


def _because(listing: Listing) -> Text:
    return said(
        "It was withdrawn on {day}, because {why}.",
        "该条目已于{day}撤销，原因：{why}。",
        day=on(listing.withdrawn_on or listing.stands_until),
        why=CAUSES[listing.cause or Cause.DISCRETION],
    )


FINAL = said(
    "That is final: only a wholly new procedure could list you again.",
    "撤销不可逆转；如需再次列入，必须另行启动全部程序。",
)
EVERYBODY = said(
    "The withdrawal is told at once to everybody who was told of the listing. Copies that others"
    " have made for themselves may be older.",
    "撤销信息即时通知所有曾获知该条目的单位；他人自行留存的副本可能尚未更新。",
)
NOBODY = said(
    "Nobody else has to be told: it never left this authority.",
    "该条目从未离开本机关，无须另行通知他人。",
)
TELLERS: dict[Stage, Callable[[Facts], list[Text]]] = {
    Stage.PROPOSED: _no_date_yet,
    Stage.APPROVED: _no_date_yet,
    Stage.REFUSED: _over,
    Stage.WAITING: _waiting,
    Stage.STAYED: _stayed,
    Stage.LAPSED: _lapsed,
    Stage.STANDING: _standing,
    Stage.ENDED: _ended,
    Stage.WITHDRAWN: _withdrawn,
}
