"""The firms in the tax authority's books, as the shared rules about ties ask for them."""

from datetime import date

from sqlalchemy.orm import Session

from services.tax.api.fetching import found_taxpayer
from services.tax.domain.lines import Why
from services.tax.domain.scale import Scale
from services.tax.records import ratings, taxpayers
from services.tax.records.grading import firms_again
from shared.identifiers import Party
from shared.ledger.listing import Listing
from shared.procedure import records as procedures
from shared.rulebook import Rules
from shared.signature import Signature
from shared.ties.domain import Behind, Tie


class TaxFirms:
    """Registered organisations; what follows from ties here is a grade."""

    def __init__(self, rules: Rules) -> None:
        self._scale = Scale.of(rules)

    def firm_called(self, session: Session, reference: str) -> str:
        """The registered organisation; a refusal for a person, who has no grade."""
        taxpayer = found_taxpayer(session, reference)
        taxpayer.must_be_organisation()
        return taxpayer.id

    def party_of_firm(self, session: Session, firm: str) -> Party | None:
        """Its name and code as registered."""
        taxpayer = taxpayers.taxpayer(session, firm)
        return taxpayer.party if taxpayer else None

    def behind(self, session: Session, listing: Listing) -> Behind | None:
        """The firm and the day of the decision in the case that its listing rests on."""
        first = procedures.proposal(session, listing.proposal_id)
        case = taxpayers.violation(session, first.basis) if first else None
        return Behind(case.taxpayer_id, case.decided_on) if case else None

    def stands_as(self, session: Session, firm: str, today: date) -> set[str]:
        """Its latest grade."""
        latest = ratings.latest_rating(session, firm)
        return {f"grade-{latest.grade.lower()}"} if latest else set()

    def reached_through(self, session: Session, tie: Tie) -> list[tuple[int, str]]:
        """The years in which it is D because of this tie."""
        counting = ratings.counting(ratings.ratings_of(session, tie.firm))
        return [
            (year, line.rule)
            for year, rating in sorted(counting.items())
            if rating.evaluated is not None
            for line in rating.evaluated.lines
            if line.why is Why.SPILLED_D and line.about == tie.id
        ]

    def tie_changed(self, session: Session, tie: Tie, signed: Signature) -> int:
        """Every firm of the person is evaluated anew."""
        return firms_again(session, self._scale, tie, signed)
