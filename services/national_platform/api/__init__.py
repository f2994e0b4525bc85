"""The platform's doors: search, listings, editions, the feed, and what an auditor may see."""

from services.national_platform.api import (
    about,
    editions,
    evaluations,
    feed,
    listings,
    reconcile,
    search,
    statistics,
)

ROUTERS = [
    search.router,
    listings.router,
    reconcile.router,
    editions.router,
    feed.router,
    evaluations.router,
    statistics.router,
    about.router,
]

__all__ = ["ROUTERS"]
