"""The states of a proposal and an objection, and the steps between them; pure, time is given.

A step that is not allowed raises a refusal with a code and changes nothing.
"""

from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from shared.errors import Conflict, Forbidden
from shared.identifiers import IdNumber, Kind
from shared.origin import Mark, ours, paper, rule
from shared.signature import Signature

HUMAN = "Public shaming on a national publication platform: verification, negotiation, decision"


class Step(StrEnum):
    """Everything that can happen in a procedure."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    NOTIFIED = "notified"
    OBJECTED = "objected"
    DECIDED = "decided"
    REVIEWED = "reviewed"
    LAPSED = "lapsed"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    RENEWED = "renewed"
    WITHDRAWN = "withdrawn"


MARKS: dict[Step, Mark] = {
    Step.PROPOSED: paper(HUMAN),
    Step.APPROVED: ours("A second officer must agree to every burden.", floor=True),
    Step.REFUSED: ours("The second officer may say no.", floor=True),
    Step.NOTIFIED: rule("Notice of the decision; the modelled clocks differ.", floor=True),
    Step.OBJECTED: ours("Before publication an objection stays it.", floor=True),
    Step.DECIDED: rule(
        "An objection is decided with reasons; by nobody who proposed or approved is our floor.",
        floor=True,
    ),
    Step.REVIEWED: rule(
        "The body above may be asked once; nobody there who had a part in it is our floor.",
        floor=True,
    ),
    Step.LAPSED: ours("The ground is checked again on the day of publication.", floor=True),
    Step.PUBLISHED: paper("Public shaming on a national publication platform"),
    Step.CORRECTED: rule("Wrong details are put right."),
    Step.RENEWED: ours("A listing stands longer only by a new dated act.", floor=True),
    Step.WITHDRAWN: rule("Removal once the reason is gone."),
}


class State(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    NOTIFIED = "notified"
    LAPSED = "lapsed"
    PUBLISHED = "published"


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


@dataclass(frozen=True, slots=True)
class Proposal:
    """A request to list a party, or to let a listing stand longer (`renews`)."""

    id: str
    list: str
    ground: str
    basis: str
    kind: Kind
    name: str
    id_number: IdNumber
    proposed_by: str
    proposed_at: datetime
    state: State = State.PROPOSED
    renews: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    refusal_reasons: str | None = None
    notified_at: datetime | None = None
    objection_ends_on: date | None = None
    publish_on: date | None = None
    ref: str | None = None
    lapsed_because: str | None = None

    def approve(self, signed: Signature) -> "Proposal":
        """Another officer agrees."""
        self._must_be(State.PROPOSED)
        self._other_than_proposer(signed.by)
        return replace(self, state=State.APPROVED, decided_by=signed.by, decided_at=signed.at)

    def refuse(self, signed: Signature, reasons: str) -> "Proposal":
        """Another officer says no, with reasons; the proposal is over."""
        self._must_be(State.PROPOSED)
        self._other_than_proposer(signed.by)
        return replace(
            self,
            state=State.REFUSED,
            decided_by=signed.by,
            decided_at=signed.at,
            refusal_reasons=reasons,
        )

    def notify(self, signed: Signature, objection_ends_on: date, publish_on: date) -> "Proposal":
        """The party is told; the clocks start. Publication follows by itself on `publish_on`."""
        self._must_be(State.APPROVED)
        return replace(
            self,
            state=State.NOTIFIED,
            notified_at=signed.at,
            objection_ends_on=objection_ends_on,
            publish_on=publish_on,
        )

    def may_object(self, today: date) -> None:
        """Raise unless an objection before publication is in time."""
        self._must_be(State.NOTIFIED)
        if self.objection_ends_on is None or today > self.objection_ends_on:
            raise WindowClosed("The last day to object before publication has passed.")

    def put_off(self, day: date) -> "Proposal":
        """Publish on a later day than was fixed, or as fixed if that is later."""
        self._must_be(State.NOTIFIED)
        return replace(self, publish_on=max(self.publish_on or day, day))

    def is_due(self, today: date) -> bool:
        """Whether, if no objection is open, it must be published now."""
        is_its_day = self.publish_on is not None and today >= self.publish_on
        return self.state is State.NOTIFIED and is_its_day

    @property
    def is_under_way(self) -> bool:
        """Whether it may still come to a publication."""
        return self.state in (State.PROPOSED, State.APPROVED, State.NOTIFIED)

    def publish(self, ref: str) -> "Proposal":
        """The listing stands under `ref`."""
        self._must_be(State.NOTIFIED)
        return replace(self, state=State.PUBLISHED, ref=ref)

    def lapse(self, because: str) -> "Proposal":
        """The ground is gone, or an objection was right; nothing is ever published."""
        self._must_be(State.NOTIFIED)
        return replace(self, state=State.LAPSED, lapsed_because=because)

    def as_row(self) -> dict[str, Any]:
        """The columns of its row; its values never change, so none is copied, as `asdict` would."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def must_be_decided_by_others(self, by: str) -> None:
        """Raise if this officer proposed or approved: nobody judges an objection to the own act."""
        if by in (self.proposed_by, self.decided_by):
            raise SamePerson("Whoever proposed or approved cannot decide on the objection.")

    def _must_be(self, state: State) -> None:
        if self.state is not state:
            raise NotNow("The proposal is at another step of the procedure.")

    def _other_than_proposer(self, by: str) -> None:
        if by == self.proposed_by:
            raise SamePerson("Whoever proposed cannot decide on the proposal.")


@dataclass(frozen=True, slots=True)
class Objection:
    """A party's objection to a proposal or to a listing, and what became of it."""

    id: str
    proposal_id: str
    ref: str | None
    raised_at: datetime
    statement: str
    decide_by: date
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

    def decide(self, signed: Signature, verdict: Verdict, review_until: date) -> "Objection":
        """Uphold or dismiss it, with reasons; nobody decides twice."""
        if not self.is_open:
            raise NotNow("This objection was decided before.")
        return replace(
            self,
            decided_by=signed.by,
            decided_at=signed.at,
            is_upheld=verdict.is_upheld,
            reasons=verdict.reasons,
            review_until=review_until,
        )

    def ask_review(self, signed: Signature) -> "Objection":
        """The party turns to the body above."""
        if self.is_upheld is not False or self.review_asked_at is not None:
            raise NotNow("Only a dismissed objection can be reviewed, and only once.")
        if self.review_until is None or signed.today > self.review_until:
            raise WindowClosed("The last day to ask for a review has passed.")
        return replace(self, review_asked_at=signed.at)

    def review(self, signed: Signature, verdict: Verdict) -> "Objection":
        """The body above decides; not by whoever decided first."""
        if self.review_asked_at is None or self.reviewed_at is not None:
            raise NotNow("No review of this objection is waiting.")
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
