"""What partners and parties read after a decision, and what a partner answers to a recall."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from services.partner_gateway.domain import Done, Measure, Outcome, Partner, Recalled
from services.partner_gateway.domain.words import WORDS, recall_in_words, standing_in_words
from services.partner_gateway.records import Decision, Recall, RecallFound, ToldSince
from shared.calendar import legal_day
from shared.rulebook import Text
from shared.web.idempotency import Receipt


class NewAcknowledgement(BaseModel):
    """What you did about a withdrawal; a word and no text, which could carry a number."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    done: Annotated[Done, Field(examples=["undone"])]


class RecallShown(BaseModel):
    """A listing that you were told of was withdrawn: these decisions no longer stand.

    `acknowledged_at` is empty until you have answered it.
    """

    seq: int
    issuer: str
    ref: str
    cause: str
    withdrawn_at: datetime
    decisions: list[str]
    acknowledged_at: datetime | None
    done: Done | None

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
            acknowledged_at=recall.acknowledged_at,
            done=Done(recall.done) if recall.done else None,
        )


class Recalls(BaseModel):
    """A page of recalls; go on with `after` set to `next_after`."""

    recalls: list[RecallShown]
    next_after: int


class Acknowledged(Receipt, RecallShown):
    """The recall as it is answered; `replayed` says that this very answer came before."""


class ListingSince(BaseModel):
    """A listing that a partner was told of, and what became of it since.

    Where it was withdrawn, the partner was told so; `acknowledged_at` is empty until it answers.
    """

    issuer: str
    ref: str
    list: str
    listed_on: date
    withdrawn_at: datetime | None
    acknowledged_at: datetime | None
    done: Done | None
    words: Text

    @classmethod
    def of(cls, since: ToldSince, who: Text, today: date) -> "ListingSince":
        """A listing told, as the party reads it on a day."""
        told, recall = since.told, since.recall
        return cls(
            issuer=told.issuer,
            ref=told.ref,
            list=told.list,
            listed_on=told.listed_on,
            withdrawn_at=recall.withdrawn_at if recall else None,
            acknowledged_at=recall.acknowledged_at if recall else None,
            done=Done(recall.done) if recall and recall.done else None,
            words=recall_in_words(who, recalled(recall))
            if recall
            else standing_in_words(told.stands_until, today),
        )


class QueryShown(BaseModel):
    """One question that somebody asked about you, what was answered, and what became of it."""

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
    listings: list[ListingSince]

    @classmethod
    def of(
        cls,
        decision: Decision,
        partner: Partner | None,
        measure: Measure | None,
        listings: list[ListingSince],
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
            listings=listings,
        )


class Queries(BaseModel):
    """Newest first; older ones with `before` set to `next_before`, if there is one."""

    queries: list[QueryShown]
    next_before: int | None


class OwnRecall(BaseModel):
    """A partner was told that a listing about you is withdrawn, and has answered or not."""

    partner: str
    partner_title: Text | None
    issuer: str
    ref: str
    cause: str
    withdrawn_at: datetime
    decisions: list[str]
    acknowledged_at: datetime | None
    done: Done | None
    words: Text

    @classmethod
    def of(cls, found: RecallFound, partner: Partner | None) -> "OwnRecall":
        """A recall as the party reads it."""
        recall = found.recall
        return cls(
            partner=recall.partner,
            partner_title=partner.title if partner else None,
            issuer=recall.issuer,
            ref=recall.ref,
            cause=recall.cause,
            withdrawn_at=recall.withdrawn_at,
            decisions=found.decisions,
            acknowledged_at=recall.acknowledged_at,
            done=Done(recall.done) if recall.done else None,
            words=recall_in_words(title_of(partner, recall.partner), recalled(recall)),
        )


class OwnRecalls(BaseModel):
    """The latest first; older ones with `before` set to `next_before`, if there is one."""

    recalls: list[OwnRecall]
    next_before: int | None


def title_of(partner: Partner | None, slug: str) -> Text:
    """What a partner is called; its short name if it is a partner no more."""
    return partner.title if partner else Text(en=slug, zh=slug)


def recalled(recall: Recall) -> Recalled:
    """A recall as the rules know it: in legal days."""
    answered_at = recall.acknowledged_at
    return Recalled(
        withdrawn_on=legal_day(recall.withdrawn_at),
        cause=recall.cause,
        answered_on=legal_day(answered_at) if answered_at else None,
        done=Done(recall.done) if recall.done else None,
    )
