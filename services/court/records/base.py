"""What all of the court's tables share."""

from sqlalchemy.orm import DeclarativeBase

PARTY = "the party"
KEPT = "while the case is open; five years after it ended"


class CourtBase(DeclarativeBase):
    """Tables of the court alone."""
