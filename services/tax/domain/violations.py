"""Decided cases: which is major, when somebody may be listed for it, when that ends early."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from services.tax.domain.thresholds import reaches_amount, reaches_share
from shared.errors import BadInput, Conflict
from shared.rulebook import Rules
from shared.signature import Signature

MAJOR_VIOLATIONS, A_TAXPAYERS = "major-violations", "a-taxpayers"
EARLY_END_WAIT = "early-end-wait"


class BasisUnknown(BadInput):
    """A listing rests on a case, or on a graded taxpayer, that this authority has."""

    code = "basis_unknown"


class BasisNotOfParty(BadInput):
    """The case is about somebody else."""

    code = "basis_not_of_party"


class BasisOfOtherGround(BadInput):
    """The case was decided on another ground."""

    code = "basis_of_other_ground"


class DecisionNotFinal(Conflict):
    """As long as the decision can be challenged or is being reviewed, nobody is listed for it."""

    code = "decision_not_final"


class BelowThreshold(Conflict):
    """The amounts do not make this a major case under the rules in force."""

    code = "below_threshold"


class DecisionQuashed(Conflict):
    """Nobody is listed for a decision that a court or the body above has set aside."""

    code = "decision_quashed"


class PaidInFull(Conflict):
    """Under the rules in force who has paid all is not published for such a case."""

    code = "paid_in_full"


class NotAllPaid(Conflict):
    """An early end needs that taxes, interest and fines are paid."""

    code = "not_all_paid"


class EarlyEndNotYet(Conflict):
    """The rules in force let a publication end early only after a time."""

    code = "early_end_not_yet"


class NoEarlyEnd(Conflict):
    """The rules in force know no early end on this ground."""

    code = "no_early_end"


@dataclass(frozen=True, slots=True)
class Violation:
    """A decided case: what was found, about how much, and whether it can still be challenged."""

    id: str
    taxpayer_id: str
    ground: str
    amount_yuan: int
    year_tax_yuan: int | None
    invoice_count: int | None
    decided_on: date
    is_final: bool
    recorded_by: str
    recorded_at: datetime
    paid_on: date | None = None
    quashed_at: datetime | None = None
    quashed_by: str | None = None
    quashed_because: str | None = None

    def become_final(self) -> "Violation":
        """Its time for review has passed, or it was upheld."""
        self._must_not_be_quashed()
        return replace(self, is_final=True)

    def pay(self, paid_on: date) -> "Violation":
        """Taxes, interest and fines are paid; the first day of it counts."""
        return replace(self, paid_on=min(self.paid_on or paid_on, paid_on))

    def quash(self, signed: Signature, because: str) -> "Violation":
        """A court or the body above has set the decision aside; that is for good."""
        self._must_not_be_quashed()
        return replace(
            self,
            is_final=False,
            quashed_at=signed.at,
            quashed_by=signed.by,
            quashed_because=because,
        )

    def _must_not_be_quashed(self) -> None:
        if self.quashed_at is not None:
            raise DecisionQuashed("The decision in this case was set aside.")


def must_be_listable(case: Violation, ground: str, rules: Rules) -> None:
    """Raise unless the case is final, major under the rules in force, and not settled by paying."""
    if case.ground != ground:
        raise BasisOfOtherGround("The case was decided on another ground.")
    if case.quashed_at is not None:
        raise DecisionQuashed("The decision in this case was set aside.")
    if not case.is_final:
        raise DecisionNotFinal("The decision in this case is not final.")
    if not is_major(case, rules):
        raise BelowThreshold("The case does not reach the thresholds in force for its ground.")
    if case.paid_on is not None and early_end_from(case, case.paid_on, rules) == case.paid_on:
        raise PaidInFull("All is paid, and the rules in force publish no such case then.")


def is_major(case: Violation, rules: Rules) -> bool:
    """Whether a case reaches the thresholds of its ground; a ground without any needs none.

    The rows are named after the ground: `-amount` and `-share` must both be reached, `-count` is
    enough by itself. Reaching a threshold means the number itself or more, as in the law's words.
    """
    enough_invoices = rules.number_if_any(f"{case.ground}-count")
    if enough_invoices is not None and (case.invoice_count or 0) >= enough_invoices:
        return True
    return reaches_amount(rules, case.ground, case.amount_yuan) and reaches_share(
        rules, case.ground, case.amount_yuan, case.year_tax_yuan
    )


def early_end_rule(ground: str, rules: Rules) -> str | None:
    """The row about an early end on this ground, or the one for all grounds, if there is one."""
    known = (f"{ground}-early-end-wait", EARLY_END_WAIT)
    return next((rule_id for rule_id in known if rule_id in rules.rows), None)


def early_end_from(case: Violation, listed_on: date, rules: Rules) -> date | None:
    """The first day on which a publication may end early, once all is paid; None if never."""
    rule_id = early_end_rule(case.ground, rules)
    if rule_id is None or case.paid_on is None:
        return None
    return max(case.paid_on, rules.after(listed_on, rule_id))


def must_end_early(case: Violation, listed_on: date, rules: Rules, today: date) -> None:
    """Raise unless a publication that began on that day may end today."""
    if early_end_rule(case.ground, rules) is None:
        raise NoEarlyEnd("The rules in force know no early end on this ground.")
    if case.paid_on is None:
        raise NotAllPaid("Nothing says yet that taxes, interest and fines are paid.")
    first_day = early_end_from(case, listed_on, rules)
    if first_day is None or today < first_day:
        raise EarlyEndNotYet("The publication has not lasted long enough to end early.")
