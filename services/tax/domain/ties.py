"""Persons behind organisations: who represents, founded or answers for a firm, and since when."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from shared.errors import BadInput, Conflict
from shared.identifiers import Kind, Party
from shared.rulebook import Rules
from shared.signature import Signature

SPILL_AFTER = "spill-over-after"
FALSE_TIE, STAYED = "false-tie-cut", "contested-tie-stayed"


class TieOfPersonOnly(BadInput):
    """Who stands behind a firm is a person."""

    code = "tie_of_person_only"


class TieOver(Conflict):
    """The tie was cut or has ended."""

    code = "tie_over"


class EndsBeforeBeginning(BadInput):
    """Nothing ends before it began."""

    code = "ends_before_beginning"


class Role(StrEnum):
    """What a person is to a firm."""

    REPRESENTATIVE = "representative"  # the legal representative, who runs it
    FOUNDER = "founder"  # who registered it
    RESPONSIBLE = "responsible"  # named as directly responsible in a decision


# Of the firm that is D, those who answer for it; of the other, those who registered or run it.
ANSWERS_FOR = (Role.REPRESENTATIVE, Role.RESPONSIBLE)
RUNS = (Role.REPRESENTATIVE, Role.FOUNDER)


@dataclass(frozen=True, slots=True)
class Tie:
    """One person's tie to one firm, as this authority has it on its own books."""

    id: str
    taxpayer_id: str
    person: Party
    role: Role
    since_on: date
    recorded_by: str
    recorded_at: datetime
    until_on: date | None = None
    cut_at: datetime | None = None
    cut_because: str | None = None

    def end(self, until_on: date) -> "Tie":
        """The person is no longer what they were to the firm."""
        self.must_stand()
        if until_on < self.since_on:
            raise EndsBeforeBeginning("A tie does not end before it began.")
        return replace(self, until_on=until_on)

    def cut(self, signed: Signature, because: str) -> "Tie":
        """It was never true; nothing follows from it, nor ever did."""
        self.must_stand()
        return replace(self, cut_at=signed.at, cut_because=because)

    def must_stand(self) -> None:
        """TieOver if it was cut."""
        if self.cut_at is not None:
            raise TieOver("This tie was cut.")


def must_be_of_person(person: Party) -> None:
    """TieOfPersonOnly for an organisation."""
    if person.kind is not Kind.PERSON:
        raise TieOfPersonOnly("A tie is a person's; an organisation has its own.")


def spills(rules: Rules, d_since: date, runs_since: date) -> bool:
    """Whether a D reaches a firm that its responsible person has registered or run since a day.

    Without the row about what came after, it reaches every firm; with it, only those registered or
    taken over so many days after the D or later.
    """
    return SPILL_AFTER not in rules.rows or runs_since >= rules.after(d_since, SPILL_AFTER)
