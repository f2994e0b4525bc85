"""The court's side of the common procedure: its check of the facts, and its part of a file."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from services.court import records
from services.court.api.shapes import JudgmentShown
from services.court.domain import BasisNotOfParty, BasisUnknown
from shared.procedure.casework import Request
from shared.procedure.resting import is_about
from shared.rulebook import Rules

NEEDED_RULES = ("youngest-age", "notice-period")


class CourtCasework:
    """Who may be listed on the strength of which judgment."""

    def __init__(self, rules: Rules) -> None:
        rules.require(NEEDED_RULES)
        self._youngest_age = rules.number("youngest-age")

    def check(self, session: Session, request: Request, today: date) -> None:
        """Raise a refusal with a code unless this judgment allows this listing on that day."""
        judgment = records.judgment(session, request.basis)
        if judgment is None:
            raise BasisUnknown("A listing rests on a judgment that this court has.")
        if not is_about(session, judgment.id, judgment.party, request.party):
            raise BasisNotOfParty("The judgment is not against this party.")
        judgment.may_be_listed(today, self._youngest_age)

    def holdings(self, session: Session, id_number: str, today: date) -> dict[str, Any]:
        """Every judgment against a party, with its notices and performances."""
        found = records.judgments_about(session, id_number)
        shown = [JudgmentShown.of(judgment).model_dump(mode="json") for judgment in found]
        return {"judgments": shown}
