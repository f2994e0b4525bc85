"""The platform's doors: search, listings, editions, proofs, the feed, and what an auditor sees."""

from fastapi import APIRouter, Depends

from services.national_platform.api import (
    about,
    digests,
    downloads,
    editions,
    evaluations,
    feed,
    listings,
    proofs,
    receipts,
    reconcile,
    search,
    statistics,
)
from services.national_platform.api.reading import whole_register

SHOWN = APIRouter(dependencies=[Depends(whole_register)])
for shows_listings in (search, listings, reconcile, editions, downloads, proofs, evaluations):
    SHOWN.include_router(shows_listings.router)

# The feed comes first: it is asked by far the most, and doors are looked for in this order.
ROUTERS = [
    feed.router,
    SHOWN,
    receipts.router,
    statistics.router,
    about.router,
    digests.router,
]

__all__ = ["ROUTERS"]
