"""Who is registered, and their decided cases."""

from collections.abc import Collection, Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.tax.domain.taxpayers import Taxpayer
from services.tax.domain.violations import Violation
from services.tax.records.tables import TaxpayerRow, ViolationRow
from shared.identifiers import Kind, Party


def to_taxpayer(row: TaxpayerRow) -> Taxpayer:
    """The taxpayer in a row."""
    party = Party(kind=Kind(row.kind), name=row.name, id_number=row.id_number)
    return Taxpayer(row.id, party, row.registered_by, row.registered_at, row.began_on)


def _to_violation(row: ViolationRow) -> Violation:
    return Violation(**{column.key: getattr(row, column.key) for column in row.__table__.columns})


def add_taxpayer(session: Session, new: Taxpayer) -> None:
    """Enter a taxpayer."""
    session.add(
        TaxpayerRow(
            id=new.id,
            kind=new.party.kind,
            name=new.party.name,
            id_number=new.party.id_number,
            registered_by=new.registered_by,
            registered_at=new.registered_at,
            began_on=new.began_on,
        )
    )


def taxpayer(session: Session, taxpayer_id: str) -> Taxpayer | None:
    """The taxpayer called `taxpayer_id`, if there is one."""
    row = session.get(TaxpayerRow, taxpayer_id)
    return to_taxpayer(row) if row else None


def taxpayer_with(session: Session, id_number: str) -> Taxpayer | None:
    """The taxpayer with this whole identifier."""
    row = session.scalars(select(TaxpayerRow).where(TaxpayerRow.id_number == id_number)).first()
    return to_taxpayer(row) if row else None


def keep_violation(session: Session, case: Violation) -> None:
    """Store a case as it now stands."""
    session.merge(ViolationRow(**asdict(case)))


def violation(session: Session, violation_id: str) -> Violation | None:
    """The case called `violation_id`, if there is one."""
    row = session.get(ViolationRow, violation_id)
    return _to_violation(row) if row else None


def load_cases(session: Session, case_ids: Collection[str]) -> Sequence[object]:
    """Many cases and their taxpayers at once, for `violation` and `taxpayer` to find."""
    cases = session.scalars(select(ViolationRow).where(ViolationRow.id.in_(case_ids))).all()
    return [*cases, *load_taxpayers(session, {case.taxpayer_id for case in cases})]


def amounts_of(session: Session, case_ids: Collection[str]) -> dict[str, int]:
    """How much each of these cases is about."""
    wanted = select(ViolationRow.id, ViolationRow.amount_yuan).where(ViolationRow.id.in_(case_ids))
    return dict(session.execute(wanted).all())


def load_taxpayers(session: Session, taxpayer_ids: Collection[str]) -> Sequence[TaxpayerRow]:
    """Many taxpayers at once."""
    return session.scalars(select(TaxpayerRow).where(TaxpayerRow.id.in_(taxpayer_ids))).all()


def violations_of(session: Session, taxpayer_id: str) -> list[Violation]:
    """All cases of one taxpayer, oldest decision first."""
    about = select(ViolationRow).where(ViolationRow.taxpayer_id == taxpayer_id)
    return [_to_violation(row) for row in session.scalars(about.order_by(ViolationRow.decided_on))]


def quashed(session: Session) -> list[Violation]:
    """All cases that were set aside."""
    about = select(ViolationRow).where(ViolationRow.quashed_at.is_not(None))
    return [_to_violation(row) for row in session.scalars(about.order_by(ViolationRow.quashed_at))]


def paid(session: Session) -> list[Violation]:
    """All cases that stand and in which everything is paid."""
    about = select(ViolationRow).where(
        ViolationRow.paid_on.is_not(None), ViolationRow.quashed_at.is_(None)
    )
    return [_to_violation(row) for row in session.scalars(about.order_by(ViolationRow.paid_on))]
