"""Partners that guessed: the auditor sees them, the operator lets them in again."""

from typing import Annotated

from fastapi import APIRouter

from services.partner_gateway import records
from services.partner_gateway.api.afterwards import PAGE, After
from services.partner_gateway.api.auditing_shapes import Alerts, AlertShown, NewRelease
from services.partner_gateway.api.gate import GateDep
from shared.errors import Conflict, NotFound
from shared.identifiers import Slug
from shared.origin import door, ours
from shared.web.guards import Auditor, ReadingDep
from shared.web.work import Work, work_of

router = APIRouter(tags=["auditor and operator"])

OperatorWork = Annotated[Work, work_of("operator")]


class PartnerUnknown(NotFound):
    """No partner of that id."""

    code = "partner_unknown"


class NotStopped(Conflict):
    """The partner may ask already."""

    code = "not_stopped"


@router.get("/v1/alerts", **door(ours("An auditor sees who guesses.", floor=True)))
def alerts(auditor: Auditor, session: ReadingDep, after: After = 0) -> Alerts:
    """Partners that were stopped, and when and why they were let in again."""
    found = records.alerts_after(session, after, PAGE)
    return Alerts(
        alerts=[AlertShown.of(one) for one in found],
        next_after=found[-1].seq if found else after,
    )


@router.post("/v1/partners/{id}/release", **door(ours("A human decides, with reasons.")))
def release(id: Slug, body: NewRelease, work: OperatorWork, gate: GateDep) -> AlertShown:
    """Let a stopped partner ask again. The numbers that it tried still count."""
    if id not in gate.agreements.partners:
        raise PartnerUnknown("There is no such partner.")
    alert = records.open_alert(work.session, id)
    if alert is None:
        raise NotStopped("This partner is not stopped.")
    alert.released_at, alert.released_by = work.signed.at, work.signed.by
    alert.reasons = body.reasons
    work.done(id)
    return AlertShown.of(alert)
