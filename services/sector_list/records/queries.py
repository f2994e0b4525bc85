"""Reading and keeping cases, penalties and members."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, selectinload

from services.sector_list.domain import Case, Member, Penalty
from services.sector_list.records.tables import CaseRow, MemberRow, PenaltyRow
from shared.identifiers import Kind, Party
from shared.ledger import acts
from shared.ledger.acts import ListingRow
from shared.ledger.listing import Listing
from shared.procedure.records import ProposalRow


def _party(row: CaseRow | MemberRow) -> Party:
    return Party(kind=Kind(row.kind), name=row.name, id_number=row.id_number)


def _party_columns(party: Party) -> dict[str, str]:
    return {"kind": party.kind, "name": party.name, "id_number": str(party.id_number)}


def _to_case(row: CaseRow) -> Case:
    return Case(
        id=row.id,
        party=_party(row),
        ground=row.ground,
        found_on=row.found_on,
        facts=row.facts,
        is_decided=row.is_decided,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        amount_yuan=row.amount_yuan,
        persons_count=row.persons_count,
        correct_by=row.correct_by,
        corrected_on=row.corrected_on,
        has_promised=row.has_promised,
        penalties=tuple(Penalty(one.penalty, one.imposed_on) for one in row.penalties),
    )


def _case_columns(case: Case) -> dict[str, Any]:
    own = set(CaseRow.__table__.columns.keys()) - {"kind", "name", "id_number"}
    return {name: getattr(case, name) for name in own} | _party_columns(case.party)


def _to_member(row: MemberRow) -> Member:
    return Member(row.id, _party(row), row.joined_on, row.recorded_by, row.recorded_at, row.left_on)


def case(session: Session, case_id: str) -> Case | None:
    """The case called `case_id`, if there is one."""
    row = session.get(CaseRow, case_id)
    return _to_case(row) if row else None


def load_cases(session: Session, case_ids: Collection[str]) -> Sequence[CaseRow]:
    """Many cases at once, with their penalties, for `case` to find."""
    wanted = select(CaseRow).where(CaseRow.id.in_(case_ids))
    return session.scalars(wanted.options(selectinload(CaseRow.penalties))).all()


def sizes_of(
    session: Session, case_ids: Collection[str]
) -> Sequence[Row[str, int | None, int | None]]:
    """Each of these cases, how much money it is about, and how many people it concerns."""
    wanted = select(CaseRow.id, CaseRow.amount_yuan, CaseRow.persons_count)
    return session.execute(wanted.where(CaseRow.id.in_(case_ids))).all()


def cases_about_any(session: Session, id_numbers: Collection[str]) -> list[Case]:
    """All cases about any of these identifiers, oldest first."""
    about = select(CaseRow).where(CaseRow.id_number.in_(id_numbers)).order_by(CaseRow.found_on)
    with_parts = about.options(selectinload(CaseRow.penalties))
    return [_to_case(row) for row in session.scalars(with_parts)]


def cases_about(session: Session, id_number: str) -> list[Case]:
    """All cases about one identifier, oldest first."""
    about = select(CaseRow).where(CaseRow.id_number == id_number)
    return [_to_case(row) for row in session.scalars(about.order_by(CaseRow.found_on))]


def undecided_cases(session: Session) -> list[Case]:
    """Cases on which a decision is still owed, oldest first."""
    waiting = select(CaseRow).where(CaseRow.is_decided.is_(False)).order_by(CaseRow.recorded_at)
    return [_to_case(row) for row in session.scalars(waiting)]


def corrected_but_listed(session: Session, today: date) -> list[tuple[Case, Listing]]:
    """Cases put right, with the promise, on which a listing still rests, and that listing."""
    standing = (
        select(CaseRow, ListingRow.ref)
        .join(ProposalRow, ProposalRow.basis == CaseRow.id)
        .join(ListingRow, ListingRow.proposal_id == ProposalRow.id)
        .where(CaseRow.corrected_on.is_not(None), CaseRow.has_promised)
        .where(acts.standing_on(today))
        .order_by(CaseRow.corrected_on)
    )
    found = [(_to_case(row), acts.listing(session, ref)) for row, ref in session.execute(standing)]
    return [(case, listing) for case, listing in found if listing is not None]


def add_case(session: Session, new: Case) -> None:
    """Store a new case with the penalties already imposed."""
    session.add(CaseRow(**_case_columns(new)))
    session.flush()
    for penalty in new.penalties:
        add_penalty(session, new.id, penalty)


def keep_case(session: Session, changed: Case) -> None:
    """Store what became of a case; penalties are added one by one."""
    row = session.get_one(CaseRow, changed.id)
    for name, value in _case_columns(changed).items():
        setattr(row, name, value)


def add_penalty(session: Session, case_id: str, new: Penalty) -> None:
    """Store one penalty."""
    session.add(PenaltyRow(case_id=case_id, penalty=new.code, imposed_on=new.imposed_on))


def add_member(session: Session, new: Member) -> None:
    """Store a new member."""
    session.add(
        MemberRow(
            id=new.id,
            joined_on=new.joined_on,
            left_on=new.left_on,
            recorded_by=new.recorded_by,
            recorded_at=new.recorded_at,
            **_party_columns(new.party),
        )
    )


def keep_member(session: Session, changed: Member) -> None:
    """Store when a member left."""
    session.get_one(MemberRow, changed.id).left_on = changed.left_on


def member(session: Session, member_id: str) -> Member | None:
    """The member called `member_id`, if there is one."""
    row = session.get(MemberRow, member_id)
    return _to_member(row) if row else None


def memberships_of(session: Session, id_number: str) -> list[Member]:
    """Every time that one identifier was a member, oldest first."""
    about = select(MemberRow).where(MemberRow.id_number == id_number)
    return [_to_member(row) for row in session.scalars(about.order_by(MemberRow.joined_on))]


def burdens(session: Session) -> list[tuple[int, int]]:
    """How many cases have so many burdens: penalties, and listings that rest on the case."""
    imposed = (
        select(PenaltyRow.case_id.label("case_id"), func.count().label("count"))
        .group_by(PenaltyRow.case_id)
        .subquery()
    )
    listed = (
        select(ProposalRow.basis.label("case_id"), func.count().label("count"))
        .join(ListingRow, ListingRow.proposal_id == ProposalRow.id)
        .group_by(ProposalRow.basis)
        .subquery()
    )
    of_each = func.coalesce(imposed.c.count, 0) + func.coalesce(listed.c.count, 0)
    counted = (
        select(of_each, func.count())
        .select_from(CaseRow)
        .outerjoin(imposed, imposed.c.case_id == CaseRow.id)
        .outerjoin(listed, listed.c.case_id == CaseRow.id)
        .group_by(of_each)
        .order_by(of_each)
    )
    return [(int(count), int(cases)) for count, cases in session.execute(counted)]
