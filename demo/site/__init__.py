"""The site on port 8000: what runs where, and the identity issuer behind it."""

from shared.lean import import_lean

import_lean("structlog", "httpx")
