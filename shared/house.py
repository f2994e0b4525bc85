"""The tables that every service has: its clock, its audit lines, its remembered answers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import BigInteger, Integer, String, Text, func, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared.audit import FIELDS, NO_RULE, START, Applied, Line, link
from shared.database import Database, Instant
from shared.inventory import held, table
from shared.origin import ours
from shared.signature import CLOCK

OPERATION = ours("Operation of the model, not of what is modelled.")
NAMED = "The paper speaks of human intervention; a log that names the officer is ours."
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
        mark=ours(NAMED),
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
    act: Mapped[str] = mapped_column(
        String(64), server_default="", info=held("what was done or tried", goes_to="auditor")
    )
    rule: Mapped[str] = mapped_column(
        String(64),
        server_default="",
        info=held("the rulebook row whose facts were judged", goes_to="auditor"),
    )
    other_rules: Mapped[str] = mapped_column(
        String(200),
        server_default="",
        info=held("rows that fixed a day or a size beside it", goes_to="auditor"),
    )
    openness: Mapped[str] = mapped_column(
        String(16),
        server_default="",
        info=held("how much the row leaves to judge", goes_to="auditor"),
    )
    hash: Mapped[str | None] = mapped_column(
        String(64),
        info=held(
            "SHA-256 over this line and the hash before it; none on lines older than the chain",
            goes_to="auditor",
        ),
    )


class AuditHead(HouseBase):
    """Where the chain of the audit log ends."""

    __tablename__ = "audit_head"
    __table_args__ = table(
        "Where the chain of the audit log ends; whoever adds a line holds this row.",
        kept="for ever",
        mark=ours(NAMED),
    )
    id: Mapped[int] = mapped_column(primary_key=True, info=held("always 1"))
    size: Mapped[int] = mapped_column(
        BIG_KEY, info=held("number of the last line", goes_to="auditor")
    )
    head: Mapped[str] = mapped_column(
        String(64), info=held("hash of the last line", goes_to="auditor")
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


@dataclass(frozen=True, slots=True)
class Entry:
    """What an audit line will say, before it has its place in the chain."""

    at: datetime
    actor: str
    act: str
    door: str
    about: str
    outcome: str = "done"
    applied: Applied = NO_RULE

    @classmethod
    def by_itself(cls, at: datetime, act: str, about: str, applied: Applied = NO_RULE) -> "Entry":
        """What followed without anybody at a door."""
        return cls(at, CLOCK, act, "by itself", about, applied=applied)

    def because(self, code: str | None) -> "Entry":
        """The same with the code of what stood in the way, if anything did."""
        return replace(self, outcome=code) if code else self


def write_audit(session: Session, entry: Entry) -> None:
    """Put one audit line into the transaction of the act that it tells of."""
    write_audits(session, [entry])


def write_audits(session: Session, entries: Iterable[Entry]) -> None:
    """The same for many; whoever adds lines holds the end of the chain until the commit.

    A chain begins after the lines that were written before there was one: hashing those now would
    vouch for something that nobody could check.
    """
    last = _held_head(session)
    size, head, rows = last.size, last.head, []
    for entry in entries:
        size += 1
        line = _line(size, entry)
        head = link(line, head)
        rows.append({name: getattr(line, name) for name in FIELDS} | {"hash": head})
    if rows:
        session.execute(insert(AuditLine), rows)
        last.size, last.head = size, head


def _line(seq: int, entry: Entry) -> Line:
    applied = entry.applied
    return Line(
        seq=seq,
        at=entry.at,
        actor=entry.actor,
        act=entry.act,
        door=entry.door,
        about=entry.about,
        rule=applied.rule,
        other_rules=" ".join(applied.others),
        openness=applied.openness,
        outcome=entry.outcome,
        hash=None,
    )


def _held_head(session: Session) -> AuditHead:
    """The end of the chain, locked; made where there is none yet."""
    found = session.get(AuditHead, 1, with_for_update=True)
    if found is None:
        before = session.scalar(select(func.max(AuditLine.seq))) or 0
        found = AuditHead(id=1, size=before, head=START)
        session.add(found)
    return found


def audit_end(session: Session) -> tuple[int, str]:
    """Number and hash of the last line; zero and 64 zeros of a log without any."""
    found = session.get(AuditHead, 1)
    return (found.size, found.head) if found else (0, START)


def audit_after(session: Session, seq: int, limit: int) -> list[Line]:
    """The lines after one, in their order."""
    later = select(AuditLine).where(AuditLine.seq > seq).order_by(AuditLine.seq).limit(limit)
    return [_as_line(row) for row in session.scalars(later)]


def _as_line(row: AuditLine) -> Line:
    return Line(**{name: getattr(row, name) for name in (*FIELDS, "hash")})


def kept_clock(database: Database, start: datetime) -> datetime:
    """Where the model's clock was left, or `start` on the first run."""
    with database.write() as session:
        row = session.get(ClockRow, 1)
        if row is None:
            row = ClockRow(id=1, now=start)
            session.add(row)
        return row.now


def kept_now(session: Session) -> datetime | None:
    """Where the model's clock was left; none if it never stood anywhere."""
    row = session.get(ClockRow, 1)
    return row.now if row else None


def keep_clock(database: Database, now: datetime) -> None:
    """Store the clock before the move counts, so that a crash never turns it back."""
    with database.write() as session:
        session.merge(ClockRow(id=1, now=now))
