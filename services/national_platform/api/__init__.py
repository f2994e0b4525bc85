"""The platform's doors: search, listings, editions, the feed, and what an auditor may see."""

from fastapi import APIRouter, Depends

from services.national_platform.api import about, digests, editions, evaluations, feed, search
from services.national_platform.api.reading import whole_register

SHOWN = APIRouter(dependencies=[Depends(whole_register)])
for shows_listings in (search, editions, evaluations):
    SHOWN.include_router(shows_listings.router)

# The feed comes first: it is asked by far the most, and doors are looked for in this order.
ROUTERS = [feed.router, SHOWN, about.router, digests.router]

__all__ = ["ROUTERS"]
