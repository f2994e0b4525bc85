"""The firms in a sector's books, as the shared rules about ties ask for them.

A sector keeps no register of firms: a firm is known by its code, which is public, from the cases
about it.
"""

from datetime import date

from sqlalchemy.orm import Session

from services.sector_list import domain, records
from services.sector_list.domain import Case
from shared.errors import must_exist
from shared.identifiers import Kind, Party
from shared.ledger.listing import Listing
from shared.procedure import records as procedures
from shared.procedure.resting import listings_resting_on
from shared.rulebook import Rules
from shared.signature import Signature
from shared.ties.domain import Behind, Tie, TieToFirmOnly
from shared.ties.following import Following


class SectorFirms:
    """Organisations about which there is a case; what follows from ties here is a listing."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    @property
    def following(self) -> Following:
        """What follows from ties under the rules in force."""
        return Following(self._rules, self)

    def firm_called(self, session: Session, reference: str) -> str:
        """The organisation that a case is about."""
        case = must_exist(records.case(session, reference), "There is no such case here.")
        if case.party.kind is not Kind.ORGANISATION:
            raise TieToFirmOnly("This case is about a person; nobody stands behind one.")
        return case.party.id_number

    def party_of_firm(self, session: Session, firm: str) -> Party | None:
        """Its name and code as the latest case has them."""
        cases = records.cases_about(session, firm)
        return cases[-1].party if cases else None

    def behind(self, session: Session, listing: Listing) -> Behind | None:
        """The firm and the day of what was found in the case that its listing rests on."""
        first = procedures.proposal(session, listing.proposal_id)
        case = records.case(session, first.basis) if first else None
        if case is None or case.party.kind is not Kind.ORGANISATION:
            return None
        return Behind(case.party.id_number, case.found_on)

    def stands_as(self, session: Session, firm: str, today: date) -> set[str]:
        """The lists on which it stands, and the grade that its cases give it."""
        cases = records.cases_about(session, firm)
        grade = domain.grade_of(cases, self._rules, today)
        return self._lists(session, cases, today) | ({grade} if grade else set())

    def reached_through(self, session: Session, tie: Tie) -> list[tuple[int, str]]:
        """No grade here follows from another firm's."""
        return []

    def tie_changed(self, session: Session, tie: Tie, signed: Signature) -> int:
        """No grade here rests on ties."""
        return 0

    def is_contested(self, session: Session, listing: Listing) -> bool:
        """Whether the party contests the tie through which it is listed."""
        return self.following.is_contested(session, listing)

    def _lists(self, session: Session, cases: list[Case], today: date) -> set[str]:
        return {
            listing.list
            for case in cases
            for listing in listings_resting_on(session, case.id)
            if listing.stands_on(today)
        }
