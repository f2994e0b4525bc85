"""Orders that restrict consumption, whom they reach, exemptions from them, breaches of them."""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from services.court.domain import Addressee, Breach, ExemptionAsked, Restriction
from services.court.records.base import KEPT, PARTY, CourtBase
from shared.database import Instant
from shared.house import BIG_KEY
from shared.identifiers import Kind, Party
from shared.inventory import held, table
from shared.origin import ours, rule

ORDER = rule("2010 Provisions on restricting consumption, amended 2015.")


class RestrictionRow(CourtBase):
    """One order under one judgment."""

    __tablename__ = "restrictions"
    __table_args__ = table("Orders that restrict consumption.", kept=KEPT, mark=ORDER)
    id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("opaque reference", goes_to=PARTY)
    )
    judgment_id: Mapped[str] = mapped_column(
        ForeignKey("judgments.id"), index=True, info=held("under which judgment", goes_to=PARTY)
    )
    ground: Mapped[str] = mapped_column(String(64), info=held("ground, as a code", goes_to=PARTY))
    ordered_by: Mapped[str] = mapped_column(String(64), info=held("which officer asked for it"))
    ordered_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    lifted_at: Mapped[datetime | None] = mapped_column(
        Instant, index=True, info=held("when it was lifted", goes_to=PARTY)
    )
    lifted_by: Mapped[str | None] = mapped_column(String(64), info=held("which officer"))
    lifted_because: Mapped[str | None] = mapped_column(
        String(64), info=held("why, as the rulebook's code", goes_to=PARTY)
    )
    addressees: Mapped[list["AddresseeRow"]] = relationship(order_by="AddresseeRow.seq")


class AddresseeRow(CourtBase):
    """Somebody whom an order reaches."""

    __tablename__ = "restriction_addressees"
    __table_args__ = table("Whom each order reaches, and as what.", kept=KEPT, mark=ORDER)
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    restriction_id: Mapped[str] = mapped_column(
        ForeignKey("restrictions.id"), index=True, info=held("by which order")
    )
    role: Mapped[str] = mapped_column(
        String(64), info=held("debtor, or what the person is to a debtor that is none")
    )
    kind: Mapped[str] = mapped_column(String(16), info=held("person or organisation"))
    name: Mapped[str] = mapped_column(
        String(100), info=held("the addressee's name", goes_to=PARTY, personal=True)
    )
    id_number: Mapped[str] = mapped_column(
        String(18), info=held("the addressee's identifier", personal=True)
    )


class ExemptionRow(CourtBase):
    """One exemption that a party asked for, and the answer."""

    __tablename__ = "exemptions"
    __table_args__ = table(
        "What parties asked to be free to do, on which days; not why, if it is about health.",
        kept=KEPT,
        mark=rule("2010 Provisions, Art. 8; 法发〔2019〕35号."),
    )
    id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("opaque reference", goes_to=PARTY)
    )
    restriction_id: Mapped[str] = mapped_column(
        ForeignKey("restrictions.id"), index=True, info=held("from which order", goes_to=PARTY)
    )
    ref: Mapped[str] = mapped_column(
        String(64), index=True, info=held("the party's listing", goes_to=PARTY)
    )
    exemption: Mapped[str] = mapped_column(
        String(64), info=held("by which rule, as a code", goes_to=PARTY)
    )
    measure: Mapped[str] = mapped_column(String(64), info=held("from which measure", goes_to=PARTY))
    from_on: Mapped[date] = mapped_column(Date, info=held("first day", goes_to=PARTY))
    until_on: Mapped[date] = mapped_column(Date, info=held("last day", goes_to=PARTY))
    asked_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    decided_by: Mapped[str | None] = mapped_column(String(64), info=held("which officer"))
    decided_at: Mapped[datetime | None] = mapped_column(
        Instant, index=True, info=held("when it was decided", goes_to=PARTY)
    )
    is_granted: Mapped[bool | None] = mapped_column(info=held("the answer", goes_to=PARTY))
    reasons: Mapped[str | None] = mapped_column(
        Text, info=held("why", goes_to=PARTY, mark=ours("Every no has its reasons."))
    )


