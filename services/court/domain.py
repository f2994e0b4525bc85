"""What a judgment demands, what became of it, and when its debtor may be listed.

Mirrors the Supreme People's Court's Provisions on the list of judgment defaulters
(法释〔2013〕17号, as amended by 法释〔2017〕7号); our own floor is marked in the rulebook.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from shared.errors import BadInput, Conflict
from shared.identifiers import Kind, Party, age_on


class Duty(StrEnum):
    """What a judgment demands."""

    PAY = "pay"
    ACT = "act"
    DESIST = "desist"
    APOLOGISE = "apologise"


class Severity(StrEnum):
    """How grave the court finds the case; the list does not tell one from the other."""

    MINOR = "minor"
    ORDINARY = "ordinary"
    GRAVE = "grave"


class Extent(StrEnum):
    """How much of a duty was performed."""

    PARTIAL = "partial"
    FULL = "full"


class DateInFuture(BadInput):
    """Something that has happened cannot have a date to come."""

    code = "date_in_future"


class DatesOutOfOrder(BadInput):
    """A later step has an earlier date."""

    code = "dates_out_of_order"


class AmountWrong(BadInput):
    """An amount is missing, or does not fit the duty."""

    code = "amount_wrong"


class BasisUnknown(BadInput):
    """A listing rests on a judgment that this court has."""

    code = "basis_unknown"


class BasisNotOfParty(BadInput):
    """A judgment binds the party that it names, and nobody else."""

    code = "basis_not_of_party"


class PartyIsMinor(Conflict):
    """Minors are never listed (2017 Provisions, Art. 4)."""

    code = "party_is_minor"


class DutyNotDue(Conflict):
    """Nobody is late before the last day has passed."""

    code = "duty_not_due"


class DutyPerformed(Conflict):
    """What was demanded has been done."""

    code = "duty_performed"


class NotNotified(Conflict):
    """No enforcement notice with its warning was given, or its period still runs."""

    code = "not_notified"


class AlreadyNotified(Conflict):
    """The debtor was given a notice with its warning before."""

    code = "already_notified"


@dataclass(frozen=True, slots=True)
class EnforcementNotice:
    """A call to perform within a period, with or without the warning that listing may follow."""

    given_on: date
    perform_by: date
    warns_of_listing: bool


@dataclass(frozen=True, slots=True)
class Performance:
    """Something done towards the duty; an amount only where the duty is to pay."""

    performed_on: date
    extent: Extent
    amount_yuan: int | None = None


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

    def may_be_listed(self, today: date, youngest_age: int) -> None:
        """Raise unless its party may be listed: of age, overdue, warned, not performed.

        A partial performance does not help the debtor; only a full one does.
        """
        if self.party.kind is Kind.PERSON and age_on(self.party.id_number, today) < youngest_age:
            raise PartyIsMinor("A minor cannot be listed.")
        self._must_be_overdue(today)
        if self.warning is None:
            raise NotNotified("No enforcement notice with its warning has been given yet.")
        if today <= self.warning.perform_by:
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
