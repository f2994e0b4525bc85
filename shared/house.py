"""The tables that every service has: its clock, its audit lines, its remembered answers."""

from datetime import datetime

from sqlalchemy import BigInteger, Integer, String, Text, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared.database import Database, Instant
from shared.inventory import held, table
from shared.origin import ours

OPERATION = ours("Operation of the model, not of what is modelled.")
BIG_KEY = BigInteger().with_variant(Integer, "sqlite")


class HouseBase(DeclarativeBase):
    """Tables that are alike in every service."""


class ClockRow(HouseBase):
    """Where the model's clock stands."""

    __tablename__ = "clock"
    __table_args__ = table("Where the model's clock stands.", kept="for ever", mark=OPERATION)
    id: Mapped[int] = mapped_column(primary_key=True, info=held("always 1"))
    now: Mapped[datetime] = mapped_column(Instant, info=held("the model's present instant"))


class AuditLine(HouseBase):
    """One act or refused attempt: who, which door, what came of it; never what was sent."""

    __tablename__ = "audit"
    __table_args__ = table(
        "Who did or tried what, and what came of it.",
        kept="for ever",
        mark=ours("The paper speaks of human intervention; a log that names the officer is ours."),
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to="auditor"))
    actor: Mapped[str] = mapped_column(String(64), info=held("which officer", goes_to="auditor"))
    door: Mapped[str] = mapped_column(String(120), info=held("which door", goes_to="auditor"))
    about: Mapped[str] = mapped_column(
        String(64), info=held("the proposal, listing or case it was about", goes_to="auditor")
    )
    outcome: Mapped[str] = mapped_column(
        String(64), info=held("done, or the code of the refusal", goes_to="auditor")
    )


class AnswerKept(HouseBase):
    """An answer already given under an idempotency key."""

    __tablename__ = "answers"
    __table_args__ = table(
        "Answers to repeated requests, so that a retry does nothing twice.",
        kept="24 hours",
        mark=OPERATION,
    )
    key: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("keyed hash of caller, door and key")
    )
    fingerprint: Mapped[str] = mapped_column(
        String(64), info=held("keyed hash of the body, to notice another body under the same key")
    )
    status: Mapped[int] = mapped_column(info=held("HTTP status of the answer"))
    body: Mapped[str] = mapped_column(Text, info=held("the answer", goes_to="the same caller"))
    kept_at: Mapped[datetime] = mapped_column(Instant, info=held("real time, for forgetting"))


def write_audit(session: Session, line: AuditLine) -> None:
    """Keep one audit line with the act it tells of."""
    session.add(line)


def kept_clock(database: Database, start: datetime) -> datetime:
    """Where the model's clock was left, or `start` on the first run."""
    with database.write() as session:
        row = session.get(ClockRow, 1)
        if row is None:
            row = ClockRow(id=1, now=start)
            session.add(row)
        return row.now


def keep_clock(database: Database, now: datetime) -> None:
    """Store the clock before the move counts, so that a crash never turns it back."""
    with database.write() as session:
        session.merge(ClockRow(id=1, now=now))


def recent_audit(session: Session, limit: int) -> list[AuditLine]:
    """The last audit lines, newest first."""
    return list(session.scalars(select(AuditLine).order_by(AuditLine.seq.desc()).limit(limit)))
