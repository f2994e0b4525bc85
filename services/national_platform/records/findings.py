"""What an auditor may look at: bad notices set aside, and comparisons with the issuers."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.national_platform.domain.redaction import Excerpt
from services.national_platform.records.register import insert_new
from services.national_platform.records.tables import DigestRow, QuarantineRow


def set_aside(session: Session, excerpts: Sequence[tuple[int, Excerpt]], now: datetime) -> None:
    """Keep excerpts with their places in the stream; the same message is kept once."""
    rows = [{"stream_seq": seq, "at": now, **asdict(excerpt)} for seq, excerpt in excerpts]
    if rows:
        session.execute(insert_new(session, QuarantineRow), rows)


def quarantine(session: Session, before: int | None, limit: int) -> Sequence[QuarantineRow]:
    """What was set aside, newest first."""
    found = select(QuarantineRow).order_by(QuarantineRow.seq.desc()).limit(limit)
    return session.scalars(found.where(QuarantineRow.seq < before) if before else found).all()


def note_digest(session: Session, row: DigestRow) -> None:
    """Keep what came of one comparison."""
    session.add(row)


def prune(session: Session, before: datetime) -> None:
    """Forget findings from before an instant."""
    session.execute(delete(QuarantineRow).where(QuarantineRow.at < before))
    session.execute(delete(DigestRow).where(DigestRow.at < before))
