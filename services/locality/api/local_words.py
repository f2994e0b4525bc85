"""An act on which a local list may rest, told to the party: what was found, and all that followed.

How a listing comes about and ends is told by the common procedure; this is what is held besides.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from services.locality.api.local_shapes import LocalCaseShown, PenaltyShown
from services.locality.domain.local_list import READ_BY, LocalCase, Readers, forget_on
from shared.ledger.listing import Listing
from shared.plain import counted, on, quoted, said, stripped
from shared.procedure.told.rule_told import resting_on
from shared.rulebook import Rules, Text


def case_held(case: LocalCase, listings: Iterable[Listing], rules: Rules) -> dict[str, Any]:
    """The act as its party reads it, with its own sentences."""
    listings = list(listings)
    shown = LocalCaseShown.of(case, listings, rules)
    told = [
        _found(shown),
        *_behind(shown, rules),
        *map(_imposed, shown.penalties),
        _burdens(shown),
        *_readers(listings, rules),
        *_kept(case, listings, rules),
    ]
    return shown.model_dump(mode="json") | {"in_plain_words": [one.model_dump() for one in told]}


def _found(shown: LocalCaseShown) -> Text:
    return said(
        "On {day} this was found about you: {what}. The facts were recorded so: {facts}",
        "{day}，认定您有以下行为：{what}。记载的事实：{facts}",
        day=on(shown.found_on),
        what=stripped(shown.says),
        facts=quoted(shown.facts),
    )


def _behind(shown: LocalCaseShown, rules: Rules) -> Iterator[Text]:
    """What the rule rests on; a code that is no longer in force has nothing behind it."""
    row = rules.rows.get(shown.ground)
    if row is None:
        yield said("The rules in force here no longer have it.", "现行规则中已无此项。")
    else:
        yield from resting_on(row)


def _imposed(penalty: PenaltyShown) -> Text:
    return said(
        "On {day} this was imposed for it: {what}.",
        "{day}，因此受到以下处理：{what}。",
        day=on(penalty.imposed_on),
        what=stripped(penalty.says),
    )


def _burdens(shown: LocalCaseShown) -> Text:
    return said(
        "That makes {burdens} for this one act, each place on a list counted too. They cost no"
        " points.",
        "因同一行为共承受{burdens}（列入名单也计入）；这些均不扣分。",
        burdens=counted(shown.burdens_count, "burden", "burdens", "项负担"),
    )


def _readers(listings: list[Listing], rules: Rules) -> Iterator[Text]:
    """Who may read the list, where somebody besides officers may."""
    if listings and READ_BY in rules.rows and rules.word(READ_BY) == Readers.RESIDENTS:
        yield said(
            "While you are on the list for it, registered residents of this place can read your"
            " name, your number with the birthday masked, the ground and the days; nobody may act"
            " on that.",
            "在名单有效期间，本地登记居民可以查看您的姓名、出生月日已隐去的号码、列入理由和起止日期；"
            "任何人不得据此采取措施。",
        )


def _kept(case: LocalCase, listings: list[Listing], rules: Rules) -> Iterator[Text]:
    day = forget_on(case, listings, rules)
    if day is not None:
        yield said(
            "It is deleted on {day} with everything about it, unless a later listing rests on it.",
            "该信息及其全部相关内容于{day}删除；此后另有名单以其为依据的除外。",
            day=on(day),
        )
