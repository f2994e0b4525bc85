"""What one place goes by: its scheme, and the rules around it."""

from dataclasses import dataclass
from datetime import date

from services.locality.domain.objections import OWN_TERM
from services.locality.domain.scheme import Scheme
from shared.rulebook import Rulebook, Rules, Text
from shared.rulebook.rules import heading_over

NEEDED = (
    "adult-age",
    "objection-window",
    OWN_TERM,
    "reviewing-body",
    "retention",
    "paper-reconciliation-term",
)


class BothSay(Exception):
    """A row stands in the rules of all localities and in the law of one; which holds is unclear."""


@dataclass(frozen=True, slots=True)
class Office:
    """The credit office of one place."""

    slug: str
    scheme: Scheme
    rules: Rules
    law: Text | None = None
    # Every edition of the scheme, the one in force among them.
    editions: tuple[Scheme, ...] = ()

    def heading(self) -> str:
        """How many of all rows, the scheme's and the rulebook's, rest on memory."""
        return heading_of(self.rules, self.scheme)

    def edition_on(self, day: date) -> Scheme | None:
        """The edition of the scheme on a day; before its first there was none."""
        return next((one for one in self.editions if one.in_force.holds_on(day)), None)


def heading_of(rules: Rules, scheme: Scheme | None) -> str:
    """The same of the rules and the scheme of any day."""
    parts = scheme.parts() if scheme else ()
    known = [*(row.confidence for row in rules.rows.values()), *(one.confidence for one in parts)]
    return heading_over(known)


def book_under(law: Rulebook, common: Rulebook) -> Rulebook:
    """What all localities go by, and the clocks of the law that this one is run under."""
    doubles = {row.id for row in law.rows} & {row.id for row in common.rows}
    if doubles:
        raise BothSay(f"{law.rulebook}: {min(doubles)} is a rule of all localities")
    return Rulebook(law.rulebook, law.title, (*common.rows, *law.rows))
