"""How a D spreads through the persons who stand behind firms."""

from datetime import date

from services.tax.domain.scale import SPILLED
from shared.rulebook import Rules
from shared.ties.domain import roles_in
from shared.ties.roles import Role

SPILL_AFTER, SPILL_OVER = "spill-over-after", "d-spill-over"


def answers_for_d(rules: Rules) -> tuple[Role, ...]:
    """Who answers for a firm that is D, so that the D follows them; nobody where no row says so."""
    return roles_in(rules, SPILL_OVER)


def is_reached_through(rules: Rules) -> tuple[Role, ...]:
    """What such a person must be to another firm for the D to reach it: run or have founded it."""
    return roles_in(rules, SPILLED)


def spills(rules: Rules, d_since: date, runs_since: date) -> bool:
    """Whether a D reaches a firm that its responsible person has registered or run since a day.

    Without the row about what came after, it reaches every firm; with it, only those registered or
    taken over so many days after the D or later.
    """
    return SPILL_AFTER not in rules.rows or runs_since >= rules.after(d_since, SPILL_AFTER)
