"""What the court decides in a procedure beside it: terms, grace, deletions, applications."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, Text, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.court.domain import Aggravation, Application, Deletion, Grace, LongerTerm
from services.court.records.base import KEPT, PARTY, CourtBase
from shared.contract import Act
from shared.database import Instant
from shared.inventory import held, table
from shared.ledger.acts import ActRow
from shared.origin import ours, rule
from shared.procedure.records import ProposalRow
from shared.procedure.steps import State


class LongerTermRow(CourtBase):
    """One decision that a listing shall stand longer than the ground's own term."""

    __tablename__ = "longer_terms"
    __table_args__ = table(
        "Reasoned decisions on longer terms.", kept=KEPT, mark=rule("2017 Provisions, Art. 2.")
    )
    proposal_id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("in which procedure", goes_to=PARTY)
    )
    because: Mapped[str] = mapped_column(
        String(32), info=held("serious violence or threats, or several grounds", goes_to=PARTY)
    )
    added_years: Mapped[int] = mapped_column(info=held("how many years more", goes_to=PARTY))
    reasons: Mapped[str] = mapped_column(Text, info=held("why", goes_to=PARTY))
    decided_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    decided_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))


class GraceRow(CourtBase):
    """Time given before one publication."""

    __tablename__ = "graces"
    __table_args__ = table(
        "Time given before publication.", kept=KEPT, mark=rule("法发〔2019〕35号.")
    )
    proposal_id: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("in which procedure", goes_to=PARTY)
    )
    months: Mapped[int] = mapped_column(info=held("how many months", goes_to=PARTY))
    until_on: Mapped[date] = mapped_column(Date, info=held("its last day", goes_to=PARTY))
    given_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    given_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))


class DeletionRow(CourtBase):
    """One listing that ended for one of the rules' reasons."""

    __tablename__ = "deletions"
    __table_args__ = table(
        "Why a listing was deleted, as the rules name it.",
        kept=KEPT,
        mark=rule("2017 Provisions, Art. 2 and 10; 2013 Provisions, Art. 7."),
    )
    ref: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("which listing", goes_to=PARTY)
    )
    judgment_id: Mapped[str] = mapped_column(
        ForeignKey("judgments.id"), index=True, info=held("under which judgment", goes_to=PARTY)
    )
    ending: Mapped[str] = mapped_column(
        String(64), info=held("for which reason, as the rulebook's code", goes_to=PARTY)
    )
    decided_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    decided_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))
    reasons: Mapped[str | None] = mapped_column(Text, info=held("why", goes_to=PARTY))
    asset_search_count: Mapped[int | None] = mapped_column(
        info=held("how many searches found nothing", goes_to=PARTY)
    )


class ApplicationRow(CourtBase):
    """One creditor's application that a debtor be listed."""

    __tablename__ = "listing_applications"
    __table_args__ = table(
        "Creditors' applications; who the creditor is, is not held.",
        kept=KEPT,
        mark=rule("The creditor applies or the court acts of its own motion: Art. 2 of 2013."),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True, info=held("opaque reference"))
    judgment_id: Mapped[str] = mapped_column(
        ForeignKey("judgments.id"), index=True, info=held("under which judgment", goes_to=PARTY)
    )
    ground: Mapped[str] = mapped_column(String(64), info=held("on which ground", goes_to=PARTY))
    applied_on: Mapped[date] = mapped_column(Date, info=held("when", goes_to=PARTY))
    decide_by: Mapped[date | None] = mapped_column(
        Date, info=held("last day to decide", goes_to=PARTY)
    )
    recorded_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    recorded_at: Mapped[datetime] = mapped_column(Instant, info=held("when it was entered"))
    dismissed_by: Mapped[str | None] = mapped_column(String(64), info=held("which officer"))
    dismissed_at: Mapped[datetime | None] = mapped_column(
        Instant, info=held("when it was dismissed", goes_to=PARTY)
    )
    dismissal_reasons: Mapped[str | None] = mapped_column(Text, info=held("why", goes_to=PARTY))


class InaccuracyRow(CourtBase):
    """One wrong detail found in a standing entry."""

    __tablename__ = "inaccuracies"
    __table_args__ = table(
        "Entries found to be written wrongly, until they are put right.",
        kept=KEPT,
        mark=rule("2017 Provisions, Art. 9."),
    )
    ref: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("which listing", goes_to=PARTY)
    )
    version: Mapped[int] = mapped_column(
        primary_key=True, info=held("the listing's last act when it was found")
    )
    found_by: Mapped[str] = mapped_column(
        String(64), info=held("which officer", mark=ours("Every act has its officer."))
    )
    found_at: Mapped[datetime] = mapped_column(Instant, info=held("when", goes_to=PARTY))


