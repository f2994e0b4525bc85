"""Whether a judgment may put its debtor on the list of judgment defaulters today.

2013 Provisions (法释〔2013〕17号), as amended by 法释〔2017〕7号; the rulebook marks our own floor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.court.domain.bars import Circumstance, must_not_be_barred
from services.court.domain.endings import Deletion, must_be_relistable
from services.court.domain.judgments import Judgment
from services.court.domain.refusals import BreachNotNoted
from services.court.domain.restrictions import BREACH_GROUND
from shared.rulebook import Rules

YOUNGEST = "youngest-age"
APPLICATION_TERM = "application-decision-term"


@dataclass(frozen=True, slots=True)
class Case:
    """A judgment, and all that speaks for or against a listing under it."""

    judgment: Judgment
    circumstances: Sequence[Circumstance] = ()
    deletions: Sequence[Deletion] = ()
    has_breach: bool = False


@dataclass(frozen=True, slots=True)
class Application:
    """The creditor asks that the debtor be listed; the court has a time to decide."""

    id: str
    judgment_id: str
    ground: str
    applied_on: date
    decide_by: date | None
    recorded_by: str
    recorded_at: datetime
    dismissed_by: str | None = None
    dismissed_at: datetime | None = None
    dismissal_reasons: str | None = None


def must_be_listable(case: Case, ground: str, rules: Rules, today: date) -> None:
    """Raise a refusal with a code unless the judgment allows a listing on this ground today."""
    case.judgment.may_be_listed(today, rules.number_if_any(YOUNGEST))
    must_not_be_barred(case.circumstances, ground, rules, today)
    must_be_relistable(case.deletions, rules, today)
    if ground == BREACH_GROUND and not case.has_breach:
        raise BreachNotNoted("No breach of an order restricting consumption has been noted.")


def application_due(applied_on: date, rules: Rules) -> date | None:
    """The last day to decide on a creditor's application, where the rules give one."""
    if APPLICATION_TERM not in rules.rows:
        return None
    return rules.after(applied_on, APPLICATION_TERM)
