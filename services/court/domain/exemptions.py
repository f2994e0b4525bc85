"""Exemptions from an order that restricts consumption: asked for by the party, for days.

2010 Provisions, Art. 8 (necessary spending); 法发〔2019〕35号 (a lift for a short time). Which of
the latter's reasons it was, an illness or an exam, stays on paper: nothing about health is held.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.court.domain.refusals import (
    AlreadyDecided,
    DatesOutOfOrder,
    MeasureUnknown,
    NoSuchRelief,
    TermOutOfBounds,
)
from services.court.domain.restrictions import measures
from shared.rulebook import Exemption, Rules


@dataclass(frozen=True, slots=True)
class ExemptionAsked:
    """What a party wants to be free to do, and on which days; and the answer."""

    id: str
    restriction_id: str
    ref: str
    exemption: str
    measure: str
    from_on: date
    until_on: date
    asked_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    is_granted: bool | None = None
    reasons: str | None = None

    def decide(self, *, is_granted: bool, reasons: str, by: str, at: datetime) -> "ExemptionAsked":
        """The answer, with reasons; nobody decides twice."""
        if self.decided_at is not None:
            raise AlreadyDecided("This was decided before.")
        return replace(self, decided_by=by, decided_at=at, is_granted=is_granted, reasons=reasons)

    def pauses(self, day: date) -> bool:
        """Whether on that day nobody may act on the listing."""
        return bool(self.is_granted) and self.from_on <= day <= self.until_on


def must_be_askable(asked: ExemptionAsked, rules: Rules, today: date) -> None:
    """Raise unless the rules know this exemption, for this measure and so many days."""
    exemption = rules.all_of(Exemption).get(asked.exemption)
    if exemption is None:
        raise NoSuchRelief("The rules in force know no such exemption.")
    if asked.measure not in (exemption.effects or measures(rules)):
        raise MeasureUnknown("This exemption is not for this measure.")
    if not today <= asked.from_on <= asked.until_on:
        raise DatesOutOfOrder("An exemption is for days to come, in their order.")
    if asked.until_on > rules.after(asked.from_on, longest(asked.exemption)):
        raise TermOutOfBounds("The rules do not allow so many days.")


def longest(exemption_id: str) -> str:
    """The row that says how long this exemption lasts at most."""
    return f"{exemption_id}-longest"


def is_paused(asked: Iterable[ExemptionAsked], day: date) -> bool:
    """Whether one of these exemptions covers that day."""
    return any(one.pauses(day) for one in asked)
