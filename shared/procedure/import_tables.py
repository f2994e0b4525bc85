"""Imports of many proposals: how far each has come, and what became of every line."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shared.database import Instant
from shared.inventory import held, table
from shared.ledger.acts import LedgerBase
from shared.origin import ours

SCALE = ours("Officers at scale: many proposals from one file, each with a procedure of its own.")
CLERK = "officers of this authority"
KEPT = "five years, as long as the proposals"


class ImportRow(LedgerBase):
    """One file of proposals; `taken_count` says where to go on."""

    __tablename__ = "imports"
    __table_args__ = table("Files of proposals, and how far each was taken.", kept=KEPT, mark=SCALE)
    id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("opaque reference", goes_to=CLERK)
    )
    format: Mapped[str] = mapped_column(String(16), info=held("CSV or JSON lines", goes_to=CLERK))
    encoding: Mapped[str] = mapped_column(
        String(16), info=held("how the file writes its text", goes_to=CLERK)
    )
    columns: Mapped[str | None] = mapped_column(
        String(200), info=held("order of the columns of a CSV file, from its first line")
    )
    started_by: Mapped[str] = mapped_column(String(64), info=held("which officer", goes_to=CLERK))
    started_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=CLERK))
    taken_count: Mapped[int] = mapped_column(
        info=held("how many lines were taken; the next is one more", goes_to=CLERK)
    )
    proposed_count: Mapped[int] = mapped_column(
        info=held("how many lines became proposals", goes_to=CLERK)
    )
    refused_count: Mapped[int] = mapped_column(
        info=held("how many lines were refused", goes_to=CLERK)
    )
    finished_at: Mapped[datetime | None] = mapped_column(
        Instant, info=held("when the officer said that it was the whole file", goes_to=CLERK)
    )


class ImportLineRow(LedgerBase):
    """What became of one line: a proposal, or a field and a code; never what stood in it."""

    __tablename__ = "import_lines"
    __table_args__ = table(
        "What became of each line of a file, without what stood in it.", kept=KEPT, mark=SCALE
    )
    import_id: Mapped[str] = mapped_column(
        ForeignKey("imports.id"), primary_key=True, info=held("which file", goes_to=CLERK)
    )
    line: Mapped[int] = mapped_column(
        primary_key=True, info=held("number of the line in the file", goes_to=CLERK)
    )
    proposal_id: Mapped[str | None] = mapped_column(
        String(64), info=held("the proposal that it became", goes_to=CLERK)
    )
    field: Mapped[str | None] = mapped_column(
        String(16), info=held("which field was refused", goes_to=CLERK)
    )
    reason: Mapped[str | None] = mapped_column(
        String(64), info=held("code of the refusal", goes_to=CLERK)
    )
