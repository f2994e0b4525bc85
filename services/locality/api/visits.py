"""What every door needs: this place's office, and a party at the door with its own record."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from services.locality.domain.office import Office
from services.locality.domain.residents import Resident, ResidentUnknown, must_consent
from services.locality.domain.score import Score, score
from services.locality.records import events, residents
from shared.audit import Applied
from shared.identifiers import IdNumber
from shared.signature import PARTY, Signature
from shared.web.guards import Now, Party, ReadingDep, SessionDep, whole_number


def office_of(request: Request) -> Office:
    """This place's credit office."""
    office: Office = request.app.state.office
    return office


OfficeDep = Annotated[Office, Depends(office_of)]


def applied_item(office: Office, code: str) -> Applied:
    """For the audit log: the item of the scheme, and how much it leaves to judge."""
    item = office.scheme.item(code)
    return Applied(code, item.openness if item else "")


@dataclass(frozen=True, slots=True)
class Visit:
    """A party at the door: its own number, inside one transaction."""

    session: Session
    office: Office
    id_number: IdNumber
    signed: Signature

    def resident(self) -> Resident:
        """The party's own record; ResidentUnknown if there is none."""
        found = residents.resident_with(self.session, self.id_number)
        if found is None:
            raise ResidentUnknown("You are not registered as a resident here.")
        return found

    def own_score(self, resident: Resident) -> Score:
        """The party's own score; NoConsent without a yes."""
        must_consent(residents.does_consent(self.session, resident.id))
        kept = events.events_of(self.session, resident.id, self.signed.today)
        return score(self.office.scheme, kept)


def visit_to_read(session: ReadingDep, office: OfficeDep, party: Party, now: Now) -> Visit:
    """A party that wants to see something."""
    return Visit(session, office, whole_number(party), Signature(PARTY, now))


def visit_to_act(session: SessionDep, office: OfficeDep, party: Party, now: Now) -> Visit:
    """A party that wants to do something."""
    return Visit(session, office, whole_number(party), Signature(PARTY, now))


ReadingVisit = Annotated[Visit, Depends(visit_to_read)]
ActingVisit = Annotated[Visit, Depends(visit_to_act)]
