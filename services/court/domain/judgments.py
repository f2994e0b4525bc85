"""What a judgment demands, what became of it, and whether its debtor is in default."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.court.domain.refusals import (
    AlreadyNotified,
    AmountWrong,
    DateInFuture,
    DatesOutOfOrder,
    DutyNotDue,
    DutyPerformed,
    NotNotified,
    PartyIsMinor,
)
from shared.identifiers import Kind, Party, age_on


class Duty(StrEnum):
    """What a judgment demands."""

    PAY = "pay"
    ACT = "act"
    DESIST = "desist"
    APOLOGISE = "apologise"
    VISIT = "visit"  # a parent, say (the paper's footnote 22)


class Severity(StrEnum):
    """How grave the court finds the case; the list does not tell one from the other."""

    MINOR = "minor"
    ORDINARY = "ordinary"
    GRAVE = "grave"


class Extent(StrEnum):
    """How much of a duty was performed."""

    PARTIAL = "partial"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class EnforcementNotice:
    """A call to perform within a period, with or without the warning that listing may follow."""

    given_on: date
    perform_by: date
    warns_of_listing: bool


@dataclass(frozen=True, slots=True)
class Performance:
    """Something done towards the duty; an amount only where the duty is to pay.

    Whether anything else was done in part or in full is for an officer to judge, with reasons.
    """

    performed_on: date
    extent: Extent
    amount_yuan: int | None = None
    reasons: str | None = None


@dataclass(frozen=True, slots=True)
class Judgment:
    """One judgment against one party, and all that has been done under it."""

    id: str
    case_number: str
    party: Party
    duty: Duty
    amount_yuan: int | None
    severity: Severity
    issued_on: date
    due_on: date
    registered_by: str
    registered_at: datetime
    notices: tuple[EnforcementNotice, ...] = ()
    performances: tuple[Performance, ...] = ()

    @property
    def unpaid_yuan(self) -> int | None:
        """What is still owed; None where the duty is not money."""
        if self.amount_yuan is None:
            return None
        return self.amount_yuan - sum(done.amount_yuan or 0 for done in self.performances)

    @property
    def performed_on(self) -> date | None:
        """The day on which the duty was performed in full."""
        in_full = (done.performed_on for done in self.performances if done.extent is Extent.FULL)
        return next(in_full, None)

    @property
    def warning(self) -> EnforcementNotice | None:
        """The notice that warned of the list."""
        return next((notice for notice in self.notices if notice.warns_of_listing), None)

    def must_be_plausible(self, today: date) -> None:
        """Raise unless dates and amount fit each other, the duty and the present."""
        if self.issued_on > today:
            raise DateInFuture("A judgment cannot have been issued on a day to come.")
        if self.due_on <= self.issued_on:
            raise DatesOutOfOrder("A duty falls due after the judgment was issued.")
        if (self.duty is Duty.PAY) != (self.amount_yuan is not None):
            raise AmountWrong("A duty to pay, and no other, has an amount.")

    def notify(self, notice: EnforcementNotice) -> "Judgment":
        """Enforcement begins with a notice once the duty is overdue; one warning is enough."""
        self._must_be_overdue(notice.given_on)
        if self.warning is not None:
            raise AlreadyNotified("An enforcement notice with its warning was given before.")
        return replace(self, notices=(*self.notices, notice))

    def perform(self, done: Performance, today: date) -> "Judgment":
        """Something was done; the last yuan owed makes it full."""
        self._must_not_be_performed()
        if done.performed_on > today:
            raise DateInFuture("What lies in the future has not been performed.")
        if done.performed_on < self.issued_on:
            raise DatesOutOfOrder("A duty is performed after the judgment was issued.")
        counted = self._count(done)
        return replace(self, performances=(*self.performances, counted))

    def may_be_listed(self, today: date, youngest_age: int | None) -> None:
        """Raise unless its party may be listed: of age, overdue, warned, not performed.

        A partial performance does not help the debtor; only a full one does. Where the rules know
        no youngest age, nobody is too young.
        """
        must_be_of_age(self.party, youngest_age, today)
        self.must_be_in_default(today, self.warning)

    def must_be_in_default(self, today: date, notice: EnforcementNotice | None) -> None:
        """Raise unless it is overdue, not performed, and the period of this notice has run out."""
        self._must_be_overdue(today)
        if notice is None:
            raise NotNotified("No such enforcement notice has been given yet.")
        if today <= notice.perform_by:
            raise NotNotified("The period of the enforcement notice is not over yet.")

    def _must_be_overdue(self, today: date) -> None:
        self._must_not_be_performed()
        if today <= self.due_on:
            raise DutyNotDue("The last day to perform this duty has not passed yet.")

    def _must_not_be_performed(self) -> None:
        if self.performed_on is not None:
            raise DutyPerformed("This duty has been performed in full.")

    def _count(self, done: Performance) -> Performance:
        """The performance with what follows from the amount filled in."""
        owed = self.unpaid_yuan
        if owed is None:
            if done.amount_yuan is not None:
                raise AmountWrong("Only a duty to pay is performed by an amount.")
            return done
        paid = owed if done.amount_yuan is None and done.extent is Extent.FULL else done.amount_yuan
        if paid is None or paid > owed or (done.extent is Extent.FULL and paid < owed):
            raise AmountWrong("The amount is missing, too large, or not the whole of what is owed.")
        return replace(
            done, amount_yuan=paid, extent=Extent.FULL if paid == owed else Extent.PARTIAL
        )


def must_be_of_age(party: Party, youngest_age: int | None, today: date) -> None:
    """PartyIsMinor for a person below the age, if there is one; a body has none."""
    if youngest_age is None or party.kind is not Kind.PERSON:
        return
    if age_on(party.id_number, today) < youngest_age:
        raise PartyIsMinor("A minor cannot be listed.")
