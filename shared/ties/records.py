"""Who stands behind which firm, and what was said against it, as an authority keeps it."""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Date, Select, String, Text, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared.database import Instant
from shared.identifiers import Kind, Party
from shared.inventory import held, table
from shared.origin import ours, rule
from shared.ties.domain import Contest, Tie
from shared.ties.roles import Role

BEHIND = "Persons behind firms, where a rule makes something follow for them or for their firms."
CUTTABLE = "A false tie is cut, and what followed is undone."
PARTY = "the party"
KEPT = "five years after the firm was last listed or graded"


class TieBase(DeclarativeBase):
    """Tables of every authority that keeps who stands behind a firm."""


class TieRow(TieBase):
    """One person's tie to one firm."""

    __tablename__ = "ties"
    __table_args__ = table(
        "Who represents, founded or answers for a firm.", kept=KEPT, mark=rule(BEHIND)
    )
    id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("opaque reference", goes_to=PARTY)
    )
    firm: Mapped[str] = mapped_column(
        String(64),
        index=True,
        info=held("which firm, by its name in these books", goes_to="the person"),
    )
    name: Mapped[str] = mapped_column(
        String(100), info=held("the person's name", goes_to="the firm; the person", personal=True)
    )
    id_number: Mapped[str] = mapped_column(
        String(18),
        index=True,
        info=held("the whole identifier, to find the person's ties; never leaves", personal=True),
    )
    role: Mapped[str] = mapped_column(
        String(16), info=held("representative, founder or responsible", goes_to=PARTY)
    )
    since_on: Mapped[date] = mapped_column(Date, info=held("from when on", goes_to=PARTY))
    until_on: Mapped[date | None] = mapped_column(Date, info=held("its last day", goes_to=PARTY))
    recorded_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    recorded_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    cut_at: Mapped[datetime | None] = mapped_column(
        Instant,
        info=held("when it was cut, as never true", goes_to=PARTY, mark=ours(CUTTABLE, floor=True)),
    )
    cut_because: Mapped[str | None] = mapped_column(Text, info=held("why", goes_to=PARTY))


class ContestRow(TieBase):
    """One contest of a tie, its decision and its review."""

    __tablename__ = "tie_contests"
    __table_args__ = table(
        "What persons said against being tied to a firm, and the answers.",
        kept=KEPT,
        mark=ours(CUTTABLE, floor=True),
    )
    id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("opaque reference", goes_to=PARTY)
    )
    tie_id: Mapped[str] = mapped_column(
        String(64), index=True, info=held("which tie", goes_to=PARTY)
    )
    raised_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    statement: Mapped[str] = mapped_column(
        Text, info=held("in the party's words", goes_to=PARTY, personal=True)
    )
    decide_by: Mapped[date] = mapped_column(
        Date, info=held("last day for the decision", goes_to=PARTY)
    )
    decided_by: Mapped[str | None] = mapped_column(String(64), info=held("which officer"))
    decided_at: Mapped[datetime | None] = mapped_column(
        Instant, index=True, info=held("when", goes_to=PARTY)
    )
    is_upheld: Mapped[bool | None] = mapped_column(info=held("was it right", goes_to=PARTY))
    reasons: Mapped[str | None] = mapped_column(Text, info=held("why", goes_to=PARTY))
    review_until: Mapped[date | None] = mapped_column(
        Date, info=held("last day to ask the body above", goes_to=PARTY)
    )
    review_asked_at: Mapped[datetime | None] = mapped_column(Instant, info=held("when asked"))
    reviewed_by: Mapped[str | None] = mapped_column(String(64), info=held("which officer above"))
    reviewed_at: Mapped[datetime | None] = mapped_column(
        Instant, info=held("when reviewed", goes_to=PARTY)
    )
    is_upheld_on_review: Mapped[bool | None] = mapped_column(
        info=held("the body above's verdict", goes_to=PARTY)
    )
    review_reasons: Mapped[str | None] = mapped_column(Text, info=held("why", goes_to=PARTY))


PENDING = ContestRow.decided_at.is_(None) | (
    ContestRow.review_asked_at.is_not(None) & ContestRow.reviewed_at.is_(None)
)


def _to_tie(row: TieRow) -> Tie:
    return Tie(
        id=row.id,
        firm=row.firm,
        person=Party(kind=Kind.PERSON, name=row.name, id_number=row.id_number),
        role=Role(row.role),
        since_on=row.since_on,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        until_on=row.until_on,
        cut_at=row.cut_at,
        cut_because=row.cut_because,
    )


def _to_contest(row: ContestRow) -> Contest:
    return Contest(**{column.key: getattr(row, column.key) for column in row.__table__.columns})


def keep_tie(session: Session, tie: Tie) -> None:
    """Store a tie as it now stands."""
    columns = {name: value for name, value in asdict(tie).items() if name != "person"}
    person = {"name": tie.person.name, "id_number": str(tie.person.id_number)}
    session.merge(TieRow(**columns, **person))
    session.flush()


def keep_contest(session: Session, contest: Contest) -> None:
    """Store a contest as it now stands."""
    session.merge(ContestRow(**contest.as_row()))
    session.flush()


def tie(session: Session, tie_id: str) -> Tie | None:
    """The tie called `tie_id`, if there is one."""
    row = session.get(TieRow, tie_id)
    return _to_tie(row) if row else None


def ties_of_firm(session: Session, firm: str) -> list[Tie]:
    """Everybody who stands or stood behind a firm."""
    about = select(TieRow).where(TieRow.firm == firm)
    return [_to_tie(row) for row in session.scalars(about.order_by(TieRow.since_on, TieRow.id))]


def ties_of_person(session: Session, id_number: str) -> list[Tie]:
    """All firms that a person stands or stood behind."""
    about = select(TieRow).where(TieRow.id_number == id_number)
    return [_to_tie(row) for row in session.scalars(about.order_by(TieRow.since_on, TieRow.id))]


def contests_of(session: Session, tie_id: str) -> list[Contest]:
    """All contests of one tie, oldest first."""
    about = select(ContestRow).where(ContestRow.tie_id == tie_id)
    return [_to_contest(row) for row in session.scalars(about.order_by(ContestRow.raised_at))]


def pending_contests(session: Session) -> list[Contest]:
    """All that wait for a decision or a review, by their last day."""
    waiting = select(ContestRow).where(PENDING).order_by(ContestRow.decide_by, ContestRow.id)
    return [_to_contest(row) for row in session.scalars(waiting)]


def contested_ties() -> Select[str]:
    """The ties of which a contest or its review waits for a decision."""
    return select(ContestRow.tie_id).where(PENDING)


def pending_among(session: Session, ties: list[Tie]) -> frozenset[str]:
    """Those of these ties that are contested now."""
    ids = [one.id for one in ties]
    return frozenset(session.scalars(contested_ties().where(ContestRow.tie_id.in_(ids))))
