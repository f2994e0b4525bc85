"""The platform's doors: search, listings, editions, the feed, and what an auditor may see."""

from services.national_platform.api import about, editions, feed, search

ROUTERS = [search.router, editions.router, feed.router, about.router]

__all__ = ["ROUTERS"]
