"""Asking about one party or about many, and reading one's own decisions again."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.partner_gateway import records
from services.partner_gateway.api.decision_shapes import (
    BatchAnswer,
    DecisionAnswer,
    DecisionShown,
    NewBatch,
    NewQuestion,
    PartAnswered,
    show,
)
from services.partner_gateway.api.enquiry import EnquiryDep
from services.partner_gateway.api.gate import GateDep
from services.partner_gateway.api.tokens import PartnerDep
from services.partner_gateway.records import Draft
from shared.errors import NotFound
from shared.identifiers import Party, Reference
from shared.origin import door, ours
from shared.web.guards import ReadingDep
from shared.web.idempotency import Receipt
from shared.web.rates import Allowance

router = APIRouter(tags=["partners"])

Id = Annotated[Reference, Path(examples=["d-qhzxkvbnwertyuiopasd"])]
WHY = ours("The issuer's own yes, a log before the answer, one party at a time.", floor=True)


class DecisionUnknown(NotFound):
    """No such decision, or not this partner's."""

    code = "decision_unknown"


@router.post("/v1/decisions", response_model=DecisionAnswer, **door(WHY))
async def decide(body: NewQuestion, enquiry: EnquiryDep) -> Response:
    """Ask about one party under one measure of your own.

    A listing counts only if its issuer confirms the whole number. Where none is confirmed and one
    could not be asked, the outcome is `refer` and nobody may act on it.
    """

    def shape(drafts: Sequence[Draft]) -> Receipt:
        return DecisionAnswer(**show(enquiry.gate, drafts[0]))

    allowance = enquiry.count(1)
    granted = await enquiry.admit(body.measure)
    answer = await enquiry.decide(granted, body.purpose, [body.party], shape)
    return _written(answer, allowance)


@router.post(
    "/v1/decision-batches",
    response_model=BatchAnswer,
    **door(ours("A list of bookings is asked about as one booking is, and no faster.", floor=True)),
)
async def decide_many(body: NewBatch, enquiry: EnquiryDep) -> Response:
    """Ask about up to 1,000 parties under one measure; each is answered for itself.

    A party that is not well formed gets a problem in its place. All questions to issuers share one
    deadline. One number too many behind a name and mask stops the whole batch and the partner.
    """
    parties = [party for party in body.parties if isinstance(party, Party)]

    def shape(drafts: Sequence[Draft]) -> Receipt:
        decided = iter(drafts)
        return BatchAnswer(
            answers=[
                PartAnswered(
                    position=at, decision=DecisionShown(**show(enquiry.gate, next(decided)))
                )
                if isinstance(party, Party)
                else PartAnswered(position=at, problem=party)
                for at, party in enumerate(body.parties)
            ]
        )

    allowance = enquiry.count(len(body.parties))
    granted = await enquiry.admit(body.measure)
    return _written(await enquiry.decide(granted, body.purpose, parties, shape), allowance)


@router.get("/v1/decisions/{id}", **door(ours("A partner can read again what it was told.")))
def read_decision(id: Id, partner: PartnerDep, gate: GateDep, session: ReadingDep) -> DecisionShown:
    """One of your own decisions, as it was answered."""
    decision = records.decision_of(session, partner.id, id)
    if decision is None:
        raise DecisionUnknown("You have no such decision.")
    return DecisionShown(**show(gate, decision))


def _written(answer: Receipt, allowance: Allowance) -> Response:
    """The answer as it is, in one step: FastAPI would check its own model a second time."""
    headers = dict(allowance.headers)
    return Response(answer.model_dump_json(), headers=headers, media_type="application/json")
