"""Bodies and answers of the gateway's doors."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from services.partner_gateway.domain import Expected, Measure, Outcome, Partner
from services.partner_gateway.domain.words import WORDS
from services.partner_gateway.records import Alert, Decision, RecallFound, Told
from shared.contract import SlugText
from shared.identifiers import Party, Purpose, Statement
from shared.rulebook import Text
from shared.web.idempotency import Receipt


class NewQuestion(BaseModel):
    """A partner asks about one party under one measure."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    measure: Annotated[SlugText, Field(examples=["air-travel"])]
    purpose: Annotated[Purpose, Field(examples=["booking 8841"])]
    party: Party


class NewRelease(BaseModel):
    """Why a stopped partner may ask again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reasons: Statement


class ListingTold(BaseModel):
    """A confirmed listing; `contest_at` is the door at its issuer where the party can contest."""

    issuer: str
    ref: str
    list: str
    reason: str
    listed_on: date
    contest_at: str


class Namesakes(BaseModel):
    """How many others are expected to share name and mask; see docs/namesakes.md."""

    low: float
    high: float

    @classmethod
    def of(cls, expected: Expected) -> "Namesakes":
        """The range as it is shown."""
        return cls(low=expected.low, high=expected.high)


class DecisionShown(BaseModel):
    """One answered question. The measure may be applied only if `may_be_acted_on` is true."""

    decision_id: str
    outcome: Outcome
    may_be_acted_on: bool
    measure: str
    mou: str
    legal_basis: str
    listings: list[ListingTold]
    edition: str | None
    as_of: datetime
    index_age_seconds: int
    expected_namesakes: Namesakes
    valid_until: datetime


class DecisionAnswer(Receipt, DecisionShown):
    """The answer as it is first given; `replayed` says that it was given before."""


class RecallShown(BaseModel):
    """A listing that you were told of was withdrawn: these decisions no longer stand."""

    seq: int
    issuer: str
    ref: str
    cause: str
    withdrawn_at: datetime
    decisions: list[str]

    @classmethod
    def of(cls, found: RecallFound) -> "RecallShown":
        """A recall as its partner reads it."""
        recall = found.recall
        return cls(
            seq=recall.seq,
            issuer=recall.issuer,
            ref=recall.ref,
            cause=recall.cause,
            withdrawn_at=recall.withdrawn_at,
            decisions=found.decisions,
        )


class Recalls(BaseModel):
    """A page of recalls; go on with `after` set to `next_after`."""

    recalls: list[RecallShown]
    next_after: int


class QueryShown(BaseModel):
    """One question that somebody asked about you, and what was answered."""

    decision_id: str
    at: datetime
    partner: str
    partner_title: Text | None
    measure: str
    measure_content: Text | None
    purpose: str
    outcome: Outcome
    words: Text
    edition: str | None

    @classmethod
    def of(
        cls, decision: Decision, partner: Partner | None, measure: Measure | None
    ) -> "QueryShown":
        """A question as the party reads it."""
        outcome = Outcome(decision.outcome)
        return cls(
            decision_id=decision.id,
            at=decision.at,
            partner=decision.partner,
            partner_title=partner.title if partner else None,
            measure=decision.measure,
            measure_content=measure.content if measure else None,
            purpose=decision.purpose,
            outcome=outcome,
            words=WORDS[outcome],
            edition=decision.edition,
        )


class Queries(BaseModel):
    """Newest first; older ones with `before` set to `next_before`, if there is one."""

    queries: list[QueryShown]
    next_before: int | None


class AlertShown(BaseModel):
    """A partner that was stopped; `released_at` is empty while it is."""

    model_config = ConfigDict(from_attributes=True)

    seq: int
    partner: str
    code: str
    raised_at: datetime
    released_at: datetime | None
    released_by: str | None
    reasons: str | None

    @classmethod
    def of(cls, alert: Alert) -> "AlertShown":
        """An alert as the auditor reads it."""
        return cls.model_validate(alert)


class Alerts(BaseModel):
    """A page of alerts; go on with `after` set to `next_after`."""

    alerts: list[AlertShown]
    next_after: int


def show_told(told: Told, contest_at: str) -> ListingTold:
    """A listing as the partner reads it."""
    return ListingTold(
        issuer=told.issuer,
        ref=told.ref,
        list=told.list,
        reason=told.reason,
        listed_on=told.listed_on,
        contest_at=contest_at,
    )
