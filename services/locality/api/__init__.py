"""The locality's doors."""

from services.locality.api import (
    benefits,
    events,
    objections,
    own,
    paper,
    public,
    residents,
    third_look,
)
from shared.web.limits import MIB

ROUTERS = (
    residents.router,
    events.router,
    paper.router,
    third_look.router,
    own.router,
    benefits.router,
    objections.router,
    public.router,
)

# What these doors read instead of JSON of at most 1 MiB.
TYPES = {paper.DOOR: paper.CSV}
BOUNDS = {paper.DOOR: 16 * MIB}

__all__ = ["BOUNDS", "ROUTERS", "TYPES"]
