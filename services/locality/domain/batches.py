"""A bundle of paper forms, keyed by two clerks who do not see each other's work.

What both have keyed alike becomes an event, by the same checks as what a department notifies
itself. What they have keyed differently, or what looks like something already held, waits for a
third officer. What cannot be used is refused. Every line ends in exactly one of the three.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.locality.domain.entries import Flaw, plain_word
from services.locality.domain.events import Event
from services.locality.domain.scheme import Scheme
from shared.errors import Conflict, Forbidden
from shared.rulebook import Rules
from shared.signature import Signature

LOOKS_LIKE_ANOTHER = "looks_like_another"
NOT_KEYED = "not_keyed"
DIFFERS = "differs"
DECIDED_AGAINST = "decided_against"
NOT_RECONCILED = "not_reconciled_in_time"


class SecondClerkNeeded(Forbidden):
    """Nobody keys the same bundle twice."""

    code = "second_clerk_needed"


class ThirdOfficerNeeded(Forbidden):
    """Neither of the two clerks decides which of them was right."""

    code = "third_officer_needed"


class KeyedTwice(Conflict):
    """Both keyings are there."""

    code = "keyed_twice"


class NothingToDecide(Conflict):
    """The line does not wait for a decision."""

    code = "nothing_to_decide"


class NoUsableReading(Conflict):
    """The reading that was chosen is not there, or cannot be used."""

    code = "no_usable_reading"


class LooksLikeAnother(Conflict):
    """The same person, item and day is held already; whoever decides must say if it is another."""

    code = LOOKS_LIKE_ANOTHER


class Outcome(StrEnum):
    """How a line ends."""

    EVENT = "event"
    WAITING = "waiting"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Forms:
    """Whose forms these are, and the number on their bundle; a file of a department has none."""

    department: str
    bundle: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """One bundle of forms of one department, and who has keyed it."""

    id: str
    department: str
    bundle: str | None
    opened_by: str
    opened_at: datetime
    reconcile_by: date
    kept_until: date
    keyed_again_by: str | None = None
    keyed_again_at: datetime | None = None

    def key_again(self, signed: Signature) -> "Batch":
        """A second clerk keys the bundle without seeing what the first has keyed."""
        if self.keyed_again_by is not None:
            raise KeyedTwice("This bundle was keyed by two clerks before.")
        if signed.by == self.opened_by:
            raise SecondClerkNeeded("The clerk who keyed a bundle first cannot key it again.")
        return replace(self, keyed_again_by=signed.by, keyed_again_at=signed.at)

    def must_be_decided_by_others(self, by: str) -> None:
        """Raise if this officer keyed the bundle."""
        if by in (self.opened_by, self.keyed_again_by):
            raise ThirdOfficerNeeded("Whoever keyed a bundle cannot decide on its differences.")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a line: in whose keying (0 where it is about both), where, and why."""

    keying: int
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a batch: its number on the paper, its row in either file, and its end."""

    number: int | None
    rows: tuple[int | None, int | None]
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    event: Event | None = None


def open_batch(batch_id: str, forms: Forms, rules: Rules, signed: Signature) -> Batch:
    """A bundle that a first clerk has keyed, or a file that a department has sent."""
    return Batch(
        id=batch_id,
        department=forms.department,
        bundle=forms.bundle,
        opened_by=signed.by,
        opened_at=signed.at,
        reconcile_by=rules.after(signed.today, "paper-reconciliation-term"),
        kept_until=rules.after(signed.today, "retention"),
    )


def items_of(scheme: Scheme) -> Mapping[str, str]:
    """The items of a scheme by all that a clerk may write for them; what two share names none."""
    words: dict[str, set[str]] = {}
    for item in scheme.items:
        for word in (item.code, item.says.en, item.says.zh):
            words.setdefault(plain_word(word), set()).add(item.code)
    return {word: codes.pop() for word, codes in words.items() if len(codes) == 1}
