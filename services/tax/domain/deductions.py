"""What events take off, and what is given back for those that were put right."""

from collections.abc import Iterator, Sequence

from services.tax.domain.events import Event, reaches_threshold
from services.tax.domain.lines import HUNDRED, Line, Why
from services.tax.domain.repair import share_given_back
from services.tax.domain.scale import Scale
from services.tax.domain.thresholds import reaches_share
from shared.rulebook import Indicator, Rules

Group = tuple[str, int]


def deductions(events: Sequence[Event], scale: Scale) -> Iterator[Line]:
    """The lines of a year's events, which come in order."""
    counting = _counting(events, scale)
    for event in events:
        indicator = scale.indicators.get(event.indicator)
        if indicator is None:
            yield Line(0, Why.NOT_IN_RULES, event.indicator, event.id)
        elif indicator.brings == "direct-d":
            yield from _below_threshold(event, scale.rules)
        elif event.id not in counting:
            yield Line(0, Why.COUNTED_BEFORE, event.indicator, event.id)
        else:
            yield from _counted(event, indicator, scale.rules)


def _below_threshold(event: Event, rules: Rules) -> Iterator[Line]:
    """What makes a firm D takes no points off; below its threshold it does nothing at all."""
    if not reaches_threshold(event, rules):
        yield Line(0, Why.BELOW_THRESHOLD, event.indicator, event.id)


def _counted(event: Event, indicator: Indicator, rules: Rules) -> Iterator[Line]:
    taken = taken_off(event, indicator, rules)
    if taken == 0:
        why = Why.FACT if indicator.recurring else Why.CLEAN_AUDIT
        yield Line(0, why, event.indicator, event.id)
        return
    yield Line(-taken, Why.DEDUCTED, event.indicator, event.id)
    if back := given_back(taken, event, indicator, rules):
        yield Line(back, Why.GIVEN_BACK, event.indicator, event.id)


def _counting(events: Sequence[Event], scale: Scale) -> set[str]:
    """The events that count: of those that count once in a month or year, the gravest one left."""
    counting: set[str] = set()
    gravest: dict[Group, tuple[int, Event]] = {}
    for event in events:
        indicator = scale.indicators.get(event.indicator)
        if indicator is None or indicator.counts == "each-time":
            counting.add(event.id)
            continue
        month = event.happened_on.month if indicator.counts == "each-month" else 0
        left = _left(event, indicator, scale.rules)
        group = (event.indicator, month)
        if group not in gravest or left > gravest[group][0]:
            gravest[group] = (left, event)
    return counting | {event.id for _, event in gravest.values()}


def _left(event: Event, indicator: Indicator, rules: Rules) -> int:
    taken = taken_off(event, indicator, rules)
    return taken - given_back(taken, event, indicator, rules)


def taken_off(event: Event, indicator: Indicator, rules: Rules) -> int:
    """What an event takes off, in hundredths: more from an amount on, and a share on top."""
    amount = event.amount_yuan or 0
    points = indicator.points
    least_yuan = rules.number_if_any(f"{event.indicator}-amount")
    if least_yuan is not None and amount >= least_yuan:
        points = rules.number(f"{event.indicator}-points")
    return points * HUNDRED + _share_on_top(event, rules)


def _share_on_top(event: Event, rules: Rules) -> int:
    """A point for each percent of the year's tax; broken hundredths are let go."""
    if f"{event.indicator}-share" not in rules.rows or event.amount_yuan is None:
        return 0
    if not reaches_share(rules, event.indicator, event.amount_yuan, event.year_tax_yuan):
        return 0
    return event.amount_yuan * 100 * HUNDRED // (event.year_tax_yuan or event.amount_yuan or 1)


def given_back(taken: int, event: Event, indicator: Indicator, rules: Rules) -> int:
    """What is given back of it, in hundredths."""
    return int(taken * share_given_back(event, rules)) if indicator.repair == "points" else 0
