"""A case: what was found about one party, what was imposed for it, and what became of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from services.sector_list.domain.refusals import (
    AlreadyCorrected,
    AlreadyDecided,
    AlreadyOrdered,
    DateInFuture,
    DatesOutOfOrder,
    NotLeft,
)
from shared.identifiers import Party


@dataclass(frozen=True, slots=True)
class Penalty:
    """Something imposed for what was found, by a code of the rulebook."""

    code: str
    imposed_on: date


@dataclass(frozen=True, slots=True)
class Case:
    """One finding about one party; `ground` is a ground or a finding of the rulebook."""

    id: str
    party: Party
    ground: str
    found_on: date
    facts: str
    is_decided: bool
    recorded_by: str
    recorded_at: datetime
    amount_yuan: int | None = None
    persons_count: int | None = None
    correct_by: date | None = None
    corrected_on: date | None = None
    has_promised: bool = False
    penalties: tuple[Penalty, ...] = ()

    def must_be_plausible(self, today: date) -> None:
        """Raise unless everything in it has happened, and in this order."""
        if self.found_on > today:
            raise DateInFuture("What lies in the future has not been found.")
        for penalty in self.penalties:
            self._must_follow(penalty.imposed_on, today)

    def decide(self) -> "Case":
        """The authority has decided that it is so."""
        if self.is_decided:
            raise AlreadyDecided("This case was decided before.")
        return replace(self, is_decided=True)

    def impose(self, penalty: Penalty, today: date) -> "Case":
        """One more penalty for the same act; each is counted."""
        self._must_follow(penalty.imposed_on, today)
        return replace(self, penalties=(*self.penalties, penalty))

    def order(self, correct_by: date) -> "Case":
        """The party is ordered to put it right by a day."""
        self._must_not_be_corrected()
        if self.correct_by is not None:
            raise AlreadyOrdered("The party was ordered to put this right before.")
        return replace(self, correct_by=correct_by)

    def correct(self, on: date, today: date, *, has_promised: bool) -> "Case":
        """The party has put it right, and perhaps promised to keep it so."""
        self._must_not_be_corrected()
        self._must_follow(on, today)
        return replace(self, corrected_on=on, has_promised=has_promised)

    def promise(self) -> "Case":
        """The promise can be made later than the thing was put right."""
        return replace(self, has_promised=True)

    def _must_not_be_corrected(self) -> None:
        if self.corrected_on is not None:
            raise AlreadyCorrected("What was found has been put right.")

    def _must_follow(self, day: date, today: date) -> None:
        if day > today:
            raise DateInFuture("What lies in the future has not happened.")
        if day < self.found_on:
            raise DatesOutOfOrder("Nothing follows from what has not been found yet.")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who has joined a body of its own free will."""

    id: str
    party: Party
    joined_on: date
    recorded_by: str
    recorded_at: datetime
    left_on: date | None = None

    def is_one_on(self, day: date) -> bool:
        """Whether it was a member on that day."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)

    def leave(self, on: date) -> "Member":
        """It leaves as freely as it has joined."""
        if self.left_on is not None:
            raise NotLeft("This member has left before.")
        return replace(self, left_on=on)
