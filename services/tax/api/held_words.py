"""What the tax authority holds of its own, told to its party in both languages."""

from collections.abc import Iterator

from services.tax.domain.events import Event
from services.tax.domain.taxpayers import Taxpayer
from services.tax.domain.violations import Violation
from shared.calendar import legal_day
from shared.plain import on, quoted, said, stripped
from shared.procedure.rules_shown import RuleCited
from shared.rulebook import Rules, Text


def taxpayer_told(taxpayer: Taxpayer) -> list[Text]:
    """Since when a party is registered."""
    return [
        said(
            "You have been registered here as a taxpayer since {day}.",
            "您自{day}起在本机关登记为纳税人。",
            day=on(legal_day(taxpayer.registered_at)),
        )
    ]


def event_told(event: Event, rules: Rules) -> list[Text]:
    """What was found, about how much, and what became of it."""
    return [*_happened(event, rules), *_amount(event.amount_yuan), *_became(event)]


def _happened(event: Event, rules: Rules) -> Iterator[Text]:
    yield said(
        "On {day} this happened, as recorded here: {what}.",
        "据本机关记录，{day}发生：{what}。",
        day=on(event.happened_on),
        what=stripped(RuleCited.of(event.indicator, rules).says),
    )


def _amount(yuan: int | None) -> Iterator[Text]:
    if yuan:
        yield Text(en=f"It is about {yuan:,} yuan.", zh=f"涉及金额{yuan}元。")


def _became(event: Event) -> Iterator[Text]:
    if event.struck_at is not None:
        yield said(
            "It was struck on {day} and counts for nothing.",
            "该记录已于{day}撤销，不再计算。",
            day=on(legal_day(event.struck_at)),
        )
        yield from _because(event.struck_because)
    if event.corrected_on is not None:
        yield said("You put it right on {day}.", "您已于{day}纠正。", day=on(event.corrected_on))


def _because(reasons: str | None) -> Iterator[Text]:
    if reasons:
        yield said("The reasons given are: {why}", "所述理由：{why}", why=quoted(reasons))


def violation_told(case: Violation, rules: Rules) -> list[Text]:
    """What was decided, whether it can still be challenged, what was paid."""
    return [*_decided(case, rules), *_amount(case.amount_yuan), _standing(case), *_paid(case)]


def _decided(case: Violation, rules: Rules) -> Iterator[Text]:
    yield said(
        "A decision of {day} found this: {what}.",
        "{day}作出的决定认定：{what}。",
        day=on(case.decided_on),
        what=stripped(RuleCited.of(case.ground, rules).says),
    )


def _standing(case: Violation) -> Text:
    if case.quashed_at is None:
        return FINAL if case.is_final else NOT_FINAL
    return said(
        "It was set aside on {day}: nobody is listed for it.",
        "该决定已于{day}被撤销，不得据此列入名单。",
        day=on(legal_day(case.quashed_at)),
    )


FINAL = said("It can no longer be challenged.", "该决定已不可再争议。")
NOT_FINAL = said(
    "It can still be challenged, and nobody is listed for it as long as it can.",
    "该决定仍可争议，在此期间不得据此列入名单。",
)


def _paid(case: Violation) -> Iterator[Text]:
    yield from _because(case.quashed_because)
    if case.paid_on is not None:
        yield said(
            "Taxes, interest and fines were all paid on {day}.",
            "税款、滞纳金和罚款已于{day}全部缴清。",
            day=on(case.paid_on),
        )
