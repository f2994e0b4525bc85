"""The states of a proposal and an objection, and the steps between them; pure, time is given.

A step that is not allowed raises a refusal with a code and changes nothing.
"""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from shared.identifiers import IdNumber, Kind, Party
from shared.origin import Mark, ours, paper, rule
from shared.procedure.answers import NotNow, Objection, SamePerson, Verdict, WindowClosed
from shared.procedure.request import Request
from shared.signature import Signature

__all__ = [
    "HUMAN",
    "MARKS",
    "NotNow",
    "Objection",
    "Proposal",
    "SamePerson",
    "State",
    "Step",
    "Verdict",
    "WindowClosed",
]

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
    def request(self) -> Request:
        """What was asked for."""
        party = Party(kind=self.kind, name=self.name, id_number=self.id_number)
        return Request(self.list, self.ground, self.basis, party)

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
        if not self.is_under_way:
            raise NotNow("The proposal is at another step of the procedure.")
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
