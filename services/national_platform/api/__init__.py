"""The platform's doors: search, listings, editions, the feed, and what an auditor may see."""

from services.national_platform.api import about, digests, editions, evaluations, feed, search

ROUTERS = [
    search.router,
    editions.router,
    feed.router,
    evaluations.router,
    about.router,
    digests.router,
]

__all__ = ["ROUTERS"]
