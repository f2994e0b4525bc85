"""Counts that may be published: small ones suppressed, all others rounded."""

SMALLEST_SHOWN = 10
ROUNDED_TO = 5


def coarse(count: int) -> int | None:
    """The count rounded to five, or None under ten, so that no difference points at one person."""
    if count < SMALLEST_SHOWN:
        return None
    return ROUNDED_TO * round(count / ROUNDED_TO)
