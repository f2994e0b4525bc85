"""Procedures at every stage that the steps can reach, to be told to their party."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from shared.calendar import add_working_days, start_of
from shared.contract import Cause
from shared.identifiers import Party
from shared.ledger.listing import Listing
from shared.procedure.steps import Objection, Proposal, Step, Verdict
from shared.procedure.told import Facts, Names, StepDone
from shared.rulebook import Rules, Text
from shared.signature import CLOCK, PARTY, Signature
from tests.builders import make_listing, make_party, make_proposal
from tests.unit.shared.memory import court_rules

NAMES = Names(
    Text(en="Enforcement court", zh="执行法院"),
    {"judgment-defaulters": Text(en='"Dishonest" judgment defaulters', zh="失信被执行人")},
)


@dataclass
class Telling:
    """One procedure as it goes on, a step at a time; `today` moves when it is told to."""

    proposal: Proposal = field(default_factory=make_proposal)
    rules: Rules = field(default_factory=court_rules)
    today: date = date(2019, 2, 1)
    listing: Listing | None = None
    objections: list[Objection] = field(default_factory=list)
    steps: list[StepDone] = field(default_factory=list)

    @classmethod
    def begun(cls, party: Party | None = None, **changes: object) -> "Telling":
        """A proposal of 1 February 2019."""
        begun = cls()
        asked = {"proposed_at": start_of(begun.today)} | changes
        begun.proposal = make_proposal(party or make_party(), **asked)
        begun._note(Step.PROPOSED, begun.proposal.proposed_by)
        return begun

    def facts(self) -> Facts:
        """What it is told from, today."""
        return Facts(
            names=NAMES,
            rules=self.rules,
            proposal=self.proposal,
            listing=self.listing,
            objections=list(self.objections),
            steps=list(self.steps),
            today=self.today,
        )

    def approve(self) -> "Telling":
        """Another officer agrees."""
        self.proposal = self.proposal.approve(self._by("reviewer-one"))
        return self._note(Step.APPROVED, "reviewer-one")

    def refuse(self, reasons: str) -> "Telling":
        """Another officer says no."""
        self.proposal = self.proposal.refuse(self._by("reviewer-one"), reasons)
        return self._note(Step.REFUSED, "reviewer-one")

    def notify(self) -> "Telling":
        """The party is told."""
        ends_on = add_working_days(self.today, 5)
        self.proposal = self.proposal.notify(
            self._by("clerk-one"), ends_on, ends_on + timedelta(days=1)
        )
        return self._note(Step.NOTIFIED, "clerk-one")

    def object(self) -> "Telling":
        """The party objects."""
        ref = self.listing.ref if self.listing else None
        self.objections.append(
            Objection(
                id=f"o-objection-{len(self.objections)}",
                proposal_id=self.proposal.id,
                ref=ref,
                raised_at=start_of(self.today),
                statement="已经与申请人协商。",
                decide_by=self.today + timedelta(days=15),
            )
        )
        if self.listing:
            self.listing = self.listing.contest(True)
        return self._note(Step.OBJECTED, PARTY)

    def decide(self, reasons: str, *, upheld: bool) -> "Telling":
        """The objection is decided, and what follows from it is done."""
        until = self.today + timedelta(days=10)
        decided = self.objections[-1].decide(self._by("judge-one"), Verdict(upheld, reasons), until)
        self.objections[-1] = decided
        self._note(Step.DECIDED, "judge-one")
        return self._follow(upheld)

    def ask_review(self) -> "Telling":
        """The party turns to the body above."""
        self.objections[-1] = self.objections[-1].ask_review(self._by(PARTY))
        return self

    def review(self, reasons: str, *, upheld: bool) -> "Telling":
        """The body above decides."""
        verdict = Verdict(upheld, reasons)
        self.objections[-1] = self.objections[-1].review(self._by("judge-two"), verdict)
        self._note(Step.REVIEWED, "judge-two")
        return self._follow(upheld)

    def publish(self) -> "Telling":
        """Its day has come."""
        self.today = max(self.today, self.proposal.publish_on or self.today)
        self.listing = make_listing(
            listed_on=self.today, stands_until=date(self.today.year + 2, 2, 14)
        )
        self.proposal = self.proposal.publish(self.listing.ref)
        return self._note(Step.PUBLISHED, CLOCK)

    def lapse(self, because: str) -> "Telling":
        """Its ground is gone."""
        self.proposal = self.proposal.lapse(because)
        return self._note(Step.LAPSED, CLOCK)

    def withdraw(self, cause: Cause, by: str = "clerk-one") -> "Telling":
        """The listing ends for good."""
        assert self.listing is not None
        self.listing = self.listing.withdraw(cause, self.today)
        return self._note(Step.WITHDRAWN, by)

    def on(self, day: date) -> "Telling":
        """Later."""
        self.today = day
        return self

    def _follow(self, upheld: bool) -> "Telling":
        if self.listing is None:
            return self.lapse("objection_upheld") if upheld else self
        if upheld and self.listing.withdrawn_on is None:
            return self.withdraw(Cause.LISTED_IN_ERROR, CLOCK)
        self.listing = replace(self.listing, is_contested=False)
        return self

    def _by(self, who: str) -> Signature:
        return Signature(who, start_of(self.today))

    def _note(self, step: Step, by: str) -> "Telling":
        self.steps.append(StepDone(step, start_of(self.today), by))
        return self
