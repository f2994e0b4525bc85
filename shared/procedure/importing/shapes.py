"""The bodies and answers of the doors for imports; none of them shows what stood in a line."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from shared.procedure.import_tables import ImportLineRow, ImportRow
from shared.procedure.importing.lines import Encoding, Format
from shared.procedure.shapes import Closed
from shared.web.idempotency import Receipt


class NewImport(Closed):
    """How the file writes its lines."""

    format: Annotated[Format, Field(examples=["csv"])]
    encoding: Encoding = Encoding.UTF_8


class ImportShown(BaseModel):
    """How far an import has come, and which line is next."""

    id: str
    format: Format
    encoding: Encoding
    started_by: str
    started_at: datetime
    next_line: int
    proposed_count: int
    refused_count: int
    finished_at: datetime | None


class ImportReceipt(Receipt, ImportShown):
    """The same after something was done."""

    @classmethod
    def of(cls, row: ImportRow) -> "ImportReceipt":
        """The receipt of an import."""
        return cls(
            id=row.id,
            format=Format(row.format),
            encoding=Encoding(row.encoding),
            started_by=row.started_by,
            started_at=row.started_at,
            next_line=row.taken_count + 1,
            proposed_count=row.proposed_count,
            refused_count=row.refused_count,
            finished_at=row.finished_at,
        )


class Imports(BaseModel):
    """The imports begun last."""

    imports: list[ImportShown]


class LineShown(BaseModel):
    """What became of one line: the proposal, or the field and the code of the refusal."""

    line: int
    proposal: str | None
    field: str | None
    reason: str | None

    @classmethod
    def of(cls, row: ImportLineRow) -> "LineShown":
        """The line in a row."""
        return cls(line=row.line, proposal=row.proposal_id, field=row.field, reason=row.reason)


class Report(BaseModel):
    """What became of the lines, in their order; blank lines are left out."""

    lines: list[LineShown]
    next_after: int
