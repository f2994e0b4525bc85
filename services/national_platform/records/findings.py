"""What an auditor may look at: bad notices set aside, and comparisons with the issuers."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from services.national_platform.domain.reconciling import Found
from services.national_platform.domain.redaction import Excerpt
from services.national_platform.records.finding_tables import (
    DifferenceRow,
    DigestRow,
    QuarantineRow,
)
from services.national_platform.records.register import insert_new

AGREED, DIFFERS = "agreed", "differs"
SETTLED = (AGREED, DIFFERS)
ANSWERS = (*SETTLED, "nobody_answered", "another_day")
# More than a day's worth in all the time that findings are kept; an issuer that sends digests
# without end does not fill the disk.
DIGESTS_KEPT_OF_EACH = 2000


def set_aside(session: Session, excerpts: Sequence[tuple[int, Excerpt]], now: datetime) -> None:
    """Keep excerpts with their places in the stream; the same message is kept once."""
    rows = [{"stream_seq": seq, "at": now, **asdict(excerpt)} for seq, excerpt in excerpts]
    if rows:
        session.execute(insert_new(session, QuarantineRow), rows)


def quarantine(session: Session, before: int | None, limit: int) -> Sequence[QuarantineRow]:
    """What was set aside, newest first."""
    found = select(QuarantineRow).order_by(QuarantineRow.seq.desc()).limit(limit)
    return session.scalars(found.where(QuarantineRow.seq < before) if before else found).all()


def count_quarantined(session: Session) -> int:
    """How many bad notices are kept."""
    return session.scalar(select(func.count()).select_from(QuarantineRow)) or 0


def note_digest(session: Session, row: DigestRow) -> None:
    """Keep what came of one comparison; of each issuer only so many of the latest are kept."""
    session.add(row)
    session.flush()
    own = select(DigestRow.seq).where(DigestRow.issuer == row.issuer)
    latest = own.order_by(DigestRow.seq.desc()).offset(DIGESTS_KEPT_OF_EACH).limit(1)
    oldest = session.scalar(latest)
    if oldest is not None:
        _forget(session, DigestRow.issuer == row.issuer, DigestRow.seq <= oldest)


def digests(
    session: Session, issuer: str | None, before: int | None, limit: int
) -> Sequence[DigestRow]:
    """Comparisons, newest first."""
    found = select(DigestRow).order_by(DigestRow.seq.desc()).limit(limit)
    found = found.where(DigestRow.issuer == issuer) if issuer else found
    return session.scalars(found.where(DigestRow.seq < before) if before else found).all()


def differences(session: Session, seqs: Collection[int]) -> Sequence[DifferenceRow]:
    """The listings that are named in these comparisons."""
    named = select(DifferenceRow).where(DifferenceRow.digest_seq.in_(seqs))
    return session.scalars(named.order_by(DifferenceRow.kind, DifferenceRow.ref)).all()


def last_digest(session: Session) -> int:
    """The number of the latest comparison; 0 before the first."""
    return session.scalar(select(func.max(DigestRow.seq))) or 0


def settled_since(session: Session, seq: int) -> set[str]:
    """Issuers whose own word the register has had completely since a comparison.

    One whose words do not add up to its digest may not have said yet who was withdrawn.
    """
    row = DigestRow
    settled = select(row.issuer, row.found).where(row.seq > seq, row.outcome.in_(SETTLED))
    return {issuer for issuer, found in session.execute(settled) if Found.UNFIT not in found}


def latest_outcomes(session: Session) -> dict[str, str]:
    """What came of the latest comparison with each issuer; asked to say it again is no answer."""
    own = select(func.max(DigestRow.seq)).where(DigestRow.outcome.in_(ANSWERS))
    latest = own.group_by(DigestRow.issuer)
    rows = session.execute(
        select(DigestRow.issuer, DigestRow.outcome).where(DigestRow.seq.in_(latest))
    )
    return {issuer: outcome for issuer, outcome in rows}  # noqa: C416 - rows are no pairs to mypy


def last_agreed(session: Session) -> dict[str, datetime]:
    """When the register last agreed with each issuer."""
    agreed = select(DigestRow.issuer, func.max(DigestRow.at)).where(DigestRow.outcome == AGREED)
    return {one: at for one, at in session.execute(agreed.group_by(DigestRow.issuer)) if at}


def prune(session: Session, before: datetime) -> None:
    """Forget findings from before an instant."""
    session.execute(delete(QuarantineRow).where(QuarantineRow.at < before))
    _forget(session, DigestRow.at < before)


def _forget(session: Session, *old: ColumnElement[bool]) -> None:
    """Comparisons and the listings that they name."""
    theirs = select(DigestRow.seq).where(*old)
    session.execute(delete(DifferenceRow).where(DifferenceRow.digest_seq.in_(theirs)))
    session.execute(delete(DigestRow).where(*old))
