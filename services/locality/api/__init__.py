"""The locality's doors."""

from services.locality.api import (
    benefits,
    endings,
    event_batches,
    events,
    local_list,
    objections,
    officers,
    own,
    paper,
    public,
    residents,
    third_look,
)
from shared.procedure import doors
from shared.web.limits import MIB

ROUTERS = (
    residents.router,
    events.router,
    endings.router,
    officers.router,
    event_batches.router,
    paper.router,
    third_look.router,
    own.router,
    benefits.router,
    objections.router,
    local_list.router,
    doors.router,
    public.router,
)

# What these doors read instead of JSON of at most 1 MiB.
TYPES = {paper.DOOR: paper.CSV, event_batches.DOOR: event_batches.JSONL}
BOUNDS = {paper.DOOR: 16 * MIB}

__all__ = ["BOUNDS", "ROUTERS", "TYPES"]
