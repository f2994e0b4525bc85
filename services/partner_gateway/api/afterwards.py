"""What follows a decision: its recall, and that the party sees it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from services.partner_gateway import records
from services.partner_gateway.api.gate import Gate, GateDep, hash_of
from services.partner_gateway.api.shapes import Queries, QueryShown, Recalls, RecallShown
from services.partner_gateway.api.tokens import PartnerDep
from services.partner_gateway.records import Decision
from shared.origin import door, ours
from shared.web.guards import Party, ReadingDep, whole_number

router = APIRouter(tags=["afterwards"])

PAGE = 100
# Shorter than any ID: the question's number comes back in the answer.
LARGEST = 10**14
After = Annotated[int, Query(ge=0, le=LARGEST, description="The last number you have read")]
Before = Annotated[int | None, Query(ge=1, le=LARGEST, description="Older than this number")]


@router.get("/v1/recalls", **door(ours("Copies outside must hear of a withdrawal.", floor=True)))
def recalls(partner: PartnerDep, session: ReadingDep, after: After = 0) -> Recalls:
    """Withdrawals of listings that you were told of; undo what you did on these decisions."""
    found = records.recalls_after(session, partner.id, after, PAGE)
    return Recalls(
        recalls=[RecallShown.of(one) for one in found],
        next_after=found[-1].recall.seq if found else after,
    )


@router.get("/v1/me/queries", **door(ours("The right to know who asked.", floor=True)))
def my_queries(
    party: Party, request: Request, gate: GateDep, session: ReadingDep, before: Before = None
) -> Queries:
    """Who asked about you, what for, and what was answered."""
    secret: bytes = request.app.state.secret
    own = hash_of(secret, whole_number(party))
    found = records.questions_about(session, own, before, PAGE)
    return Queries(
        queries=[_show(gate, one) for one in found],
        next_before=found[-1].seq if len(found) == PAGE else None,
    )


def _show(gate: Gate, decision: Decision) -> QueryShown:
    held = gate.agreements.holding(decision.measure)
    partner = gate.agreements.partners.get(decision.partner)
    return QueryShown.of(decision, partner, held[1] if held else None)