class BreachRow(CourtBase):
    """One breach of an order."""

    __tablename__ = "breaches"
    __table_args__ = table(
        "What was done against an order: a fact for ground 5 of the other list.",
        kept=KEPT,
        mark=rule("2017 Provisions, Art. 1 (5)."),
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    ref: Mapped[str] = mapped_column(
        String(64), index=True, info=held("the party's listing", goes_to=PARTY)
    )
    restriction_id: Mapped[str] = mapped_column(
        ForeignKey("restrictions.id"), index=True, info=held("of which order", goes_to=PARTY)
    )
    measure: Mapped[str] = mapped_column(String(64), info=held("which measure", goes_to=PARTY))
    happened_on: Mapped[date] = mapped_column(Date, info=held("when", goes_to=PARTY))
    noted_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    noted_at: Mapped[datetime] = mapped_column(Instant, info=held("when it was noted"))


def _to_restriction(row: RestrictionRow) -> Restriction:
    return Restriction(
        id=row.id,
        judgment_id=row.judgment_id,
        ground=row.ground,
        addressees=tuple(map(_to_addressee, row.addressees)),
        ordered_by=row.ordered_by,
        ordered_at=row.ordered_at,
        lifted_at=row.lifted_at,
        lifted_by=row.lifted_by,
        lifted_because=row.lifted_because,
    )


def _to_addressee(row: AddresseeRow) -> Addressee:
    party = Party(kind=Kind(row.kind), name=row.name, id_number=row.id_number)
    return Addressee(row.role, party)


def add_restriction(session: Session, new: Restriction) -> None:
    """Store an order with those whom it reaches."""
    words = {key: value for key, value in asdict(new).items() if key != "addressees"}
    session.add(RestrictionRow(**words))
    session.flush()
    for addressee in new.addressees:
        told = addressee.party.model_dump()
        session.add(AddresseeRow(restriction_id=new.id, role=addressee.role, **told))
    session.flush()


def keep_lifting(session: Session, lifted: Restriction) -> None:
    """Store that an order is over."""
    row = session.get_one(RestrictionRow, lifted.id)
    row.lifted_at, row.lifted_by = lifted.lifted_at, lifted.lifted_by
    row.lifted_because = lifted.lifted_because


def restriction(session: Session, restriction_id: str) -> Restriction | None:
    """The order of that name."""
    row = session.get(RestrictionRow, restriction_id)
    return _to_restriction(row) if row else None


def restrictions_under(session: Session, judgment_id: str) -> list[Restriction]:
    """Every order under a judgment, oldest first."""
    under = select(RestrictionRow).where(RestrictionRow.judgment_id == judgment_id)
    ordered = under.order_by(RestrictionRow.ordered_at, RestrictionRow.id)
    return [_to_restriction(row) for row in session.scalars(ordered)]


def restrictions_in_force(session: Session) -> list[Restriction]:
    """Every order that was not lifted."""
    standing = select(RestrictionRow).where(RestrictionRow.lifted_at.is_(None))
    ordered = standing.order_by(RestrictionRow.ordered_at, RestrictionRow.id)
    return [_to_restriction(row) for row in session.scalars(ordered)]


def _to_exemption(row: ExemptionRow) -> ExemptionAsked:
    return ExemptionAsked(**{one.key: getattr(row, one.key) for one in row.__table__.columns})


def keep_exemption(session: Session, asked: ExemptionAsked) -> None:
    """Store an exemption as it now stands."""
    session.merge(ExemptionRow(**asdict(asked)))


def exemption(session: Session, exemption_id: str) -> ExemptionAsked | None:
    """The exemption of that name."""
    row = session.get(ExemptionRow, exemption_id)
    return _to_exemption(row) if row else None


def exemptions_of(session: Session, ref: str) -> list[ExemptionAsked]:
    """Every exemption asked for from one listing, oldest first."""
    of = select(ExemptionRow).where(ExemptionRow.ref == ref).order_by(ExemptionRow.asked_at)
    return [_to_exemption(row) for row in session.scalars(of)]


def exemptions_waiting(session: Session) -> list[ExemptionAsked]:
    """Exemptions asked for and not decided, by their first day."""
    waiting = select(ExemptionRow).where(ExemptionRow.decided_at.is_(None))
    return [_to_exemption(row) for row in session.scalars(waiting.order_by(ExemptionRow.from_on))]


def add_breach(session: Session, breach: Breach) -> None:
    """Store a breach."""
    session.add(BreachRow(**asdict(breach)))
    session.flush()


def breaches_of(session: Session, ref: str) -> list[Breach]:
    """Every breach noted of one listed party, oldest first."""
    of = select(BreachRow).where(BreachRow.ref == ref).order_by(BreachRow.seq)
    return [
        Breach(
            ref=row.ref,
            restriction_id=row.restriction_id,
            measure=row.measure,
            happened_on=row.happened_on,
            noted_by=row.noted_by,
            noted_at=row.noted_at,
        )
        for row in session.scalars(of)
    ]
