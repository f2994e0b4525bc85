"""The locality's doors."""

from services.locality.api import (
    benefits,
    endings,
    events,
    objections,
    officers,
    own,
    public,
    residents,
)

ROUTERS = (
    residents.router,
    events.router,
    endings.router,
    officers.router,
    own.router,
    benefits.router,
    objections.router,
    public.router,
)

__all__ = ["ROUTERS"]
