"""The tables of the tax office's own work: what was found, re-checks, runs."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.tax.records.tables import KEPT, PARTY, TaxBase
from shared.database import Instant
from shared.inventory import held, table
from shared.origin import paper, rule


class EventRow(TaxBase):
    """One thing found about a firm."""

    __tablename__ = "indicator_events"
    __table_args__ = table(
        "What the tax office's own work found about firms, for the yearly evaluation.",
        kept=KEPT,
        mark=paper("Data come from a body's own ordinary work."),
    )
    id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("opaque reference", goes_to=PARTY)
    )
    taxpayer_id: Mapped[str] = mapped_column(
        ForeignKey("taxpayers.id"), index=True, info=held("which firm")
    )
    indicator: Mapped[str] = mapped_column(
        String(64), info=held("which indicator of the rulebook", goes_to=PARTY)
    )
    happened_on: Mapped[date] = mapped_column(Date, info=held("when it happened", goes_to=PARTY))
    amount_yuan: Mapped[int | None] = mapped_column(
        BigInteger, info=held("about how much", goes_to=PARTY)
    )
    year_tax_yuan: Mapped[int | None] = mapped_column(
        BigInteger, info=held("all tax due in that year, to reckon the share", goes_to=PARTY)
    )
    violation_id: Mapped[str | None] = mapped_column(
        ForeignKey("violations.id"), index=True, info=held("the decided case it rests on")
    )
    recorded_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    recorded_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    corrected_on: Mapped[date | None] = mapped_column(
        Date, info=held("when the firm put it right", goes_to=PARTY, mark=rule("Repair."))
    )
    struck_at: Mapped[datetime | None] = mapped_column(
        Instant, info=held("when it was struck, as recorded in error", goes_to=PARTY)
    )
    struck_by: Mapped[str | None] = mapped_column(String(64), info=held("which officer"))
    struck_because: Mapped[str | None] = mapped_column(Text, info=held("why", goes_to=PARTY))


class AppealRow(TaxBase):
    """A re-check of a grade."""

    __tablename__ = "appeals"
    __table_args__ = table(
        "What firms said against a grade, and the answers.",
        kept=KEPT,
        mark=rule("Re-check of a grade."),
    )
    id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("opaque reference", goes_to=PARTY)
    )
    rating_id: Mapped[str] = mapped_column(
        String(64), index=True, info=held("against which grade", goes_to=PARTY)
    )
    statement: Mapped[str] = mapped_column(
        Text, info=held("in the party's words", goes_to=PARTY, personal=True)
    )
    raised_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    decide_by: Mapped[date] = mapped_column(
        Date, info=held("last day for the decision", goes_to=PARTY)
    )
    decided_by: Mapped[str | None] = mapped_column(String(64), info=held("which officer"))
    decided_at: Mapped[datetime | None] = mapped_column(
        Instant, index=True, info=held("when", goes_to=PARTY)
    )
    is_upheld: Mapped[bool | None] = mapped_column(info=held("was it right", goes_to=PARTY))
    reasons: Mapped[str | None] = mapped_column(Text, info=held("why", goes_to=PARTY))


class RunRow(TaxBase):
    """One evaluation of everybody for one year, and how far it has come."""

    __tablename__ = "evaluation_runs"
    __table_args__ = table(
        "When a year was evaluated, and where an interrupted evaluation goes on.",
        kept="for ever",
        mark=rule("Results are determined every April."),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True, info=held("opaque reference"))
    year: Mapped[int] = mapped_column(index=True, info=held("the year evaluated"))
    started_by: Mapped[str] = mapped_column(
        String(64), info=held("which officer; `clock` if it began by itself")
    )
    started_at: Mapped[datetime] = mapped_column(Instant, info=held("when"))
    phase: Mapped[str] = mapped_column(
        String(16), info=held("each firm by itself, then spill-over, then done")
    )
    after: Mapped[str] = mapped_column(String(64), info=held("the last firm dealt with"))
    evaluated_count: Mapped[int] = mapped_column(info=held("how many firms were evaluated"))
    spilled_count: Mapped[int] = mapped_column(info=held("how many got a D that spilled over"))
    finished_at: Mapped[datetime | None] = mapped_column(Instant, info=held("when"))
