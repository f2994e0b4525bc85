"""What is decided with reasons, and may be reviewed once by the body above; pure, time is given."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Self

from shared.errors import Conflict, Forbidden
from shared.signature import Signature


class SamePerson(Forbidden):
    """Whoever proposed cannot approve; whoever decided cannot review."""

    code = "second_officer_needed"


class NotNow(Conflict):
    """The procedure is at another step."""

    code = "step_not_allowed"


class WindowClosed(Conflict):
    """The last day for this remedy has passed."""

    code = "window_closed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an objection is right, and why."""

    is_upheld: bool
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What becomes of something that a party said against an authority."""

    decided_by: str | None = None
    decided_at: datetime | None = None
    is_upheld: bool | None = None
    reasons: str | None = None
    review_until: date | None = None
    review_asked_at: datetime | None = None
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None
    is_upheld_on_review: bool | None = None
    review_reasons: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the authority still owes a decision on it."""
        return self.decided_at is None

    @property
    def is_being_reviewed(self) -> bool:
        """Whether the body above still owes its decision."""
        return self.review_asked_at is not None and self.reviewed_at is None

    def may_ask_review(self, today: date) -> bool:
        """Whether it was dismissed and the body above can still be asked."""
        was_dismissed = self.is_upheld is False and self.review_asked_at is None
        return was_dismissed and self.review_until is not None and today <= self.review_until

    def decide(self, signed: Signature, verdict: Verdict, review_until: date) -> Self:
        """Uphold or dismiss it, with reasons; nobody decides twice."""
        if not self.is_open:
            raise NotNow("This was decided before.")
        return replace(
            self,
            decided_by=signed.by,
            decided_at=signed.at,
            is_upheld=verdict.is_upheld,
            reasons=verdict.reasons,
            review_until=review_until,
        )

    def ask_review(self, signed: Signature) -> Self:
        """The party turns to the body above."""
        if self.is_upheld is not False or self.review_asked_at is not None:
            raise NotNow("Only what was dismissed can be reviewed, and only once.")
        if self.review_until is None or signed.today > self.review_until:
            raise WindowClosed("The last day to ask for a review has passed.")
        return replace(self, review_asked_at=signed.at)

    def review(self, signed: Signature, verdict: Verdict) -> Self:
        """The body above decides; not by whoever decided first."""
        if self.review_asked_at is None or self.reviewed_at is not None:
            raise NotNow("No review of this is waiting.")
        if signed.by == self.decided_by:
            raise SamePerson("Whoever decided cannot review the decision.")
        return replace(
            self,
            reviewed_by=signed.by,
            reviewed_at=signed.at,
            is_upheld_on_review=verdict.is_upheld,
            review_reasons=verdict.reasons,
        )

    def as_row(self) -> dict[str, Any]:
        """The columns of its row."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Objection(Answer):
    """A party's objection to a proposal or to a listing, and what became of it."""

    id: str
    proposal_id: str
    ref: str | None
    raised_at: datetime
    statement: str
    decide_by: date
