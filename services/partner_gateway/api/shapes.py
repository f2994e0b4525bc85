"""Bodies and answers of the doors for what follows a decision."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from services.partner_gateway.domain import Measure, Outcome, Partner
from services.partner_gateway.domain.words import WORDS
from services.partner_gateway.records import Alert, Decision, RecallFound
from shared.identifiers import Statement
from shared.rulebook import Text


class NewRelease(BaseModel):
    """Why a stopped partner may ask again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reasons: Statement


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
