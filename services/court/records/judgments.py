"""Judgments, the notices given under them, what was performed."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from services.court.domain.judgments import (
    Duty,
    EnforcementNotice,
    Extent,
    Judgment,
    Performance,
    Severity,
)
from services.court.records.base import KEPT, PARTY, CourtBase
from shared.database import Instant
from shared.house import BIG_KEY
from shared.identifiers import Kind, Party
from shared.inventory import held, table
from shared.origin import ours, paper, rule

ALIKE = paper("Footnote 22: the list treats all judgments as equal; how grave one is stays here.")
WARNING = rule("The enforcement notice warns of the list: 2013 Provisions, Art. 2.")


class JudgmentRow(CourtBase):
    """One judgment against one party."""

    __tablename__ = "judgments"
    __table_args__ = table(
        "Judgments to be enforced: who must do what, by when.",
        kept=KEPT,
        mark=paper("Data come from an authority's own ordinary work."),
    )
    id: Mapped[str] = mapped_column(
        String(64),
        primary_key=True,
        info=held(
            "opaque reference", goes_to=PARTY, mark=ours("A name that says nothing about anybody.")
        ),
    )
    case_number: Mapped[str] = mapped_column(
        String(64), index=True, info=held("the court's own number of the case", goes_to=PARTY)
    )
    kind: Mapped[str] = mapped_column(String(16), info=held("person or organisation"))
    name: Mapped[str] = mapped_column(
        String(100), info=held("the debtor's name", goes_to=PARTY, personal=True)
    )
    id_number: Mapped[str] = mapped_column(
        String(18), index=True, info=held("the debtor's identifier", personal=True)
    )
    duty: Mapped[str] = mapped_column(
        String(16), info=held("pay, act, desist, apologise or visit", goes_to=PARTY, mark=ALIKE)
    )
    amount_yuan: Mapped[int | None] = mapped_column(
        BigInteger, info=held("how much is to be paid", goes_to=PARTY)
    )
    severity: Mapped[str] = mapped_column(
        String(16), info=held("how grave the court finds the case", goes_to=PARTY, mark=ALIKE)
    )
    issued_on: Mapped[date] = mapped_column(Date, info=held("day of judgment", goes_to=PARTY))
    due_on: Mapped[date] = mapped_column(Date, info=held("last day to perform", goes_to=PARTY))
    registered_by: Mapped[str] = mapped_column(String(64), info=held("which officer"))
    registered_at: Mapped[datetime] = mapped_column(Instant, info=held("when it was entered"))
    notices: Mapped[list["NoticeRow"]] = relationship(order_by="NoticeRow.seq")
    performances: Mapped[list["PerformanceRow"]] = relationship(order_by="PerformanceRow.seq")


class NoticeRow(CourtBase):
    """One enforcement notice."""

    __tablename__ = "enforcement_notices"
    __table_args__ = table("Calls to perform, with their warning.", kept=KEPT, mark=WARNING)
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    judgment_id: Mapped[str] = mapped_column(
        ForeignKey("judgments.id"), index=True, info=held("under which judgment")
    )
    given_on: Mapped[date] = mapped_column(Date, info=held("when it was given", goes_to=PARTY))
    perform_by: Mapped[date] = mapped_column(
        Date, info=held("last day of its period", goes_to=PARTY)
    )
    warns_of_listing: Mapped[bool] = mapped_column(
        info=held("whether it warns that listing may follow", goes_to=PARTY)
    )


class PerformanceRow(CourtBase):
    """One performance, in part or in full."""

    __tablename__ = "performances"
    __table_args__ = table(
        "What was done towards a duty.",
        kept=KEPT,
        mark=rule("Performance ends the ground for listing: 2017 Provisions, Art. 10."),
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    judgment_id: Mapped[str] = mapped_column(
        ForeignKey("judgments.id"), index=True, info=held("under which judgment")
    )
    performed_on: Mapped[date] = mapped_column(Date, info=held("when", goes_to=PARTY))
    extent: Mapped[str] = mapped_column(String(16), info=held("partial or full", goes_to=PARTY))
    amount_yuan: Mapped[int | None] = mapped_column(
        BigInteger, info=held("how much was paid", goes_to=PARTY)
    )
    reasons: Mapped[str | None] = mapped_column(
        Text,
        info=held(
            "why an apology, an act or a visit was held to be performed, in part or in full",
            goes_to=PARTY,
            mark=ours("What an officer judges, the officer explains."),
        ),
    )


def _to_judgment(row: JudgmentRow) -> Judgment:
    return Judgment(
        id=row.id,
        case_number=row.case_number,
        party=Party(kind=Kind(row.kind), name=row.name, id_number=row.id_number),
        duty=Duty(row.duty),
        amount_yuan=row.amount_yuan,
        severity=Severity(row.severity),
        issued_on=row.issued_on,
        due_on=row.due_on,
        registered_by=row.registered_by,
        registered_at=row.registered_at,
        notices=tuple(map(_to_notice, row.notices)),
        performances=tuple(map(_to_performance, row.performances)),
    )


def _to_notice(row: NoticeRow) -> EnforcementNotice:
    return EnforcementNotice(row.given_on, row.perform_by, row.warns_of_listing)


def _to_performance(row: PerformanceRow) -> Performance:
    return Performance(row.performed_on, Extent(row.extent), row.amount_yuan, row.reasons)


def judgment(session: Session, judgment_id: str) -> Judgment | None:
    """The judgment called `judgment_id`, if this court has one."""
    row = session.get(JudgmentRow, judgment_id)
    return _to_judgment(row) if row else None


def judgments_about(session: Session, id_number: str) -> list[Judgment]:
    """All judgments against one identifier, oldest first."""
    about = select(JudgmentRow).where(JudgmentRow.id_number == id_number)
    return [_to_judgment(row) for row in session.scalars(about.order_by(JudgmentRow.issued_on))]


def judgment_in_case(session: Session, case_number: str, id_number: str) -> str | None:
    """The judgment against this party in a case that may have several debtors."""
    same = select(JudgmentRow.id).where(
        JudgmentRow.case_number == case_number, JudgmentRow.id_number == id_number
    )
    return session.scalars(same).first()


def add_judgment(session: Session, new: Judgment) -> None:
    """Enter a judgment."""
    session.add(
        JudgmentRow(
            id=new.id,
            case_number=new.case_number,
            kind=new.party.kind,
            name=new.party.name,
            id_number=new.party.id_number,
            duty=new.duty,
            amount_yuan=new.amount_yuan,
            severity=new.severity,
            issued_on=new.issued_on,
            due_on=new.due_on,
            registered_by=new.registered_by,
            registered_at=new.registered_at,
        )
    )


def add_notice(session: Session, changed: Judgment) -> None:
    """Keep the last notice of a judgment."""
    last = changed.notices[-1]
    session.add(
        NoticeRow(
            judgment_id=changed.id,
            given_on=last.given_on,
            perform_by=last.perform_by,
            warns_of_listing=last.warns_of_listing,
        )
    )


def add_performance(session: Session, changed: Judgment) -> None:
    """Keep the last performance under a judgment."""
    last = changed.performances[-1]
    session.add(
        PerformanceRow(
            judgment_id=changed.id,
            performed_on=last.performed_on,
            extent=last.extent,
            amount_yuan=last.amount_yuan,
            reasons=last.reasons,
        )
    )
