"""The locality's doors."""

import re

from services.locality.api import (
    benefits,
    endings,
    event_batches,
    events,
    local_list,
    objections,
    officers,
    organisations,
    own,
    paper,
    public,
    residents,
    third_look,
)
from shared.crossings import router as crossings_router
from shared.procedure import doors, reading_doors, worklist_doors
from shared.procedure.rule_doors import changes_router
from shared.web.limits import MIB, Reads

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
    organisations.router,
    public.router,
    worklist_doors.router,
    changes_router,
    reading_doors.router,
    crossings_router,
)

# What these doors read instead of JSON of at most 1 MiB; each keeps all of it or nothing.
READS = (
    Reads(re.compile(paper.DOOR), 16 * MIB, (paper.CSV,)),
    Reads(re.compile(event_batches.DOOR), types=(event_batches.JSONL,)),
)

__all__ = ["READS", "ROUTERS"]
