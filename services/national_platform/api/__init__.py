"""The platform's doors: search, listings, editions, the feed, and what an auditor may see."""

from services.national_platform.api import about, downloads, editions, evaluations, feed, search

ROUTERS = [
    search.router,
    editions.router,
    downloads.router,
    feed.router,
    evaluations.router,
    about.router,
]

__all__ = ["ROUTERS"]
