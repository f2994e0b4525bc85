"""Cases and memberships told to their party, in both languages."""

from collections.abc import Iterator
from datetime import date

from services.sector_list.domain import Case, Member
from services.sector_list.domain.remission import has_early_end
from shared.ledger.listing import Listing
from shared.plain import on, quoted, said, stripped
from shared.rulebook import Rules, Text


def case_told(case: Case, rules: Rules) -> list[Text]:
    """What was found, whether it is decided, what was imposed, what was put right."""
    return [_found(case, rules), *_imposed(case, rules), *_ordered(case), *_put_right(case)]


def early_end_told(listing: Listing, may_end_on: date | None, rules: Rules) -> list[Text]:
    """From when a listing may end before its term, or what is still missing for that."""
    if not has_early_end(listing.list, rules):
        return []
    if may_end_on is None:
        return [EARLY_END_NEEDS]
    return [
        said(
            "The listing that rests on it may end early from {day} on; an officer of this authority"
            " sees to it.",
            "据此列入的条目自{day}起可提前移出，由本机关人员办理。",
            day=on(may_end_on),
        )
    ]


EARLY_END_NEEDS = said(
    "The listing that rests on it can end early only after you have put it right and promised to"
    " keep it so.",
    "据此列入的条目须在您改正并作出信用承诺之后，方可提前移出。",
)


def member_told(member: Member) -> Text:
    """Since when, and until when if it has left."""
    if member.left_on is None:
        return said(
            "You have been a member since {day}.", "您自{day}起为会员。", day=on(member.joined_on)
        )
    return said(
        "You were a member from {first} until {last}.",
        "您自{first}起为会员，于{last}退出。",
        first=on(member.joined_on),
        last=on(member.left_on),
    )


def words_of(rule_id: str, rules: Rules) -> Text:
    """What a row says, or its code where the rules in force no longer have it."""
    row = rules.rows.get(rule_id)
    return row.says if row else Text(en=rule_id, zh=rule_id)


def _found(case: Case, rules: Rules) -> Text:
    return said(
        "On {day} this was found: {what}. The facts recorded are: {facts} {decided}",
        "{day}发现：{what}。记录的事实：{facts}{decided}",
        day=on(case.found_on),
        what=stripped(words_of(case.ground, rules)),
        facts=quoted(case.facts),
        decided=DECIDED if case.is_decided else UNDECIDED,
    )


DECIDED = said("It has been decided that it was so.", "该认定已经作出决定。")
UNDECIDED = said(
    "It is not decided yet whether it was so; nobody is listed for it before.",
    "该认定尚未作出决定，在此之前不得据此列入名单。",
)


def _imposed(case: Case, rules: Rules) -> Iterator[Text]:
    for penalty in case.penalties:
        yield said(
            "On {day} this was imposed: {what}.",
            "{day}给予以下处理：{what}。",
            day=on(penalty.imposed_on),
            what=stripped(words_of(penalty.code, rules)),
        )


def _ordered(case: Case) -> Iterator[Text]:
    if case.correct_by is not None:
        yield said(
            "You were ordered to put it right by {day}.",
            "责令您不迟于{day}改正。",
            day=on(case.correct_by),
        )


def _put_right(case: Case) -> Iterator[Text]:
    if case.corrected_on is not None:
        yield said(
            "You put it right on {day}. {promised}",
            "您已于{day}改正。{promised}",
            day=on(case.corrected_on),
            promised=PROMISED if case.has_promised else NOT_PROMISED,
        )


PROMISED = said("You have promised to keep it so.", "您已作出信用承诺。")
NOT_PROMISED = said("The promise to keep it so is missing.", "尚未作出信用承诺。")
