"""Residents and their consents, as the locality keeps them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Select, Table, func, select
from sqlalchemy.orm import Session

from services.locality.domain.residents import Resident
from services.locality.records.tables import ConsentRow, ResidentRow
from shared.identifiers import IdNumber

AT_ONCE = 500  # either database takes a statement with so many values
RESIDENTS = cast(Table, ResidentRow.__table__)


def _to_resident(row: ResidentRow | Row[Any]) -> Resident:
    return Resident(row.id, row.name, IdNumber(row.id_number), row.registered_by, row.registered_at)


def add_resident(session: Session, new: Resident) -> None:
    """Put somebody on the books."""
    session.add(ResidentRow(**new.as_row()))


def resident(session: Session, resident_id: str) -> Resident | None:
    """The resident called `resident_id`, if there is one."""
    row = session.get(ResidentRow, resident_id)
    return _to_resident(row) if row else None


def resident_with(session: Session, id_number: str) -> Resident | None:
    """The resident with this identifier, if there is one."""
    found = select(ResidentRow).where(ResidentRow.id_number == id_number)
    row = session.scalars(found).first()
    return _to_resident(row) if row else None


def residents_with(session: Session, id_numbers: Iterable[str]) -> dict[str, Resident]:
    """All residents among these identifiers, by identifier."""
    wanted, found = sorted(set(id_numbers)), {}
    for start in range(0, len(wanted), AT_ONCE):
        some = ResidentRow.id_number.in_(wanted[start : start + AT_ONCE])
        for row in session.execute(select(RESIDENTS).where(some)):
            found[row.id_number] = _to_resident(row)
    return found


def consents_of(session: Session, resident_id: str) -> Sequence[ConsentRow]:
    """Each yes and each no of one resident, oldest first."""
    said = select(ConsentRow).where(ConsentRow.resident_id == resident_id)
    return session.scalars(said.order_by(ConsentRow.seq)).all()


def does_consent(session: Session, resident_id: str) -> bool:
    """Whether the resident's last word was yes; silence is no."""
    said = consents_of(session, resident_id)
    return bool(said) and said[-1].consents


def note_consent(session: Session, resident_id: str, consents: bool, at: datetime) -> None:
    """Remember what a resident says now; the same word again changes nothing."""
    if does_consent(session, resident_id) is not consents:
        session.add(ConsentRow(resident_id=resident_id, consents=consents, at=at))
        session.flush()


def consenting() -> Select[str]:
    """Whoever's last word was yes."""
    last = select(func.max(ConsentRow.seq)).group_by(ConsentRow.resident_id)
    return select(ConsentRow.resident_id).where(ConsentRow.seq.in_(last), ConsentRow.consents)


def count(session: Session) -> int:
    """How many are on the books."""
    return session.scalar(select(func.count()).select_from(ResidentRow)) or 0
