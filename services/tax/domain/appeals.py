"""A re-check of a grade: asked by the firm, decided with reasons."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from shared.procedure.steps import NotNow, SamePerson, Verdict, WindowClosed
from shared.rulebook import Rules
from shared.signature import Signature

RECHECK_UNTIL, RECHECK_TERM = "recheck-until", "recheck-decision-term"


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal against a grade, and what became of it."""

    id: str
    rating_id: str
    statement: str
    raised_at: datetime
    decide_by: date
    decided_by: str | None = None
    decided_at: datetime | None = None
    is_upheld: bool | None = None
    reasons: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the authority still owes a decision."""
        return self.decided_at is None

    def decide(self, signed: Signature, verdict: Verdict, burdened_by: str) -> "Appeal":
        """Uphold or dismiss it; not by whoever recorded or graded what it is about."""
        if not self.is_open:
            raise NotNow("This was decided before.")
        if signed.by == burdened_by:
            raise SamePerson("Whoever did what is appealed against cannot decide on it.")
        return replace(
            self,
            decided_by=signed.by,
            decided_at=signed.at,
            is_upheld=verdict.is_upheld,
            reasons=verdict.reasons,
        )


def recheck_until(given_on: date, rules: Rules) -> date:
    """The last day to ask for a re-check: the end of the year in which the result came out."""
    return date(given_on.year + rules.number(RECHECK_UNTIL), 12, 31)


def must_be_in_time(given_on: date, rules: Rules, today: date) -> None:
    """WindowClosed when the last day for a re-check has passed."""
    if today > recheck_until(given_on, rules):
        raise WindowClosed("The last day to ask for a re-check has passed.")
