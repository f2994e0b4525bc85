"""Organisations of this place: its own file on each, and what comes down beside it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Protocol

from fastapi import APIRouter, Depends, Path, Query, Request
from sqlalchemy.orm import Session

from services.locality.api.organisation_shapes import (
    ComplementShown,
    ComplementState,
    NewOrganisation,
    OrganisationFile,
    OrganisationReceipt,
    OrganisationShown,
    OrganisationsShown,
    OwnPart,
    Reading,
)
from services.locality.api.visits import OfficeDep, ReadingVisit
from services.locality.domain.complement import standing
from services.locality.domain.office import Office
from services.locality.domain.organisations import (
    AlreadyOnTheBooks,
    Organisation,
    OrganisationUnknown,
    Territory,
    register,
)
from services.locality.records import complement, organisations
from shared.authorities import Authorities
from shared.calendar import legal_day
from shared.identifiers import Reference
from shared.origin import door, ours, paper
from shared.references import new_reference
from shared.web.guards import Now, Officer, ReadingDep
from shared.web.idempotency import OnceDep
from shared.web.work import ClerkWork

router = APIRouter(tags=["organisations"])
PAGE = 100
LOCAL = paper(
    "Public shaming on a national publication platform: merged data complements the local "
    "evaluation of a company, and does not replace it (footnote 16)."
)
Id = Annotated[Reference, Path(examples=["g-qhzxkvbnwertyuiopasd"])]
Code = Annotated[str, Query(pattern=r"^[0-9A-Z]{0,18}$")]


class ReadsPlatform(Protocol):
    """Whatever follows the platform."""

    @property
    def read_at(self) -> datetime | None:
        """When it was last read to its end."""
        ...


class Outlook:
    """What a place knows of the world around it: its regions, the issuers, how old the news is."""

    def __init__(
        self, territory: Territory, authorities: Authorities, follows: ReadsPlatform
    ) -> None:
        self.territory = territory
        self.authorities = authorities
        self.follows = follows

    def reading(self, session: Session) -> Reading:
        """How old what came down is; it stays here while the platform is away."""
        where, read_at = complement.position(session), self.follows.read_at
        age = int((datetime.now(UTC) - read_at).total_seconds()) if read_at else None
        return Reading(
            edition=where.edition if where else None,
            read_at=read_at,
            age_seconds=max(0, age) if age is not None else None,
        )


def outlook_of(request: Request) -> Outlook:
    """This place's view of the world around it."""
    outlook: Outlook = request.app.state.outlook
    return outlook


OutlookDep = Annotated[Outlook, Depends(outlook_of)]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the files on organisations are, as they stand today."""

    outlook: Outlook
    office: Office
    today: date

    def file(self, session: Session, found: Organisation | None) -> OrganisationFile:
        """The file on an organisation; OrganisationUnknown if it is not on the books."""
        if found is None:
            raise OrganisationUnknown("No such organisation is registered here.")
        told = standing(complement.evaluations_of(session, found.code), self.today)
        reading = self.outlook.reading(session)
        return OrganisationFile(
            authority=self.office.slug,
            own=OwnPart(organisation=OrganisationShown.of(found)),
            complement=ComplementShown.of(told, self.outlook.authorities, reading),
        )


def open_shelf(outlook: OutlookDep, office: OfficeDep, now: Now) -> Shelf:
    """The files of today."""
    return Shelf(outlook, office, legal_day(now))


ShelfDep = Annotated[Shelf, Depends(open_shelf)]


@router.post("/v1/organisations", status_code=201, **door(LOCAL))
def register_organisation(
    body: NewOrganisation, work: ClerkWork, outlook: OutlookDep, once: OnceDep
) -> OrganisationReceipt:
    """Register an organisation whose code lies in this place. It has no points, now or ever."""
    if organisations.organisation_with(work.session, body.party.id_number) is not None:
        raise AlreadyOnTheBooks("This organisation was registered before.")
    new = register(new_reference("g"), body.party, outlook.territory, work.signed)
    organisations.add_organisation(work.session, new)
    work.done(new.id)
    return once.keep(OrganisationReceipt(id=new.id, registered_at=new.registered_at))


@router.get("/v1/organisations", **door(LOCAL))
def on_the_books(officer: Officer, session: ReadingDep, after: Code = "") -> OrganisationsShown:
    """Organisations on the books, a page at a time, in the order of their codes."""
    found = organisations.organisations_after(session, after, PAGE)
    return OrganisationsShown(
        organisations=[OrganisationShown.of(one) for one in found],
        next_after=found[-1].code if len(found) == PAGE else None,
    )


@router.get("/v1/organisations/{id}/file", **door(LOCAL))
def file_of(id: Id, officer: Officer, session: ReadingDep, shelf: ShelfDep) -> OrganisationFile:
    """An organisation's file: what is held here, and as a complement what others say."""
    return shelf.file(session, organisations.organisation(session, id))


@router.get("/v1/me/organisation", **door(ours("The right to know.", floor=True)))
def own_organisation_file(visit: ReadingVisit, shelf: ShelfDep) -> OrganisationFile:
    """The same file, for the organisation itself: what came down, and where to contest it."""
    found = organisations.organisation_with(visit.session, visit.id_number)
    return shelf.file(visit.session, found)


@router.get("/v1/complement", **door(ours("How old a copy is belongs to the copy.")))
def complement_state(
    session: ReadingDep, office: OfficeDep, outlook: OutlookDep
) -> ComplementState:
    """What comes down to this place, for which regions, and how old it is."""
    where = complement.position(session)
    return ComplementState(
        **outlook.reading(session).model_dump(),
        authority=office.slug,
        regions=list(outlook.territory.regions),
        refused_count=where.refused_count if where else 0,
    )
