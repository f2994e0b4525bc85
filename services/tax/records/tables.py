"""The tables this authority owns about taxpayers: who they are, their grades, decided cases."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import Instant
from shared.house import BIG_KEY, HouseBase
from shared.inventory import held, table
from shared.ledger.acts import LedgerBase, ListingRow
from shared.ledger.confirmations import Confirmation
from shared.origin import ours, paper
from shared.procedure.records import ProposalRow
from shared.ties.records import TieBase

SECTION = "Personal credit and sectorial blacklists as distinct instruments"
PARTY = "the party"
KEPT = "five years after the taxpayer was last listed or graded"
BY_HAND = "An officer may put a grade right by hand, with reasons; the rules give all others."


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
    began_on: Mapped[date | None] = mapped_column(
        Date, info=held("day of its first tax matter, if before the registration", goes_to=PARTY)
    )


class RatingRow(TaxBase):
    """One grade as it was given; a later one for the same year takes its place, none is erased."""

    __tablename__ = "ratings"
    __table_args__ = (
        Index("ix_ratings_year_grade", "year", "grade"),
        table(f"How firms were graded, year by year. {BY_HAND}", kept=KEPT, mark=paper(SECTION)),
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    id: Mapped[str] = mapped_column(
        String(64), index=True, unique=True, info=held("opaque reference", goes_to=PARTY)
    )
    taxpayer_id: Mapped[str] = mapped_column(
        ForeignKey("taxpayers.id"), index=True, info=held("which taxpayer")
    )
    grade: Mapped[str] = mapped_column(
        String(1), info=held("A, B, M, C or D", goes_to="the party; the public, if it is A")
    )
    year: Mapped[int] = mapped_column(info=held("the calendar year graded", goes_to=PARTY))
    reasons: Mapped[str | None] = mapped_column(
        Text,
        info=held(
            "why, in an officer's words; of an evaluated grade the lines tell",
            goes_to=PARTY,
            mark=ours("A grade has reasons.", floor=True),
        ),
    )
    given_by_hand: Mapped[bool] = mapped_column(
        info=held(
            "whether an officer gave it, not the rules",
            goes_to="the party; the public",
            mark=ours(BY_HAND),
        )
    )
    given_by: Mapped[str] = mapped_column(
        String(64), info=held("which officer; `clock` if the year was evaluated by itself")
    )
    given_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    points: Mapped[int | None] = mapped_column(
        info=held("points, in hundredths, if evaluated", goes_to=PARTY)
    )
    cause: Mapped[str | None] = mapped_column(
        String(16), info=held("what an evaluated grade rests on", goes_to=PARTY)
    )
    lines: Mapped[str | None] = mapped_column(
        Text,
        info=held(
            "every line that made it: points, why, which rule, about what",
            goes_to=PARTY,
            mark=ours("Whoever is graded can follow how.", floor=True),
        ),
    )
    rules_as_of: Mapped[date | None] = mapped_column(
        Date, info=held("the date whose rules made it", goes_to=PARTY)
    )


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
    paid_on: Mapped[date | None] = mapped_column(
        Date, info=held("day on which taxes, interest and fines were all paid", goes_to=PARTY)
    )
    quashed_at: Mapped[datetime | None] = mapped_column(
        Instant, index=True, info=held("when it was noted that it was set aside", goes_to=PARTY)
    )
    quashed_by: Mapped[str | None] = mapped_column(String(64), info=held("which officer noted it"))
    quashed_because: Mapped[str | None] = mapped_column(Text, info=held("why", goes_to=PARTY))


# Every table in this database; naming those of the ledger sees to it that its catalogue is whole.
METADATA = [TaxBase.metadata, TieBase.metadata, LedgerBase.metadata, HouseBase.metadata]
LEDGER = (ListingRow, ProposalRow, Confirmation)
