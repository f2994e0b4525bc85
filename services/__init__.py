"""One folder per body of the model; none imports another."""

from shared.lean import unpainted

with unpainted():
    import alembic  # noqa: F401 - loaded here for all who import it later
    import structlog  # noqa: F401 - loaded here for all who import it later
