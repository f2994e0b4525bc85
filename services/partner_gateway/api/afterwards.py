"""What follows a decision: its recall, the partner's answer, and that the party sees all of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from sqlalchemy.orm import Session

from services.partner_gateway import records
from services.partner_gateway.api.afterwards_shapes import (
    Acknowledged,
    ListingSince,
    NewAcknowledgement,
    OwnRecall,
    OwnRecalls,
    Queries,
    QueryShown,
    Recalls,
    RecallShown,
    title_of,
)
from services.partner_gateway.api.gate import Gate, GateDep, hash_of
from services.partner_gateway.api.tokens import PartnerCaller, PartnerDep
from services.partner_gateway.domain import lag_seconds
from services.partner_gateway.records import Decision, RecallFound, ToldSince
from shared.calendar import legal_day
from shared.errors import Conflict, NotFound
from shared.origin import door, ours
from shared.web.guards import Now, Party, ReadingDep, SessionDep, whole_number
from shared.web.idempotency import OnceDep

router = APIRouter(tags=["afterwards"])

PAGE = 100
# Shorter than any ID: the question's number comes back in the answer.
LARGEST = 10**14
After = Annotated[int, Query(ge=0, le=LARGEST, description="The last number you have read")]
Before = Annotated[int | None, Query(ge=1, le=LARGEST, description="Older than this number")]
Seq = Annotated[int, Path(ge=1, le=LARGEST, description="The number of one of your recalls")]


class RecallUnknown(NotFound):
    """No such recall, or not this partner's."""

    code = "recall_unknown"


class AlreadyAcknowledged(Conflict):
    """The partner has answered this recall before."""

    code = "already_acknowledged"


@router.get("/v1/recalls", **door(ours("Copies outside must hear of a withdrawal.", floor=True)))
def recalls(partner: PartnerDep, session: ReadingDep, after: After = 0) -> Recalls:
    """Withdrawals of listings that you were told of; undo what you did on these decisions.

    Answer each of them: the party sees who has, and who has not.
    """
    found = records.recalls_after(session, partner.id, after, PAGE)
    return Recalls(
        recalls=[RecallShown.of(one) for one in found],
        next_after=found[-1].recall.seq if found else after,
    )


@dataclass(frozen=True, slots=True)
class Answering:
    """A partner about to answer one of its recalls."""

    partner: PartnerCaller
    session: Session
    now: datetime

    def unanswered(self, seq: int) -> RecallFound:
        """The recall, if it is this partner's and still waits for an answer."""
        found = records.recall_of(self.session, self.partner.id, seq)
        if found is None:
            raise RecallUnknown("You have no such recall.")
        if found.recall.acknowledged_at is not None:
            raise AlreadyAcknowledged("You have answered this recall before.")
        return found


def answering_of(partner: PartnerDep, session: SessionDep, now: Now) -> Answering:
    """Whoever holds a partner's token."""
    return Answering(partner, session, now)


@dataclass(frozen=True, slots=True)
class Own:
    """A party in front of what the gateway keeps about it; it is known by a keyed hash alone."""

    hashed: str
    gate: Gate
    session: Session
    today: date

    def show_query(self, decision: Decision, since: list[ToldSince]) -> QueryShown:
        """One question, and what became of what was told."""
        held = self.gate.agreements.holding(decision.measure)
        partner = self.gate.agreements.partners.get(decision.partner)
        who = title_of(partner, decision.partner)
        listings = [ListingSince.of(one, who, self.today) for one in since]
        return QueryShown.of(decision, partner, held[1] if held else None, listings)

    def show_recall(self, found: RecallFound) -> OwnRecall:
        """One recall, and whether the partner has answered it."""
        return OwnRecall.of(found, self.gate.agreements.partners.get(found.recall.partner))


def own_of(party: Party, request: Request, gate: GateDep, session: ReadingDep, now: Now) -> Own:
    """Whoever holds a party's own token with the whole number in it."""
    secret: bytes = request.app.state.secret
    hashed = hash_of(secret, whole_number(party))
    return Own(hashed, gate, session, legal_day(now))


OwnDep = Annotated[Own, Depends(own_of)]


@router.post(
    "/v1/recalls/{seq}/acknowledgement",
    status_code=201,
    **door(ours("A withdrawal has arrived only when somebody says so.", floor=True)),
)
def acknowledge_recall(
    seq: Seq,
    body: NewAcknowledgement,
    answering: Annotated[Answering, Depends(answering_of)],
    once: OnceDep,
) -> Acknowledged:
    """Say what you did about one withdrawal, once and for good; the party reads it."""
    found = answering.unanswered(seq)
    recall = found.recall
    recall.acknowledged_at, recall.done = answering.now, body.done.value
    recall.lag_seconds = lag_seconds(recall.withdrawn_at, answering.now)
    return once.keep(Acknowledged(**RecallShown.of(found).model_dump()))


@router.get("/v1/me/queries", **door(ours("The right to know who asked.", floor=True)))
def my_queries(own: OwnDep, before: Before = None) -> Queries:
    """Who asked about you, what for, what was answered, and what became of it since."""
    found = records.questions_about(own.session, own.hashed, before, PAGE)
    since = records.told_since(own.session, [one.id for one in found])
    return Queries(
        queries=[own.show_query(one, since[one.id]) for one in found],
        next_before=found[-1].seq if len(found) == PAGE else None,
    )


@router.get("/v1/me/recalls", **door(ours("A right to know who has taken it back.", floor=True)))
def my_recalls(own: OwnDep, before: Before = None) -> OwnRecalls:
    """Withdrawn listings about you: which partners were told so, and which have answered."""
    found = records.recalls_about(own.session, own.hashed, before, PAGE)
    return OwnRecalls(
        recalls=[own.show_recall(one) for one in found],
        next_before=found[-1].recall.seq if len(found) == PAGE else None,
    )
