"""What is held: at which stage it is, on which list, and who else may read it."""

from collections.abc import Callable, Iterator
from datetime import datetime

from shared.calendar import legal_day
from shared.plain import last_day_before, on, said, stripped
from shared.procedure.told.facts import Facts, Stage
from shared.rulebook.rows import Consequence, Row, Text


def what_is_held(facts: Facts) -> list[Text]:
    """Every sentence about what is held in this procedure."""
    told = [TELLERS[facts.stage](facts)]
    if facts.stage is Stage.STANDING:
        told += [_read_by(facts), *_brought_about(facts)]
    if facts.listing is not None and facts.listing.is_contested:
        told.append(CONTESTED if facts.open_objection else CONTESTED_BENEATH)
    if facts.first_looked_at is not None:
        told.append(_first_looked(facts.first_looked_at))
    return told


CONTESTED = said(
    "It is marked here as contested, because an objection of yours is waiting.",
    "因您的异议尚待决定，该条目在本机关标注为“有争议”。",
)
CONTESTED_BENEATH = said(
    "It is marked here as contested, because something that it rests on is contested.",
    "因该条目所依据的事项存在争议，该条目在本机关标注为“有争议”。",
)


def _first_looked(at: datetime) -> Text:
    return said(
        "It is noted here that you first opened this file on {day}: to count how many look only"
        " after a partner has asked.",
        "本机关记有您首次打开本档案的日期：{day}；仅用于统计有多少人在合作方询问之后才查看。",
        day=on(legal_day(at)),
    )


def _wanted(facts: Facts) -> Text:
    """What was asked for, as a part of a sentence."""
    if facts.is_renewal:
        return said(
            "your place on this list be prolonged: {name}",
            "延长您在以下名单上的期限：{name}",
            name=stripped(facts.list_name),
        )
    return said(
        "you be put on this list: {name}",
        "将您列入以下名单：{name}",
        name=stripped(facts.list_name),
    )


def _proposed(facts: Facts) -> Text:
    return said(
        "An officer of this authority has asked that {wanted}. Nothing is decided, and nothing is"
        " published.",
        "本机关一名经办人员提出，{wanted}。目前尚未作出决定，也未对外公布。",
        wanted=_wanted(facts),
    )


def _approved(facts: Facts) -> Text:
    return said(
        "Two officers of this authority agree that {wanted}. Nothing is published: you must be"
        " notified first.",
        "本机关两名人员一致同意{wanted}。目前未对外公布；公布前必须先告知您。",
        wanted=_wanted(facts),
    )


def _refused(facts: Facts) -> Text:
    return said(
        "An officer of this authority had asked that {wanted}. Another officer refused. It is over,"
        " and nothing came of it.",
        "本机关一名经办人员曾提出{wanted}，另一名人员予以拒绝。该程序已经终结，没有产生任何后果。",
        wanted=_wanted(facts),
    )


def _waiting(facts: Facts) -> Text:
    return said(
        "On {day} you were notified of the decision that {wanted}. So far nothing is published.",
        "本机关已于{day}告知您：决定{wanted}。目前尚未对外公布。",
        day=_notified_on(facts),
        wanted=_wanted(facts),
    )


def _stayed(facts: Facts) -> Text:
    return said(
        "On {day} you were notified of the decision that {wanted}. Your objection holds this up:"
        " nothing is published before it is decided.",
        "本机关已于{day}告知您：决定{wanted}。您已提出异议，异议作出决定之前不予公布。",
        day=_notified_on(facts),
        wanted=_wanted(facts),
    )


def _lapsed(facts: Facts) -> Text:
    return said(
        "It had been decided that {wanted}. It came to nothing, and nothing was published.",
        "本机关曾决定{wanted}，该决定已经失效，未曾对外公布。",
        wanted=_wanted(facts),
    )


def _standing(facts: Facts) -> Text:
    assert facts.listing is not None  # noqa: S101 - only a listing stands
    kind = FAVOURABLE if facts.is_favourable else ADVERSE
    return said(
        "You have been on this list since {day}: {name}. {kind}",
        "您自{day}起被列入以下名单：{name}。{kind}",
        day=on(facts.listing.listed_on),
        name=stripped(facts.list_name),
        kind=kind,
    )


FAVOURABLE = said(
    "The list is favourable: it burdens nobody.", "该名单为守信名单，不带来不利后果。"
)
ADVERSE = said("The list is adverse.", "该名单为失信类名单，会带来不利后果。")


def _ended(facts: Facts) -> Text:
    assert facts.listing is not None  # noqa: S101 - only a listing ends
    return said(
        "You were on this list from {first} until the end of {last}: {name}. It counts no longer.",
        "您自{first}起至{last}止被列入以下名单：{name}。该条目已不再有效。",
        first=on(facts.listing.listed_on),
        last=last_day_before(facts.listing.stands_until),
        name=stripped(facts.list_name),
    )


def _withdrawn(facts: Facts) -> Text:
    assert facts.listing is not None  # noqa: S101 - only a listing is withdrawn
    listing = facts.listing
    return said(
        "You were on this list from {first} until it was withdrawn on {last}: {name}. It counts no"
        " longer.",
        "您自{first}起被列入以下名单：{name}；该条目已于{last}撤销，不再有效。",
        first=on(listing.listed_on),
        last=on(listing.withdrawn_on or listing.stands_until),
        name=stripped(facts.list_name),
    )


def _notified_on(facts: Facts) -> Text:
    notified_at = facts.proposal.notified_at or facts.proposal.proposed_at
    return on(legal_day(notified_at))


def _read_by(facts: Facts) -> Text:
    """Who else may read it."""
    if not facts.leaves:
        return STAYS
    return PUBLIC if facts.is_public else SHARED


STAYS = said(
    "This list does not leave the authority: nothing of it is sent to anybody.",
    "该名单仅由本机关保存，不向任何单位报送。",
)
PUBLIC = said(
    "The list is public: anybody can read your name, your number with the birthday masked, this"
    " authority and the ground.",
    "该名单向社会公布：任何人都可查到您的姓名（名称）、出生月日已隐去的号码、发布机关和列入理由。",
)
SHARED = said(
    "The list is not public: only partners of an agreement can read your name, your number with the"
    " birthday masked, this authority and the ground.",
    "该名单不向社会公布：仅备忘录签署单位可查到您的姓名（名称）、出生月日已隐去的号码、发布机关和列入理由。",
)


def _brought_about(facts: Facts) -> Iterator[Text]:
    """What the list brings about for whoever is on it, where this authority's own rules say so.

    What reaches persons behind a firm is told to them, with their tie to it.
    """
    for row in facts.rules.rows.values():
        if _brings_about(row, facts.proposal.list):
            yield said(
                "What follows from it: {what}.", "由此带来的后果：{what}。", what=stripped(row.says)
            )


def _brings_about(row: Row, list_id: str) -> bool:
    value = row.value
    return isinstance(value, Consequence) and value.of == list_id and not value.through


TELLERS: dict[Stage, Callable[[Facts], Text]] = {
    Stage.PROPOSED: _proposed,
    Stage.APPROVED: _approved,
    Stage.REFUSED: _refused,
    Stage.WAITING: _waiting,
    Stage.STAYED: _stayed,
    Stage.LAPSED: _lapsed,
    Stage.STANDING: _standing,
    Stage.ENDED: _ended,
    Stage.WITHDRAWN: _withdrawn,
}
