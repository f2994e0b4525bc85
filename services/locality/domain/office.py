"""What one place goes by: its scheme, and the rules around it."""

from dataclasses import dataclass

from services.locality.domain.scheme import Scheme
from shared.rulebook import Rules

NEEDED = (
    "adult-age",
    "objection-window",
    "objection-decision-term",
    "reviewing-body",
    "retention",
    "paper-reconciliation-term",
)


@dataclass(frozen=True, slots=True)
class Office:
    """The credit office of one place."""

    slug: str
    scheme: Scheme
    rules: Rules

    def heading(self) -> str:
        """How many of all rows, the scheme's and the rulebook's, rest on memory."""
        weak = self.rules.unconfirmed() + self.scheme.unconfirmed()
        rows = len(self.rules.rows) + len(list(self.scheme.parts()))
        return f"{weak} of {rows} rows unconfirmed"
