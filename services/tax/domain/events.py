"""What the tax office's own work finds about a firm, as events that an evaluation counts."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from services.tax.domain.taxpayers import must_not_be_future
from services.tax.domain.thresholds import reaches_amount, reaches_share
from services.tax.domain.violations import BelowThreshold
from shared.errors import BadInput, Conflict
from shared.rulebook import Indicator, Rules
from shared.signature import Signature


class IndicatorUnknown(BadInput):
    """The rulebook in force has no such indicator."""

    code = "indicator_unknown"


class AmountNeeded(BadInput):
    """The rule deducts by amount or by share of the year's tax, so they must be told."""

    code = "amount_needed"


class FollowsFromTie(BadInput):
    """What follows from a person's tie is never recorded by hand: a cut tie must undo all of it."""

    code = "follows_from_tie"


class AlreadyStruck(Conflict):
    """An event is struck once, and for good."""

    code = "already_struck"


class CorrectedBefore(BadInput):
    """Nothing is put right before it happened."""

    code = "corrected_before"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing found about a firm: which indicator, when, about how much, what became of it."""

    id: str
    taxpayer_id: str
    indicator: str
    happened_on: date
    amount_yuan: int | None = None
    year_tax_yuan: int | None = None
    violation_id: str | None = None
    recorded_by: str = ""
    recorded_at: datetime | None = None
    corrected_on: date | None = None
    struck_at: datetime | None = None
    struck_by: str | None = None
    struck_because: str | None = None

    def correct(self, corrected_on: date, today: date) -> "Event":
        """The conduct was put right; the first day of it counts."""
        must_not_be_future(corrected_on, today)
        if corrected_on < self.happened_on:
            raise CorrectedBefore("Nothing is put right before it happened.")
        return replace(self, corrected_on=min(self.corrected_on or corrected_on, corrected_on))

    def strike(self, signed: Signature, because: str) -> "Event":
        """It was recorded in error; it counts nowhere any more."""
        if self.struck_at is not None:
            raise AlreadyStruck("This event was struck before.")
        return replace(self, struck_at=signed.at, struck_by=signed.by, struck_because=because)


def indicator_in(rules: Rules, indicator_id: str) -> Indicator:
    """The indicator; IndicatorUnknown if the rules in force have none of that name."""
    row = rules.rows.get(indicator_id)
    if row is None or not isinstance(row.value, Indicator):
        raise IndicatorUnknown("The rulebook in force has no such indicator.")
    return row.value


def must_be_recordable(event: Event, rules: Rules, today: date) -> None:
    """Raise unless the rules in force can count this event."""
    indicator = indicator_in(rules, event.indicator)
    if indicator.through:
        raise FollowsFromTie("This follows from who stands behind the firm; nobody records it.")
    must_not_be_future(event.happened_on, today)
    has_amount = f"{event.indicator}-amount" in rules.rows
    has_share = f"{event.indicator}-share" in rules.rows
    if (has_amount or has_share) and event.amount_yuan is None:
        raise AmountNeeded("This indicator is counted by its amount.")
    if has_share and event.year_tax_yuan is None:
        raise AmountNeeded("This indicator is counted by its share of the year's tax.")
    if indicator.brings == "direct-d" and not reaches_threshold(event, rules):
        raise BelowThreshold("Below the thresholds in force; record it as under-reporting.")


def reaches_threshold(event: Event, rules: Rules) -> bool:
    """Whether an event reaches the amount and the share of its indicator, where it has them."""
    amount = event.amount_yuan or 0
    return reaches_amount(rules, event.indicator, amount) and reaches_share(
        rules, event.indicator, amount, event.year_tax_yuan
    )
