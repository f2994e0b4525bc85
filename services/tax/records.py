"""The tables this authority owns: taxpayers, their grades, decided cases; and its queries."""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Select, String, Text, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from services.tax.domain import Grade, Rating, Taxpayer, Violation
from shared.database import Instant
from shared.house import BIG_KEY, HouseBase
from shared.identifiers import Kind, Party
from shared.inventory import held, table
from shared.ledger import acts
from shared.ledger.acts import LedgerBase, ListingRow
from shared.ledger.confirmations import Confirmation
from shared.origin import ours, paper
from shared.procedure.records import ProposalRow

SECTION = "Personal credit and sectorial blacklists as distinct instruments"
PARTY = "the party"
KEPT = "five years after the taxpayer was last listed or graded"
BY_HAND = "Grades are given by an officer's hand for now; no indicator is computed."


class TaxBase(DeclarativeBase):
    """Tables that only the tax authority has."""


class TaxpayerRow(TaxBase):
    """One organisation or person registered here."""

    __tablename__ = "taxpayers"
    __table_args__ = table("Who is registered for tax.", kept=KEPT, mark=paper(SECTION))
    id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("opaque reference", goes_to=PARTY)
    )
    kind: Mapped[str] = mapped_column(String(16), info=held("person or organisation"))
    name: Mapped[str] = mapped_column(
        String(100),
        info=held("the taxpayer's name", goes_to="the public, for grade A firms", personal=True),
    )
    id_number: Mapped[str] = mapped_column(
        String(18),
        unique=True,
        info=held(
            "the whole identifier; a firm's code is public, a person's never leaves", personal=True
        ),
    )
    registered_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    registered_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))


class RatingRow(TaxBase):
    """One grade as it was given; a later one for the same year takes its place, none is erased."""

    __tablename__ = "ratings"
    __table_args__ = table(
        f"How firms were graded, year by year. {BY_HAND}", kept=KEPT, mark=paper(SECTION)
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    taxpayer_id: Mapped[str] = mapped_column(
        ForeignKey("taxpayers.id"), index=True, info=held("which taxpayer")
    )
    grade: Mapped[str] = mapped_column(
        String(1), info=held("A, B, M, C or D", goes_to="the party; the public, if it is A")
    )
    year: Mapped[int] = mapped_column(info=held("the calendar year graded", goes_to=PARTY))
    reasons: Mapped[str] = mapped_column(
        Text, info=held("why", goes_to=PARTY, mark=ours("A grade has reasons.", floor=True))
    )
    given_by_hand: Mapped[bool] = mapped_column(
        info=held(f"always true. {BY_HAND}", goes_to="the party; the public", mark=ours(BY_HAND))
    )
    given_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    given_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))


class ViolationRow(TaxBase):
    """One decided case."""

    __tablename__ = "violations"
    __table_args__ = table(
        "Tax violations that were decided, on which a listing may rest.",
        kept="five years after the last listing that rested on it ended",
        mark=paper(SECTION),
    )
    id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("opaque reference", goes_to=PARTY)
    )
    taxpayer_id: Mapped[str] = mapped_column(
        ForeignKey("taxpayers.id"), index=True, info=held("whose case")
    )
    ground: Mapped[str] = mapped_column(
        String(64), info=held("which ground of the rulebook", goes_to=PARTY)
    )
    amount_yuan: Mapped[int] = mapped_column(
        BigInteger, info=held("what was evaded, owed or invoiced", goes_to=PARTY, personal=True)
    )
    year_tax_yuan: Mapped[int | None] = mapped_column(
        BigInteger,
        info=held("all tax due in that year, to reckon the share", goes_to=PARTY, personal=True),
    )
    invoice_count: Mapped[int | None] = mapped_column(
        BigInteger, info=held("how many false invoices", goes_to=PARTY)
    )
    decided_on: Mapped[date] = mapped_column(Date, info=held("day of decision", goes_to=PARTY))
    is_final: Mapped[bool] = mapped_column(
        info=held("whether it can no longer be challenged", goes_to=PARTY)
    )
    recorded_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    recorded_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))


# Every table in this database; naming those of the ledger sees to it that its catalogue is whole.
METADATA = [TaxBase.metadata, LedgerBase.metadata, HouseBase.metadata]
LEDGER = (ListingRow, ProposalRow, Confirmation)


