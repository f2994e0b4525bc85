"""The partner gateway: where those who signed an agreement ask about one party at a time.

It alone owns the agreements, who may ask under them, and the log of what was asked and answered.
To a partner goes one decision; to an issuer one sealed question; to a party who asked about it.
"""

from shared.lean import unpainted

with unpainted():
    import httpx  # noqa: F401 - loaded here for all who import it later
