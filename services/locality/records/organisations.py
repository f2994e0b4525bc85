"""Organisations, as the locality keeps them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.locality.domain.organisations import Organisation
from services.locality.records.organisation_tables import OrganisationRow
from shared.identifiers import IdNumber


def _to_organisation(row: OrganisationRow) -> Organisation:
    code = IdNumber(row.code)
    return Organisation(row.id, row.name, code, row.registered_by, row.registered_at)


def add_organisation(session: Session, new: Organisation) -> None:
    """Put an organisation on the books."""
    session.add(OrganisationRow(**new.as_row()))


def organisation(session: Session, organisation_id: str) -> Organisation | None:
    """The organisation called `organisation_id`, if there is one."""
    row = session.get(OrganisationRow, organisation_id)
    return _to_organisation(row) if row else None


def organisation_with(session: Session, code: str) -> Organisation | None:
    """The organisation with this code, if there is one."""
    found = select(OrganisationRow).where(OrganisationRow.code == code)
    row = session.scalars(found).first()
    return _to_organisation(row) if row else None


def organisations_after(session: Session, code: str, limit: int) -> list[Organisation]:
    """Organisations in the order of their codes."""
    beyond = select(OrganisationRow).where(OrganisationRow.code > code)
    rows = session.scalars(beyond.order_by(OrganisationRow.code).limit(limit))
    return [_to_organisation(row) for row in rows]
