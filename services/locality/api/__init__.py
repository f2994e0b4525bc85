"""The locality's doors."""

from services.locality.api import (
    benefits,
    events,
    objections,
    organisations,
    own,
    public,
    residents,
)

ROUTERS = (
    residents.router,
    events.router,
    own.router,
    benefits.router,
    objections.router,
    organisations.router,
    public.router,
)

__all__ = ["ROUTERS"]