def _to_taxpayer(row: TaxpayerRow) -> Taxpayer:
    party = Party(kind=Kind(row.kind), name=row.name, id_number=row.id_number)
    return Taxpayer(row.id, party, row.registered_by, row.registered_at)


def _to_rating(row: RatingRow) -> Rating:
    return Rating(
        taxpayer_id=row.taxpayer_id,
        grade=Grade(row.grade),
        year=row.year,
        reasons=row.reasons,
        given_by=row.given_by,
        given_at=row.given_at,
    )


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
        )
    )


def taxpayer(session: Session, taxpayer_id: str) -> Taxpayer | None:
    """The taxpayer called `taxpayer_id`, if there is one."""
    row = session.get(TaxpayerRow, taxpayer_id)
    return _to_taxpayer(row) if row else None


def taxpayer_with(session: Session, id_number: str) -> Taxpayer | None:
    """The taxpayer with this whole identifier."""
    row = session.scalars(select(TaxpayerRow).where(TaxpayerRow.id_number == id_number)).first()
    return _to_taxpayer(row) if row else None


def add_rating(session: Session, rating: Rating) -> None:
    """Store a grade beside the earlier ones."""
    session.add(RatingRow(**asdict(rating), given_by_hand=True))


def ratings_of(session: Session, taxpayer_id: str) -> list[Rating]:
    """All grades a taxpayer was given: the latest year first, in it the last one given."""
    about = select(RatingRow).where(RatingRow.taxpayer_id == taxpayer_id)
    latest_first = about.order_by(RatingRow.year.desc(), RatingRow.seq.desc())
    return [_to_rating(row) for row in session.scalars(latest_first)]


def latest_rating(session: Session, taxpayer_id: str) -> Rating | None:
    """The grade for the latest year that was graded."""
    return next(iter(ratings_of(session, taxpayer_id)), None)


def a_taxpayers(
    session: Session, since_year: int, after: str, limit: int
) -> list[tuple[Taxpayer, int]]:
    """Firms whose latest grade is an A for that year or a later one, with the year; by id."""
    latest = _latest_ratings().subquery()
    is_a = (latest.c.place == 1) & (latest.c.grade == Grade.A) & (latest.c.year >= since_year)
    found = (
        select(TaxpayerRow, latest.c.year)
        .join(latest, latest.c.taxpayer_id == TaxpayerRow.id)
        .where(is_a, TaxpayerRow.id > after)
        .order_by(TaxpayerRow.id)
        .limit(limit)
    )
    return [(_to_taxpayer(row), year) for row, year in session.execute(found)]


def _latest_ratings() -> Select[str, int, str, int]:
    place = func.row_number().over(
        partition_by=RatingRow.taxpayer_id,
        order_by=[RatingRow.year.desc(), RatingRow.seq.desc()],
    )
    return select(RatingRow.taxpayer_id, RatingRow.year, RatingRow.grade, place.label("place"))


def keep_violation(session: Session, case: Violation) -> None:
    """Store a case as it now stands."""
    session.merge(ViolationRow(**asdict(case)))


def violation(session: Session, violation_id: str) -> Violation | None:
    """The case called `violation_id`, if there is one."""
    row = session.get(ViolationRow, violation_id)
    return _to_violation(row) if row else None


def violations_of(session: Session, taxpayer_id: str) -> list[Violation]:
    """All cases of one taxpayer, oldest decision first."""
    about = select(ViolationRow).where(ViolationRow.taxpayer_id == taxpayer_id)
    return [_to_violation(row) for row in session.scalars(about.order_by(ViolationRow.decided_on))]


def parties_listed_on(session: Session, basis: str) -> list[Party]:
    """The parties of all listings that rest on a case or grade, as acts have corrected them."""
    refs = (
        select(ListingRow.ref)
        .join(ProposalRow, ProposalRow.id == ListingRow.proposal_id)
        .where(ProposalRow.basis == basis)
    )
    found = (acts.listing(session, ref) for ref in session.scalars(refs).all())
    return [
        Party(kind=listing.kind, name=listing.name, id_number=listing.id_number)
        for listing in found
        if listing is not None
    ]
