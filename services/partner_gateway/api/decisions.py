"""Asking about one party, and reading one's own decisions again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from services.partner_gateway import records
from services.partner_gateway.api.enquiry import EnquiryDep, replay, show
from services.partner_gateway.api.gate import GateDep
from services.partner_gateway.api.shapes import DecisionAnswer, DecisionShown, NewQuestion
from services.partner_gateway.api.tokens import PartnerDep, count_question
from shared.errors import NotFound
from shared.identifiers import Reference
from shared.origin import door, ours
from shared.web.guards import ReadingDep
from shared.web.idempotency import RepeatKeyDep

router = APIRouter(tags=["partners"])

Id = Annotated[Reference, Path(examples=["d-qhzxkvbnwertyuiopasd"])]


class DecisionUnknown(NotFound):
    """No such decision, or not this partner's."""

    code = "decision_unknown"


@router.post(
    "/v1/decisions",
    dependencies=[Depends(count_question)],
    **door(ours("The issuer's own yes, a log before the answer, one party at a time.", floor=True)),
)
def decide(body: NewQuestion, enquiry: EnquiryDep, repeat: RepeatKeyDep) -> DecisionAnswer:
    """Ask about one party under one measure of your own.

    A listing counts only if its issuer confirms the whole number. Where none is confirmed and one
    could not be asked, the outcome is `refer` and nobody may act on it.
    """
    replay(enquiry.database, repeat)
    granted = enquiry.admit(body)
    answered = enquiry.ask(body, granted)
    return enquiry.keep(body, granted, answered, repeat)


@router.get("/v1/decisions/{id}", **door(ours("A partner can read again what it was told.")))
def read_decision(id: Id, partner: PartnerDep, gate: GateDep, session: ReadingDep) -> DecisionShown:
    """One of your own decisions, as it was answered."""
    decision = records.decision_of(session, partner.id, id)
    if decision is None:
        raise DecisionUnknown("You have no such decision.")
    return DecisionShown(**show(gate, decision))
