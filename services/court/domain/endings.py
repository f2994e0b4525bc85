"""How a listing, or an order, ends before its date, and what follows for a new one.

2017 Provisions, Art. 2 (2) and 10; 2013 Provisions, Art. 7; 2010 Provisions on consumption, Art. 9.
An end of Art. 10 is not for the fixed terms of grounds 2 to 6: the rows name the grounds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.court.domain.judgments import Judgment
from services.court.domain.refusals import (
    EndingNotForGround,
    EndingNotReached,
    EndingUnknown,
    RelistingBarred,
)
from shared.calendar import legal_day
from shared.rulebook import Ending, Rules
from shared.rulebook.orders import Need

FEWEST_SEARCHES, RELISTING_BAR = "fewest-asset-searches", "relisting-bar"


@dataclass(frozen=True, slots=True)
class Deletion:
    """A listing that an officer has ended for one of the rules' reasons."""

    ref: str
    judgment_id: str
    ending: str
    decided_by: str
    decided_at: datetime
    reasons: str | None = None
    asset_search_count: int | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What an end is measured by."""

    judgment: Judgment
    asset_search_count: int | None = None
    is_listed_as_defaulter: bool = False

    def searched(self, count: int | None) -> "Situation":
        """The same, with so many asset searches that found nothing."""
        return replace(self, asset_search_count=count)


def ending_for(ground: str, ending_id: str, rules: Rules) -> Ending:
    """The reason, if the rules in force know it and let a listing on this ground end by it."""
    ending = rules.all_of(Ending).get(ending_id)
    if ending is None:
        raise EndingUnknown("The rules in force know no such reason for an end.")
    if ground not in ending.grounds:
        raise EndingNotForGround("A listing on this ground does not end for this reason.")
    return ending


def must_be_reached(ending: Ending, situation: Situation, rules: Rules) -> None:
    """EndingNotReached unless what this end needs has happened."""
    if not _is_reached(ending.needs, situation, rules):
        raise EndingNotReached("What must have happened for this end has not happened.")


def _is_reached(need: Need, situation: Situation, rules: Rules) -> bool:
    if need == "full-performance":
        return situation.judgment.performed_on is not None
    if need == "any-performance":
        return bool(situation.judgment.performances)
    if need == "asset-searches":
        return (situation.asset_search_count or 0) >= rules.number(FEWEST_SEARCHES)
    if need == "listing-ended":
        return not situation.is_listed_as_defaulter
    return True


def due_endings(ground: str, situation: Situation, rules: Rules, *, must: bool) -> list[str]:
    """The ends by performance that the court owes (`must`), or may grant, in this situation."""
    return [
        ending_id
        for ending_id, ending in endings_of(ground, rules, must=must).items()
        if ending.needs in ("any-performance", "full-performance", "listing-ended")
        and _is_reached(ending.needs, situation, rules)
    ]


def endings_of(ground: str, rules: Rules, *, must: bool) -> dict[str, Ending]:
    """The reasons for which what rests on this ground must, or may, end before its date."""
    return {
        key: ending
        for key, ending in rules.all_of(Ending).items()
        if ground in ending.grounds and ending.must is must
    }


def barred_until(deletions: Iterable[Deletion], rules: Rules) -> date | None:
    """The last day on which nobody is listed again after a deletion the creditor asked for."""
    if RELISTING_BAR not in rules.rows:
        return None
    asked = {key for key, one in rules.all_of(Ending).items() if one.needs == "creditors-request"}
    days = (legal_day(one.decided_at) for one in deletions if one.ending in asked)
    return max((rules.after(day, RELISTING_BAR) for day in days), default=None)


def must_be_relistable(deletions: Iterable[Deletion], rules: Rules, today: date) -> None:
    """RelistingBarred while the time after a deletion at the creditor's request runs."""
    last_day = barred_until(deletions, rules)
    if last_day is not None and today <= last_day:
        raise RelistingBarred(f"Nobody is listed again in this case before {last_day} has passed.")
