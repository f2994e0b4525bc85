"""An order that restricts consumption, told to one of those whom it reaches."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.court.api.rule_words import called, each, length, own_time, sourced
from services.court.domain import Restriction
from services.court.domain.endings import endings_of
from services.court.domain.fitness import LIFTING_TERM
from services.court.domain.restrictions import BREACH_ANSWERED, DEBTOR, measures
from shared.calendar import legal_day
from shared.ledger.listing import Listing
from shared.plain import last_day_before, on, said
from shared.rulebook import Rules, Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where one party stands under an order: as what, and whether it ever came to bind it."""

    role: str | None
    listing: Listing | None
    is_under_way: bool

    def may_still_bind(self, order: Restriction) -> bool:
        """Whether it binds the party, or may come to it."""
        if order.lifted_at is not None:
            return False
        return self.is_under_way if self.listing is None else self.listing.withdrawn_on is None


def order_told(order: Restriction, place: Place, rules: Rules) -> list[Text]:
    """What it is, as what it reaches the party, from when until when, and how it ends."""
    told = [_asked(order, rules), *_reached(place, rules), _counts(place)]
    if place.may_still_bind(order):
        told += [_forbidden(rules), *_breach(rules), *_ends(order, rules)]
    return [*told, *_lifted(order, rules)]


def _asked(order: Restriction, rules: Rules) -> Text:
    return said(
        "On {day} an officer of this court asked for an order that restricts your consumption, on"
        " this ground: {ground}.",
        "{day}，本院经办人员提出对您采取限制消费措施，理由：{ground}。",
        day=on(legal_day(order.ordered_at)),
        ground=called(rules, order.ground),
    )


def _reached(place: Place, rules: Rules) -> Iterator[Text]:
    if place.role == DEBTOR:
        yield said(
            "It reaches you as the debtor of the judgment.", "您系判决的被执行人，因此受其约束。"
        )
    elif place.role is not None:
        yield said(
            "You owe nothing under the judgment. It reaches you because of what you are to the body"
            " that does: {role}.",
            "您本人不是被执行人；因您与被执行单位的以下关系而受其约束：{role}。",
            role=called(rules, place.role),
        )
        yield from sourced(rules, place.role)


def _counts(place: Place) -> Text:
    """From when until when it binds the party, if it ever did."""
    if place.listing is None:
        return NOT_YET if place.is_under_way else NEVER
    first, withdrawn = on(place.listing.listed_on), place.listing.withdrawn_on
    if withdrawn is not None:
        return said(
            "It bound you from {first} until it ended on {last}.",
            "该措施自{first}起约束您，已于{last}终止。",
            first=first,
            last=on(withdrawn),
        )
    return said(
        "It counts from {first} until the end of {last}, unless it is lifted sooner.",
        "该措施自{first}起至{last}止有效，提前解除的除外。",
        first=first,
        last=last_day_before(place.listing.stands_until),
    )


NOT_YET = said(
    "It does not bind you yet: the procedure in this file must run its course first.",
    "该措施目前尚不约束您：须先完成本档案所载的程序。",
)
NEVER = said("It came to nothing and never bound you.", "该措施未生效，从未约束您。")


def _forbidden(rules: Rules) -> Text:
    return said(
        "On the days on which it counts it forbids you: {measures}.",
        "有效期间，禁止您有以下消费行为：{measures}。",
        measures=each(rules, measures(rules)),
    )


def _breach(rules: Rules) -> Iterator[Text]:
    if BREACH_ANSWERED in rules.rows:
        yield said(
            "If it is broken: {what}.",
            "违反的后果：{what}。",
            what=called(rules, BREACH_ANSWERED),
        )


def _ends(order: Restriction, rules: Rules) -> Iterator[Text]:
    """For which reasons the court must, or may, lift it; for everybody at once."""
    must, may = (endings_of(order.ground, rules, must=owed) for owed in (True, False))
    if must:
        yield said(
            "The court must lift it, within {time}, for each of these reasons: {reasons}.",
            "有下列情形之一的，法院应当在{time}内解除：{reasons}。",
            time=length(rules, LIFTING_TERM),
            reasons=each(rules, must),
        )
        yield from own_time(rules, LIFTING_TERM)
    if may:
        yield said(
            "The court may lift it for each of these reasons: {reasons}.",
            "有下列情形之一的，法院可以解除：{reasons}。",
            reasons=each(rules, may),
        )
    yield from _bases(rules, [*must, *may])


def _bases(rules: Rules, rule_ids: Iterable[str]) -> Iterator[Text]:
    """What those reasons rest on, each source once."""
    found = [sentence for one in rule_ids for sentence in sourced(rules, one)]
    yield from {sentence.en: sentence for sentence in found}.values()


def _lifted(order: Restriction, rules: Rules) -> Iterator[Text]:
    if order.lifted_at is not None and order.lifted_because is not None:
        yield said(
            "On {day} it was lifted for everybody whom it reached, for this reason: {why}.",
            "{day}，该措施对所有受约束者一并解除，原因：{why}。",
            day=on(legal_day(order.lifted_at)),
            why=called(rules, order.lifted_because),
        )
        yield from sourced(rules, order.lifted_because)
