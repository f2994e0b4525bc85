"""Who did something, and when."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.calendar import legal_day

CLOCK = "clock"  # signs what follows by itself
PARTY = "party"  # signs what a party did; the audit log names no party


@dataclass(frozen=True, slots=True)
class Signature:
    """Who took a step, and when."""

    by: str
    at: datetime

    @property
    def today(self) -> date:
        """The legal date of the step."""
        return legal_day(self.at)
