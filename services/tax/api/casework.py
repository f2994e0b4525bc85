"""The tax authority's side of the common procedure: its check of the facts, its part of a file."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from services.tax import domain, records
from services.tax.api.shapes import RatingShown, TaxpayerShown, ViolationShown
from services.tax.domain import BasisNotOfParty, BasisUnknown, Taxpayer
from shared.procedure.casework import Request
from shared.rulebook import Rules

NEEDED_RULES = (domain.YOUNGEST_AGE, domain.GRADE_COUNTS_FOR)


class TaxCasework:
    """Who may be listed on the strength of which case or grade."""

    def __init__(self, rules: Rules) -> None:
        rules.require(NEEDED_RULES)
        self._rules = rules

    def check(self, session: Session, request: Request, today: date) -> None:
        """Raise a refusal with a code unless the facts allow this listing on that day."""
        if request.list == domain.A_TAXPAYERS:
            self._check_grade(session, request, today)
        else:
            self._check_case(session, request, today)

    def holdings(self, session: Session, id_number: str) -> dict[str, Any]:
        """The registration, every grade with its reasons, every case."""
        taxpayer = records.taxpayer_with(session, id_number)
        if taxpayer is None:
            return {"taxpayer": None, "ratings": [], "violations": []}
        ratings = records.ratings_of(session, taxpayer.id)
        cases = records.violations_of(session, taxpayer.id)
        return {
            "taxpayer": TaxpayerShown.of(taxpayer).model_dump(mode="json"),
            "ratings": [RatingShown.of(one).model_dump(mode="json") for one in ratings],
            "violations": [ViolationShown.of(one).model_dump(mode="json") for one in cases],
        }

    def _check_grade(self, session: Session, request: Request, today: date) -> None:
        taxpayer = records.taxpayer(session, request.basis)
        if taxpayer is None:
            raise BasisUnknown("This list rests on a taxpayer that is registered here.")
        _must_be_about(session, request, taxpayer)
        domain.must_be_a(records.latest_rating(session, taxpayer.id), self._rules, today)

    def _check_case(self, session: Session, request: Request, today: date) -> None:
        case = records.violation(session, request.basis)
        taxpayer = records.taxpayer(session, case.taxpayer_id) if case else None
        if case is None or taxpayer is None:
            raise BasisUnknown("This list rests on a case that was decided here.")
        _must_be_about(session, request, taxpayer)
        domain.must_be_of_age(request.party, self._rules, today)
        domain.must_be_listable(case, request.ground, self._rules)


def _must_be_about(session: Session, request: Request, taxpayer: Taxpayer) -> None:
    """BasisNotOfParty unless it is this taxpayer, as registered or as an act has corrected it.

    A right number under a wrong name would put somebody else's name on a public list.
    """
    corrected = records.parties_listed_on(session, request.basis)
    if request.party not in (taxpayer.party, *corrected):
        raise BasisNotOfParty("What the listing would rest on is not about this party.")
