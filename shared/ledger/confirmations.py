"""Answering "is it this person?" without becoming an oracle that turns a mask into a number.

About 33 numbers hide behind a mask. After a few distinct wrong ones on one listing the authority
refuses to answer anybody about it for a while; the numbers themselves are never kept.
"""

from datetime import datetime, timedelta

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.calendar import legal_day
from shared.database import Instant
from shared.house import BIG_KEY
from shared.inventory import held, table
from shared.ledger.acts import LedgerBase, is_said, listing
from shared.origin import ours
from shared.sealing import Question, Verdict
from shared.web.idempotency import keyed_hash


class Confirmation(LedgerBase):
    """One question the gateway asked about a listing, and the answer it got."""

    __tablename__ = "confirmations"
    __table_args__ = table(
        "Questions asked by the gateway about a listing, shown to the party.",
        kept="two years",
        mark=ours("Confirmation is our invention: a mask alone is no identity.", floor=True),
    )
    seq: Mapped[int] = mapped_column(
        BIG_KEY, primary_key=True, autoincrement=True, info=held("order")
    )
    ref: Mapped[str] = mapped_column(String(64), index=True, info=held("which listing"))
    asked_at: Mapped[datetime] = mapped_column(
        Instant, info=held("when", goes_to="the party, who may see each question")
    )
    answer: Mapped[str] = mapped_column(
        String(8), info=held("yes, no or refused", goes_to="the gateway; the party")
    )
    number_hash: Mapped[str] = mapped_column(
        String(64), info=held("keyed hash of the number asked about, to count distinct guesses")
    )


class GuessLimit:
    """How many distinct wrong numbers on one listing, within how many days, end all answers."""

    def __init__(self, max_wrong: int, days: int) -> None:
        self.max_wrong = max_wrong
        self.window = timedelta(days=days)


def confirm(
    session: Session, question: Question, secret: bytes, limit: GuessLimit, now: datetime
) -> Verdict:
    """Yes, no or refused; kept without the number before the answer leaves."""
    hashed = keyed_hash(secret, question.id_number.encode())
    verdict = _decide(session, question, secret, limit, now)
    session.add(Confirmation(ref=question.ref, asked_at=now, answer=verdict, number_hash=hashed))
    return verdict


def decline(session: Session, question: Question, secret: bytes, now: datetime) -> Verdict:
    """No, whoever is asked about: on this day nobody may act on the listing."""
    hashed = keyed_hash(secret, question.id_number.encode())
    session.add(Confirmation(ref=question.ref, asked_at=now, answer="no", number_hash=hashed))
    return "no"


def _decide(
    session: Session, question: Question, secret: bytes, limit: GuessLimit, now: datetime
) -> Verdict:
    found = listing(session, question.ref)
    if found is None or not found.stands_on(legal_day(now)) or not is_said(session, found.ref):
        return "no"
    own = keyed_hash(secret, found.id_number.encode())
    if _wrong_numbers(session, question.ref, own, now - limit.window) >= limit.max_wrong:
        return "refused"
    return "yes" if found.id_number == question.id_number else "no"


def _wrong_numbers(session: Session, ref: str, own: str, since: datetime) -> int:
    """Distinct numbers that got a `no` on this listing since an instant.

    The party's own number may have got one too, on days of an exemption: that was no wrong guess.
    """
    wrong = select(func.count(Confirmation.number_hash.distinct())).where(
        Confirmation.ref == ref,
        Confirmation.answer == "no",
        Confirmation.number_hash != own,
        Confirmation.asked_at > since,
    )
    return session.scalar(wrong) or 0


def asked_about(session: Session, ref: str) -> list[Confirmation]:
    """Every question asked about a listing, oldest first."""
    about = select(Confirmation).where(Confirmation.ref == ref).order_by(Confirmation.seq)
    return list(session.scalars(about))
