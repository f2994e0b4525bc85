"""When a party first looked at its own file after it was listed: once for each listing.

It is kept for one count alone: how many learned of a listing only after a partner had asked. It is
in no audit log, goes to nobody but the party, and is forgotten as the questions are.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.calendar import start_of
from shared.database import Database, Instant
from shared.inventory import held, table
from shared.ledger.acts import LedgerBase, ListingRow, standing_on
from shared.ledger.confirmations import Confirmation
from shared.origin import ours

PARTY = "the party"


class FirstLook(LedgerBase):
    """The first time that a party opened its own file with this listing in it."""

    __tablename__ = "first_looks"
    __table_args__ = table(
        "When a party first looked at its own file after a listing, to count who learned too late.",
        kept="two years, and for as long as the listing stands",
        mark=ours("That a listing meets people who never heard of it must be countable."),
    )
    ref: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=held("which listing", goes_to=PARTY)
    )
    looked_at: Mapped[datetime] = mapped_column(
        Instant, info=held("when, the first time only", goes_to=PARTY)
    )


def note_first_looks(database: Database, id_number: str, now: datetime) -> None:
    """Remember for each listing about this party that it has been looked at; later looks are not.

    Nearly every time there is nothing to note, and then nothing is locked.
    """
    with database.read() as session:
        if not _not_looked_at(session, id_number):
            return
    with database.write() as session:
        for ref in _not_looked_at(session, id_number):
            session.add(FirstLook(ref=ref, looked_at=now))


def _not_looked_at(session: Session, id_number: str) -> Collection[str]:
    mine = select(ListingRow.ref).where(ListingRow.id_number == id_number)
    noted = mine.outerjoin(FirstLook, FirstLook.ref == ListingRow.ref)
    return session.scalars(noted.where(FirstLook.ref.is_(None))).all()


def first_look(session: Session, ref: str) -> datetime | None:
    """When the party of a listing first looked, if it did."""
    row = session.get(FirstLook, ref)
    return row.looked_at if row else None


def forget_questions(session: Session, before: date, today: date) -> None:
    """Forget questions from before a day, and first looks unless their listing still stands.

    A first look that was forgotten while the listing stands would happen a second time.
    """
    since = start_of(before)
    standing = select(ListingRow.ref).where(standing_on(today))
    session.execute(delete(Confirmation).where(Confirmation.asked_at < since))
    session.execute(
        delete(FirstLook).where(FirstLook.looked_at < since, FirstLook.ref.not_in(standing))
    )
