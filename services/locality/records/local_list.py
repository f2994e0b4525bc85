"""Acts, what was imposed for them, and who stands on the locality's own list."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.locality.domain.local_list import LocalCase, Penalty
from services.locality.records.local_tables import LocalCaseRow, LocalPenaltyRow
from shared.identifiers import Kind, Party
from shared.ledger import acts
from shared.ledger.acts import ListingRow, standing_on
from shared.ledger.listing import Listing
from shared.procedure.records import ProposalRow


def _to_case(row: LocalCaseRow) -> LocalCase:
    return LocalCase(
        id=row.id,
        party=Party(kind=Kind.PERSON, name=row.name, id_number=row.id_number),
        ground=row.ground,
        found_on=row.found_on,
        facts=row.facts,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        penalties=tuple(Penalty(one.penalty, one.imposed_on) for one in row.penalties),
    )


def add_case(session: Session, new: LocalCase) -> None:
    """Store an act with what was imposed for it by now."""
    session.add(
        LocalCaseRow(
            id=new.id,
            name=new.party.name,
            id_number=new.party.id_number,
            ground=new.ground,
            found_on=new.found_on,
            facts=new.facts,
            recorded_by=new.recorded_by,
            recorded_at=new.recorded_at,
        )
    )
    session.flush()
    for penalty in new.penalties:
        add_penalty(session, new.id, penalty)


def add_penalty(session: Session, case_id: str, new: Penalty) -> None:
    """Store one more penalty."""
    session.add(LocalPenaltyRow(case_id=case_id, penalty=new.code, imposed_on=new.imposed_on))


def case(session: Session, case_id: str) -> LocalCase | None:
    """The act called `case_id`, if there is one."""
    row = session.get(LocalCaseRow, case_id)
    return _to_case(row) if row else None


def cases_about(session: Session, id_number: str) -> list[LocalCase]:
    """All acts of one person, oldest first."""
    about = select(LocalCaseRow).where(LocalCaseRow.id_number == id_number)
    return [_to_case(row) for row in session.scalars(about.order_by(LocalCaseRow.found_on))]


def standing(session: Session, today: date, after: str, limit: int) -> list[Listing]:
    """So many who stand on the list today, in the order of their opaque references."""
    refs = select(ListingRow.ref).where(standing_on(today), ListingRow.ref > after)
    found = session.scalars(refs.order_by(ListingRow.ref).limit(limit)).all()
    return [one for ref in found if (one := acts.listing(session, ref)) is not None]


def burdens(session: Session) -> list[tuple[int, int]]:
    """How many acts have so many burdens: penalties, and listings that rest on the act."""
    penalties = (
        select(func.count()).where(LocalPenaltyRow.case_id == LocalCaseRow.id).scalar_subquery()
    )
    listings = (
        select(func.count())
        .select_from(ListingRow)
        .join(ProposalRow, ProposalRow.id == ListingRow.proposal_id)
        .where(ProposalRow.basis == LocalCaseRow.id)
        .scalar_subquery()
    )
    of_each = select((penalties + listings).label("burdens")).select_from(LocalCaseRow).subquery()
    counted = select(of_each.c.burdens, func.count()).group_by(of_each.c.burdens)
    rows = session.execute(counted.order_by(of_each.c.burdens))
    return [(int(count), int(cases)) for count, cases in rows]
