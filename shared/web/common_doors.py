"""The doors that every service has: health, readiness, metrics, inventory, clock."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from prometheus_client import generate_latest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.calendar import LAST_INSTANT
from shared.house import Entry, write_audit
from shared.inventory import Inventory, tell
from shared.origin import door, ours
from shared.web.guards import Operator

router = APIRouter(tags=["every service"])
Watched = float | None | dict[str, float | None]
OPERATION = ours("Operation of the model, not of what is modelled.")
MOVE_DOOR = "PUT /v1/clock"


class Health(BaseModel):
    """The process answers."""

    ok: bool = True


class Readiness(BaseModel):
    """Whether the service can do its work, and what is missing if not."""

    ready: bool
    not_ready: dict[str, str]
    watched: dict[str, Watched] = Field(
        default={},
        description="Numbers an operator watches here, as in `/metrics`; none is a fault",
    )


class ClockState(BaseModel):
    """Where the clock stands, what comes next, and whether all that was due is done."""

    now: datetime
    kind: str
    next_due_at: datetime | None
    idle: bool


class ClockMove(BaseModel):
    """The instant to put the model's clock to."""

    model_config = ConfigDict(extra="forbid")

    now: Annotated[AwareDatetime, Field(le=LAST_INSTANT, examples=["2019-02-01T00:00:00Z"])]


@router.get("/healthz", **door(OPERATION))
def health() -> Health:
    """Whether the process answers at all."""
    return Health()


@router.get(
    "/readyz",
    **door(OPERATION),
    responses={503: {"model": Readiness}},
    response_model_exclude_defaults=True,
)
def readiness(request: Request, response: Response) -> Readiness:
    """Whether this service can do its work; 503 says what is missing."""
    state = request.app.state
    checks = state.ready_checks
    missing = {name: said for name, check in checks.items() if (said := check()) is not None}
    response.status_code = 503 if missing else 200
    watched = state.watched() if hasattr(state, "watched") else {}
    return Readiness(ready=not missing, not_ready=missing, watched=watched)


@router.get("/metrics", **door(OPERATION), response_class=Response)
def metrics(request: Request) -> Response:
    """Counters and timings in Prometheus' text format, without personal data."""
    return Response(
        generate_latest(request.app.state.metrics.registry),
        media_type="text/plain; version=0.0.4; charset=utf-8",
    )


@router.get("/v1/inventory", **door(ours("Public, so that anyone can see what is held.")))
def inventory(request: Request) -> Inventory:
    """Every table and field held here, why, how long, to whom it goes, and who operates it."""
    state = request.app.state
    metadata = [*state.metadata, *state.metadata_beside]
    told = tell(state.name, state.operator, state.origin, metadata)
    return state.add_flows(told) if hasattr(state, "add_flows") else told


@router.get("/v1/clock", **door(OPERATION))
def read_clock(request: Request) -> ClockState:
    """Where the clock stands, and when something next falls due."""
    state = request.app.state
    return ClockState(
        now=state.clock.now(),
        kind=state.clock.kind,
        next_due_at=state.due.next_due_at(),
        idle=state.due.is_idle(),
    )


@router.put("/v1/clock", **door(OPERATION))
def move_clock(body: ClockMove, request: Request, operator: Operator) -> ClockState:
    """Put the model's clock forward; never backwards, kept across restarts, in the audit log."""
    state = request.app.state
    before = state.clock.now()
    if body.now != before:
        state.clock.move(body.now)
        with state.database.write() as session:
            about = before.isoformat()
            write_audit(session, Entry(body.now, operator.subject, "move_clock", MOVE_DOOR, about))
        state.due.wake()
    return read_clock(request)
