"""What is kept of bundles of paper forms: who keyed them, how each line ended, what waits."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.locality.records.tables import PARTY, LocalityBase
from shared.database import Instant
from shared.house import BIG_KEY
from shared.inventory import held, table
from shared.origin import Mark, ours, paper

ON_PAPER = paper(
    "Personal credit and sectorial blacklists as distinct instruments: in Rongcheng some of the "
    "data is collected on paper forms"
)
TWO_CLERKS: Mark = ours(
    "Two clerks key a form independently, a third officer decides where they differ.", floor=True
)
UNTIL_DECIDED = (
    "until the line has become an event or was refused, at most as long as the rulebook row "
    "`paper-reconciliation-term` says; then deleted"
)


class BatchRow(LocalityBase):
    """One bundle of forms, or one file of a department."""

    __tablename__ = "batches"
    __table_args__ = (
        UniqueConstraint("department", "bundle"),
        table(
            "Bundles of paper forms, and files of departments, that became events.",
            kept="five years from the first keying (rulebook row `retention`), then deleted",
            mark=ON_PAPER,
        ),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True, info=held("opaque reference"))
    department: Mapped[str] = mapped_column(
        String(64), info=held("whose forms these are", goes_to=PARTY)
    )
    bundle: Mapped[str | None] = mapped_column(
        String(14), info=held("the number on the bundle; none for a file", goes_to=PARTY)
    )
    opened_by: Mapped[str] = mapped_column(
        String(64),
        info=held("which clerk keyed it first, or which department sent it", goes_to=PARTY),
    )
    opened_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    reconcile_by: Mapped[date] = mapped_column(
        Date,
        index=True,
        info=held("day on which what still waits is refused and its readings are deleted"),
    )
    kept_until: Mapped[date] = mapped_column(
        Date,
        index=True,
        info=held(
            "day it is deleted", mark=ours("What is held is forgotten on a date.", floor=True)
        ),
    )
    keyed_again_by: Mapped[str | None] = mapped_column(
        String(64), info=held("which other clerk keyed it again", goes_to=PARTY, mark=TWO_CLERKS)
    )
    keyed_again_at: Mapped[datetime | None] = mapped_column(
        Instant, info=held("when", goes_to=PARTY, mark=TWO_CLERKS)
    )


class LineRow(LocalityBase):
    """How one line of a batch ended; says what was wrong, never what stood there."""

    __tablename__ = "batch_lines"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        table(
            "How each line ended: as an event, refused, or waiting for a third officer.",
            kept="as long as the event; with the batch if it became none",
            mark=TWO_CLERKS,
        ),
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    batch_id: Mapped[str] = mapped_column(ForeignKey("batches.id"), info=held("of which batch"))
    number: Mapped[int | None] = mapped_column(
        info=held("the line's number on the paper", goes_to=PARTY)
    )
    row_first: Mapped[int | None] = mapped_column(info=held("its row in the first file"))
    row_second: Mapped[int | None] = mapped_column(info=held("its row in the second file"))
    outcome: Mapped[str] = mapped_column(
        String(16), index=True, info=held("event, waiting or refused")
    )
    findings: Mapped[str] = mapped_column(
        Text, info=held("what was wrong, as names of fields and codes of reasons")
    )
    event_id: Mapped[str | None] = mapped_column(
        String(64), index=True, info=held("the event that came of it", goes_to=PARTY)
    )
    decided_by: Mapped[str | None] = mapped_column(
        String(64), info=held("which third officer decided", goes_to=PARTY)
    )
    decided_at: Mapped[datetime | None] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    reasons: Mapped[str | None] = mapped_column(
        Text, info=held("why, in the officer's words", personal=True)
    )


class ReadingRow(LocalityBase):
    """What one clerk has keyed for one line that has not ended yet."""

    __tablename__ = "batch_readings"
    __table_args__ = (
        UniqueConstraint("batch_id", "number", "keying"),
        table(
            "What a clerk has keyed for a line that still waits.",
            kept=UNTIL_DECIDED,
            mark=TWO_CLERKS,
        ),
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    batch_id: Mapped[str] = mapped_column(ForeignKey("batches.id"), info=held("of which batch"))
    number: Mapped[int] = mapped_column(info=held("the line's number on the paper"))
    keying: Mapped[int] = mapped_column(info=held("1 for the first clerk's, 2 for the second's"))
    row: Mapped[int] = mapped_column(info=held("its row in the clerk's file"))
    flaws: Mapped[str] = mapped_column(
        Text, info=held("what is wrong with it; then nothing of what it says is kept")
    )
    name: Mapped[str | None] = mapped_column(
        String(100), info=held("the name as it was keyed", personal=True)
    )
    id_number: Mapped[str | None] = mapped_column(
        String(18), info=held("the number as it was keyed", personal=True)
    )
    kind: Mapped[str | None] = mapped_column(
        String(64), info=held("what happened, as a code of the scheme", personal=True)
    )
    happened_on: Mapped[date | None] = mapped_column(Date, info=held("when", personal=True))
    note: Mapped[str | None] = mapped_column(
        String(200), info=held("the remark on the form", personal=True)
    )
