"""The site on port 8000: what runs where, and the identity issuer behind it."""

from shared.lean import unpainted

with unpainted():
    import httpx  # noqa: F401 - loaded here for all who import it later
    import structlog  # noqa: F401 - loaded here for all who import it later