def _fields(row: CourtBase) -> Mapping[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def keep_longer_term(session: Session, longer: LongerTerm) -> None:
    """Store a decision on a longer term; a later one replaces it."""
    session.merge(LongerTermRow(**asdict(longer)))


def longer_term(session: Session, proposal_id: str) -> LongerTerm | None:
    """The decision on a longer term in a procedure, if there is one."""
    row = session.get(LongerTermRow, proposal_id)
    if row is None:
        return None
    return LongerTerm(**{**_fields(row), "because": Aggravation(row.because)})


def keep_grace(session: Session, grace: Grace) -> None:
    """Store a grace."""
    session.add(GraceRow(**asdict(grace)))


def grace(session: Session, proposal_id: str) -> Grace | None:
    """The grace given in a procedure, if any."""
    row = session.get(GraceRow, proposal_id)
    return Grace(**_fields(row)) if row else None


def keep_deletion(session: Session, deletion: Deletion) -> None:
    """Store why a listing ended."""
    session.add(DeletionRow(**asdict(deletion)))


def deletion(session: Session, ref: str) -> Deletion | None:
    """Why a listing was deleted, if it was."""
    row = session.get(DeletionRow, ref)
    return Deletion(**_fields(row)) if row else None


def deletions_under(session: Session, judgment_id: str) -> list[Deletion]:
    """Every deletion of a listing that rested on a judgment."""
    return [one for _, one in deletions_under_any(session, [judgment_id])]


def deletions_under_any(
    session: Session, judgment_ids: Collection[str]
) -> list[tuple[str, Deletion]]:
    """The same for many: each judgment with a deletion of what rested on it."""
    under = select(DeletionRow).where(DeletionRow.judgment_id.in_(judgment_ids))
    return [(row.judgment_id, Deletion(**_fields(row))) for row in session.scalars(under)]


def keep_application(session: Session, application: Application) -> None:
    """Store a creditor's application as it now stands."""
    session.merge(ApplicationRow(**asdict(application)))


def application(session: Session, application_id: str) -> Application | None:
    """The application of that name."""
    row = session.get(ApplicationRow, application_id)
    return Application(**_fields(row)) if row else None


def applications_under(session: Session, judgment_id: str) -> list[Application]:
    """Every creditor's application under a judgment, oldest first."""
    under = select(ApplicationRow).where(ApplicationRow.judgment_id == judgment_id)
    ordered = under.order_by(ApplicationRow.applied_on, ApplicationRow.id)
    return [Application(**_fields(row)) for row in session.scalars(ordered)]


def applications_waiting(session: Session) -> list[Application]:
    """Applications neither dismissed nor answered by a proposal that somebody has decided."""
    answered = exists().where(
        ProposalRow.basis == ApplicationRow.judgment_id,
        ProposalRow.ground == ApplicationRow.ground,
        ProposalRow.decided_at >= ApplicationRow.recorded_at,
    )
    waiting = select(ApplicationRow).where(ApplicationRow.dismissed_at.is_(None), ~answered)
    ordered = waiting.order_by(ApplicationRow.applied_on, ApplicationRow.id)
    return [Application(**_fields(row)) for row in session.scalars(ordered)]


def keep_inaccuracy(session: Session, found: InaccuracyRow) -> None:
    """Store that an entry is written wrongly."""
    session.merge(found)


def inaccuracies_waiting(session: Session) -> list[InaccuracyRow]:
    """Entries found to be written wrongly, and not corrected since."""
    corrected = exists().where(
        ActRow.ref == InaccuracyRow.ref,
        ActRow.act == Act.CORRECTED,
        ActRow.version > InaccuracyRow.version,
    )
    waiting = select(InaccuracyRow).where(~corrected).order_by(InaccuracyRow.found_at)
    return list(session.scalars(waiting))


def longer_terms_asked(session: Session) -> list[LongerTerm]:
    """Longer terms in procedures that wait for their second officer."""
    waiting = select(ProposalRow.id).where(ProposalRow.state == State.PROPOSED)
    asked = select(LongerTermRow.proposal_id).where(LongerTermRow.proposal_id.in_(waiting))
    found = (longer_term(session, one) for one in session.scalars(asked).all())
    return [one for one in found if one is not None]
