"""What is kept for the list that a locality keeps for itself, and what is not there to keep."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.locality.records.tables import PARTY, LocalityBase
from shared.database import Instant
from shared.house import BIG_KEY
from shared.inventory import held, table
from shared.origin import ours, paper
from shared.procedure.staying import staying

LISTED = paper("Introduction: a county's own blacklist, not connected to the national ones")
STACKED = paper("Introduction: a blacklisting in addition to other measures for the same act")
KEPT = "until the rulebook row `kept-after-end` says, then deleted with all that came of it"
READERS = "registered residents here, as far as the rule of the list says; nobody outside"
# Listings, proposals, objections and steps: neither acts that could wait for the bus nor questions.
LEDGER = staying(READERS)


class LocalCaseRow(LocalityBase):
    """One act of one person."""

    __tablename__ = "local_cases"
    __table_args__ = table(
        "Acts for which somebody may be put on the locality's own list.", kept=KEPT, mark=LISTED
    )
    id: Mapped[str] = mapped_column(
        String(64),
        primary_key=True,
        info=held(
            "opaque reference", goes_to=PARTY, mark=ours("A name that says nothing about anybody.")
        ),
    )
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
    recorded_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    recorded_at: Mapped[datetime] = mapped_column(Instant, info=held("when it was entered"))
    penalties: Mapped[list["LocalPenaltyRow"]] = relationship(
        order_by="LocalPenaltyRow.seq", cascade="all, delete-orphan"
    )


class LocalPenaltyRow(LocalityBase):
    """One penalty for the act, whoever imposed it."""

    __tablename__ = "local_penalties"
    __table_args__ = table("What was imposed for the same act.", kept=KEPT, mark=STACKED)
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    case_id: Mapped[str] = mapped_column(
        ForeignKey("local_cases.id"), index=True, info=held("for which act")
    )
    penalty: Mapped[str] = mapped_column(
        String(64), info=held("which, as a code of the rulebook", goes_to=PARTY)
    )
    imposed_on: Mapped[date] = mapped_column(Date, info=held("when", goes_to=PARTY))
