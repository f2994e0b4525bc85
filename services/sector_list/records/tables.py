"""The tables of a sector's authority: cases, what was imposed in them, and members."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from shared.database import Instant
from shared.house import BIG_KEY, HouseBase
from shared.inventory import held, table
from shared.ledger.acts import LedgerBase, ListingRow
from shared.ledger.confirmations import Confirmation
from shared.origin import ours, paper
from shared.procedure.records import ProposalRow
from shared.ties.records import TieBase

SECTION = "Personal credit and sectorial blacklists as distinct instruments"
STACKED = paper("Challenges to the clarity and proportionality of norms: sanctions upon sanctions")
PARTY = "the party"
KEPT = "five years after the last listing that rested on it ended"


class SectorBase(DeclarativeBase):
    """Tables of a sector's authority alone."""


# Every table in the database; naming Confirmation sees to it that the ledger is complete.
METADATA = [SectorBase.metadata, TieBase.metadata, LedgerBase.metadata, HouseBase.metadata]
LEDGER = (ListingRow, ProposalRow, Confirmation)


class CaseRow(SectorBase):
    """One finding about one party."""

    __tablename__ = "cases"
    __table_args__ = table(
        "What this body found in its own ordinary work.", kept=KEPT, mark=paper(SECTION)
    )
    id: Mapped[str] = mapped_column(
        String(64),
        primary_key=True,
        info=held(
            "opaque reference", goes_to=PARTY, mark=ours("A name that says nothing about anybody.")
        ),
    )
    kind: Mapped[str] = mapped_column(String(16), info=held("person or organisation"))
    name: Mapped[str] = mapped_column(
        String(100), info=held("the party's name", goes_to=PARTY, personal=True)
    )
    id_number: Mapped[str] = mapped_column(
        String(18), index=True, info=held("the party's identifier", personal=True)
    )
    ground: Mapped[str] = mapped_column(
        String(64), info=held("what was found, as a code of the rulebook", goes_to=PARTY)
    )
    found_on: Mapped[date] = mapped_column(Date, info=held("when", goes_to=PARTY))
    facts: Mapped[str] = mapped_column(
        Text, info=held("what happened, in an officer's words", goes_to=PARTY, personal=True)
    )
    is_decided: Mapped[bool] = mapped_column(
        info=held("whether it is decided that it was so", goes_to=PARTY)
    )
    recorded_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    recorded_at: Mapped[datetime] = mapped_column(Instant, info=held("when it was entered"))
    amount_yuan: Mapped[int | None] = mapped_column(
        BigInteger, info=held("how much money it is about", goes_to=PARTY)
    )
    persons_count: Mapped[int | None] = mapped_column(
        info=held("how many people it concerns", goes_to=PARTY)
    )
    correct_by: Mapped[date | None] = mapped_column(
        Date, info=held("by when it is ordered to be put right", goes_to=PARTY)
    )
    corrected_on: Mapped[date | None] = mapped_column(
        Date, info=held("when it was put right", goes_to=PARTY)
    )
    has_promised: Mapped[bool] = mapped_column(
        info=held("whether the party has promised to keep it so", goes_to=PARTY)
    )
    penalties: Mapped[list["PenaltyRow"]] = relationship(
        order_by="PenaltyRow.seq", cascade="all, delete-orphan"
    )


class PenaltyRow(SectorBase):
    """One penalty for what was found, whoever imposed it."""

    __tablename__ = "penalties"
    __table_args__ = table("What was imposed for the same act.", kept=KEPT, mark=STACKED)
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    case_id: Mapped[str] = mapped_column(
        ForeignKey("cases.id"), index=True, info=held("in which case")
    )
    penalty: Mapped[str] = mapped_column(
        String(64), info=held("which, as a code of the rulebook", goes_to=PARTY)
    )
    imposed_on: Mapped[date] = mapped_column(Date, info=held("when", goes_to=PARTY))


class MemberRow(SectorBase):
    """One member of a body that speaks of its own members only; other bodies have none."""

    __tablename__ = "members"
    __table_args__ = table(
        "Who has joined this body of its own free will.",
        kept="five years after it left",
        mark=paper("Incorporation of extra-legal norms: associations with scoring systems"),
    )
    id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("opaque reference", goes_to=PARTY)
    )
    kind: Mapped[str] = mapped_column(String(16), info=held("person or organisation"))
    name: Mapped[str] = mapped_column(
        String(100), info=held("the member's name", goes_to=PARTY, personal=True)
    )
    id_number: Mapped[str] = mapped_column(
        String(18), index=True, info=held("the member's identifier", personal=True)
    )
    joined_on: Mapped[date] = mapped_column(Date, info=held("first day", goes_to=PARTY))
    left_on: Mapped[date | None] = mapped_column(Date, info=held("when it left", goes_to=PARTY))
    recorded_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    recorded_at: Mapped[datetime] = mapped_column(Instant, info=held("when it was entered"))
