"""The tax authority's side of the common procedure: its check of the facts, its part of a file."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from services.tax.api.firms import TaxFirms
from services.tax.api.holdings import holdings_of
from services.tax.api.tasks import tasks_on
from services.tax.domain.appeals import RECHECK_TERM, RECHECK_UNTIL
from services.tax.domain.grades import GRADE_COUNTS_FOR, must_be_a
from services.tax.domain.taxpayers import YOUNGEST_AGE, Taxpayer, must_be_of_age
from services.tax.domain.violations import (
    A_TAXPAYERS,
    BasisNotOfParty,
    BasisUnknown,
    must_be_listable,
)
from services.tax.records import ratings, taxpayers
from shared.procedure.casework import Bracket, Request, Waiting
from shared.procedure.consequences.brackets import amount_bracket, amount_brackets
from shared.procedure.desk import FLOOR
from shared.procedure.resting import is_about
from shared.rulebook import Rules
from shared.ties.following import Following

NEEDED_RULES = (
    YOUNGEST_AGE,
    GRADE_COUNTS_FOR,
    RECHECK_UNTIL,
    RECHECK_TERM,
)


class TaxCasework(TaxFirms):
    """Who may be listed on the strength of which case or grade."""

    def __init__(self, rules: Rules) -> None:
        rules.require(NEEDED_RULES)
        super().__init__(rules)
        self._rules = rules
        self._floor = FLOOR.as_of(rules.as_of)

    def check(self, session: Session, request: Request, today: date) -> None:
        """Raise a refusal with a code unless the facts allow this listing on that day."""
        if request.list == A_TAXPAYERS:
            self._check_grade(session, request, today)
        else:
            self._check_case(session, request, today)

    def prepare(self, session: Session, requests: Sequence[Request]) -> object:
        """Load the cases and taxpayers that many requests rest on."""
        bases = {request.basis for request in requests}
        cases = taxpayers.load_cases(session, bases)
        return [*cases, *taxpayers.load_taxpayers(session, bases)]

    def holdings(self, session: Session, id_number: str, today: date) -> dict[str, Any]:
        """The registration, every grade with its lines, what was found, ties, every case."""
        following = Following(self._rules, self)
        return holdings_of(session, following, id_number, today).model_dump(mode="json")

    def tasks(self, session: Session, today: date) -> Sequence[Waiting]:
        """Appeals to decide, and listings whose ground is gone."""
        return tasks_on(session, self._rules, today)

    def brackets(self, list_id: str) -> Sequence[Bracket]:
        """By the arrears in the case; a grade is no duty."""
        return [] if list_id == A_TAXPAYERS else amount_brackets(self._floor)

    def brackets_of(self, session: Session, bases: Collection[str]) -> Mapping[str, str]:
        """For each case the bracket of its amount."""
        amounts = taxpayers.amounts_of(session, bases)
        return {case: amount_bracket(amount, self._floor) for case, amount in amounts.items()}

    def _check_grade(self, session: Session, request: Request, today: date) -> None:
        taxpayer = taxpayers.taxpayer(session, request.basis)
        if taxpayer is None:
            raise BasisUnknown("This list rests on a taxpayer that is registered here.")
        _must_be_about(session, request, taxpayer)
        must_be_a(ratings.latest_rating(session, taxpayer.id), self._rules, today)

    def _check_case(self, session: Session, request: Request, today: date) -> None:
        case = taxpayers.violation(session, request.basis)
        taxpayer = taxpayers.taxpayer(session, case.taxpayer_id) if case else None
        if case is None or taxpayer is None:
            raise BasisUnknown("This list rests on a case that was decided here.")
        _must_be_about(session, request, taxpayer)
        must_be_of_age(request.party, self._rules, today)
        must_be_listable(case, request.ground, self._rules)


def _must_be_about(session: Session, request: Request, taxpayer: Taxpayer) -> None:
    """BasisNotOfParty unless it is this taxpayer, as registered or as an act has corrected it."""
    if not is_about(session, request.basis, taxpayer.party, request.party):
        raise BasisNotOfParty("What the listing would rest on is not about this party.")
