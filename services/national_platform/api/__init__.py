"""The platform's doors: search, listings, editions, proofs, the feed, and what an auditor sees."""

from services.national_platform.api import (
    about,
    downloads,
    editions,
    evaluations,
    feed,
    listings,
    proofs,
    receipts,
    search,
)

ROUTERS = [
    search.router,
    listings.router,
    editions.router,
    downloads.router,
    proofs.router,
    receipts.router,
    feed.router,
    evaluations.router,
    about.router,
]

__all__ = ["ROUTERS"]
