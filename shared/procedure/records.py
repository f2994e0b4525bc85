"""Proposals, objections and the steps taken, as an authority keeps them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Date, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.database import Instant
from shared.house import BIG_KEY
from shared.identifiers import IdNumber, Kind
from shared.inventory import held, table
from shared.ledger.acts import LedgerBase
from shared.ledger.looks import FirstLook as FirstLook
from shared.origin import ours, paper, rule
from shared.procedure.casework import Request
from shared.procedure.consequences.tables import ToldRow as ToldRow
from shared.procedure.import_tables import ImportRow as ImportRow
from shared.procedure.steps import HUMAN, Objection, Proposal, State, Step
from shared.signature import Signature

PARTY = "the party"
KEPT = "five years after the procedure ended"


class ProposalRow(LedgerBase):
    """One proposal with everything that was decided on it."""

    __tablename__ = "proposals"
    __table_args__ = (
        # Worklists read what waits in the order in which it falls due.
        Index("ix_proposals_proposed", "state", "proposed_at", "id"),
        Index("ix_proposals_decided", "state", "decided_at", "id"),
        table("Requests to list a party.", kept=KEPT, mark=paper(HUMAN)),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True, info=held("opaque reference"))
    list: Mapped[str] = mapped_column(String(64), info=held("which list", goes_to=PARTY))
    ground: Mapped[str] = mapped_column(String(64), info=held("ground, as a code", goes_to=PARTY))
    basis: Mapped[str] = mapped_column(
        String(64), index=True, info=held("the case it rests on", goes_to=PARTY)
    )
    kind: Mapped[str] = mapped_column(String(16), info=held("person or organisation"))
    name: Mapped[str] = mapped_column(String(100), info=held("the party's name", personal=True))
    id_number: Mapped[str] = mapped_column(
        String(18), index=True, info=held("the party's identifier", personal=True)
    )
    proposed_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    proposed_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    state: Mapped[str] = mapped_column(
        String(16), index=True, info=held("where it stands", goes_to=PARTY)
    )
    renews: Mapped[str | None] = mapped_column(String(64), info=held("the listing it renews"))
    decided_by: Mapped[str | None] = mapped_column(
        String(64), info=held("which other officer", mark=ours("A second officer.", floor=True))
    )
    decided_at: Mapped[datetime | None] = mapped_column(Instant, info=held("when"))
    refusal_reasons: Mapped[str | None] = mapped_column(Text, info=held("why it was refused"))
    notified_at: Mapped[datetime | None] = mapped_column(
        Instant, info=held("when the party was told", goes_to=PARTY, mark=rule(floor=True))
    )
    objection_ends_on: Mapped[date | None] = mapped_column(
        Date, info=held("last day to object", goes_to=PARTY)
    )
    publish_on: Mapped[date | None] = mapped_column(
        Date, index=True, info=held("day it is published by itself", goes_to=PARTY)
    )
    ref: Mapped[str | None] = mapped_column(String(64), info=held("the listing it became"))
    lapsed_because: Mapped[str | None] = mapped_column(
        String(64), info=held("why nothing was published", goes_to=PARTY)
    )


class ObjectionRow(LedgerBase):
    """One objection, its decision and its review."""

    __tablename__ = "objections"
    __table_args__ = table(
        "What parties said against a proposal or a listing, and the answers.",
        kept=KEPT,
        mark=rule("Objection and review; that it stays publication is ours."),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True, info=held("opaque reference"))
    proposal_id: Mapped[str] = mapped_column(String(64), index=True, info=held("against what"))
    ref: Mapped[str | None] = mapped_column(String(64), index=True, info=held("which listing"))
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


class StepRow(LedgerBase):
    """One step of a procedure, in order."""

    __tablename__ = "steps"
    __table_args__ = table(
        "Each step of each procedure, for the party to read.", kept=KEPT, mark=paper(HUMAN)
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    proposal_id: Mapped[str] = mapped_column(String(64), index=True, info=held("which procedure"))
    step: Mapped[str] = mapped_column(String(16), info=held("what happened", goes_to=PARTY))
    at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    by: Mapped[str] = mapped_column(
        String(64), info=held("which officer; `clock` if it followed by itself")
    )


def to_proposal(row: ProposalRow) -> Proposal:
    """The proposal in a row."""
    columns = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    typed = {
        "state": State(row.state),
        "kind": Kind(row.kind),
        "id_number": IdNumber(row.id_number),
    }
    return Proposal(**{**columns, **typed})


def _to_objection(row: ObjectionRow) -> Objection:
    return Objection(**{column.key: getattr(row, column.key) for column in row.__table__.columns})


def keep_proposal(session: Session, proposal: Proposal) -> None:
    """Store a proposal as it now stands."""
    session.merge(ProposalRow(**proposal.as_row()))


def keep_objection(session: Session, objection: Objection) -> None:
    """Store an objection as it now stands."""
    session.merge(ObjectionRow(**objection.as_row()))


def note_step(session: Session, proposal_id: str, step: Step, signed: Signature) -> None:
    """Remember that a step was taken."""
    session.add(StepRow(proposal_id=proposal_id, step=step, by=signed.by, at=signed.at))


def proposal(session: Session, proposal_id: str) -> Proposal | None:
    """The proposal called `proposal_id`, if there is one."""
    row = session.get(ProposalRow, proposal_id)
    return to_proposal(row) if row else None


def objection(session: Session, objection_id: str) -> Objection | None:
    """The objection called `objection_id`, if there is one."""
    row = session.get(ObjectionRow, objection_id)
    return _to_objection(row) if row else None


def proposals_about(session: Session, id_number: str) -> list[Proposal]:
    """All proposals about one identifier, oldest first."""
    about = select(ProposalRow).where(ProposalRow.id_number == id_number)
    return [to_proposal(row) for row in session.scalars(about.order_by(ProposalRow.proposed_at))]


def objections_to(session: Session, proposal_id: str) -> list[Objection]:
    """All objections in one procedure, oldest first."""
    about = select(ObjectionRow).where(ObjectionRow.proposal_id == proposal_id)
    return [_to_objection(row) for row in session.scalars(about.order_by(ObjectionRow.raised_at))]


def steps_of(session: Session, proposal_id: str) -> Sequence[StepRow]:
    """All steps of one procedure, in order."""
    about = select(StepRow).where(StepRow.proposal_id == proposal_id)
    return session.scalars(about.order_by(StepRow.seq)).all()


def open_objection(session: Session, proposal_id: str) -> Objection | None:
    """The objection in this procedure that still waits for a decision."""
    waiting = select(ObjectionRow).where(
        ObjectionRow.proposal_id == proposal_id, ObjectionRow.decided_at.is_(None)
    )
    row = session.scalars(waiting).first()
    return _to_objection(row) if row else None


def proposals_like(session: Session, request: Request) -> list[Proposal]:
    """Every proposal there ever was for the same party on the same list, ground and case."""
    same = select(ProposalRow).where(
        ProposalRow.list == request.list,
        ProposalRow.ground == request.ground,
        ProposalRow.basis == request.basis,
        ProposalRow.id_number == request.party.id_number,
    )
    return [to_proposal(row) for row in session.scalars(same)]


def proposals_behind(session: Session, ref: str) -> list[Proposal]:
    """The proposal that a listing came of, and every one to renew it."""
    behind = select(ProposalRow).where((ProposalRow.ref == ref) | (ProposalRow.renews == ref))
    return [to_proposal(row) for row in session.scalars(behind)]


def is_contested(session: Session, ref: str) -> bool:
    """Whether an objection to this listing waits for its decision."""
    waiting = select(ObjectionRow.id).where(
        ObjectionRow.ref == ref, ObjectionRow.decided_at.is_(None)
    )
    return session.scalars(waiting).first() is not None


def due_proposals(session: Session, today: date) -> list[Proposal]:
    """Notified proposals whose day has come and that no open objection stays."""
    stayed = select(ObjectionRow.proposal_id).where(ObjectionRow.decided_at.is_(None))
    due = select(ProposalRow).where(
        ProposalRow.state == State.NOTIFIED,
        ProposalRow.publish_on <= today,
        ProposalRow.id.not_in(stayed),
    )
    return [to_proposal(row) for row in session.scalars(due.order_by(ProposalRow.publish_on))]


def next_publication_on(session: Session, today: date) -> date | None:
    """The next day on which some proposal falls due."""
    later = select(ProposalRow.publish_on).where(
        ProposalRow.state == State.NOTIFIED, ProposalRow.publish_on > today
    )
    return session.scalars(later.order_by(ProposalRow.publish_on).limit(1)).first()
