"""Circumstances that bar a listing, as an officer has noted them on a judgment.

2017 Provisions, Art. 3 and 4; 2013 Provisions, Art. 1; 法发〔2019〕35号. Which grounds each bars
stands in its row of the rulebook.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.court.domain.judgments import Judgment
from services.court.domain.refusals import (
    AlreadyEnded,
    BarUnknown,
    DateInFuture,
    DatesOutOfOrder,
    ListingBarred,
)
from shared.contract import Cause
from shared.ledger.listing import Listing
from shared.rulebook import Bar, Rules


@dataclass(frozen=True, slots=True)
class Circumstance:
    """One circumstance on one judgment; until its last day, or for as long as nobody ends it."""

    id: str
    judgment_id: str
    bar: str
    since_on: date
    until_on: date | None
    recorded_by: str
    recorded_at: datetime
    ended_by: str | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it was there on that day, both ends included."""
        return self.since_on <= day and (self.until_on is None or day <= self.until_on)

    def end(self, last_day: date, by: str) -> "Circumstance":
        """It holds no longer than that day."""
        if self.until_on is not None and self.until_on <= last_day:
            raise AlreadyEnded("This circumstance ends no later than that already.")
        if last_day < self.since_on:
            raise DatesOutOfOrder("What has not begun cannot have ended.")
        return replace(self, until_on=last_day, ended_by=by)


def must_be_recordable(
    judgment: Judgment, circumstance: Circumstance, rules: Rules, today: date
) -> None:
    """Raise unless the rules in force know this circumstance, and it can have begun."""
    bar = rules.all_of(Bar).get(circumstance.bar)
    if bar is None or judgment.party.kind not in bar.kinds:
        raise BarUnknown("The rules in force know no such circumstance for this party.")
    if circumstance.since_on > today:
        raise DateInFuture("What lies in the future is no circumstance yet.")
    if circumstance.until_on is not None and circumstance.until_on < circumstance.since_on:
        raise DatesOutOfOrder("A circumstance ends after it has begun.")


def must_not_be_barred(
    known: Iterable[Circumstance], ground: str, rules: Rules, today: date
) -> None:
    """ListingBarred if a circumstance of that day stands against a listing on this ground."""
    for one in barring(known, ground, rules):
        if one.holds_on(today):
            raise ListingBarred("A circumstance of the case bars this listing.", bar=one.bar)


def barring(known: Iterable[Circumstance], ground: str, rules: Rules) -> Iterator[Circumstance]:
    """The circumstances that, while they hold, stand against a listing on this ground."""
    bars = rules.all_of(Bar)
    return (one for one in known if one.bar in bars and ground in bars[one.bar].grounds)


def withdrawal_for(
    known: Iterable[Circumstance], listing: Listing, rules: Rules, today: date
) -> tuple[Circumstance, Cause] | None:
    """Why a standing listing must go: it was made in spite of a bar, or a bar arose since."""
    for one in barring(known, listing.reason, rules):
        if one.holds_on(listing.listed_on):
            return one, Cause.LISTED_IN_ERROR
        if one.holds_on(today):
            return one, rules.all_of(Bar)[one.bar].cause
    return None
