"""Distinct numbers per partner, name and mask; partners that were stopped and let in again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Dialect, Table, select
from sqlalchemy.orm import Session

from services.partner_gateway.records.tables import Alert, NumberAsked
from shared.bulk import Row, as_driver_takes, insert_all

About = tuple[str, str]  # partner, keyed hash of name and mask
KEY = ("about_hash", "partner", "number_hash")
AGAIN = f" ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET asked_at = excluded.asked_at"
NUMBERS = cast(Table, NumberAsked.__table__)
AT_ONCE = 500  # what a statement can name


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a partner asks about for one name and mask; all of it as keyed hashes."""

    partner: str
    about_hash: str
    number_hash: str

    @property
    def about(self) -> About:
        """Behind which name and mask, and who asked."""
        return self.partner, self.about_hash


def numbers_asked(
    session: Session, abouts: Iterable[About], since: datetime
) -> defaultdict[About, set[str]]:
    """The numbers that partners asked about for each of these since then."""
    asked: defaultdict[About, set[str]] = defaultdict(set)
    hashes = sorted({about_hash for _, about_hash in abouts})
    connection = session.connection()
    for start in range(0, len(hashes), AT_ONCE):
        some = hashes[start : start + AT_ONCE]
        rows = connection.exec_driver_sql(*_finding(connection.dialect, some, since))
        for partner, about_hash, number_hash in rows:
            asked[partner, about_hash].add(number_hash)
    return asked


def _finding(dialect: Dialect, hashes: Sequence[str], since: datetime) -> tuple[str, Row]:
    """As text: putting it together from parts would take longer than the finding."""
    mark = "?" if dialect.positional else "%s"
    marks = ", ".join([mark] * len(hashes))
    statement = (
        "SELECT partner, about_hash, number_hash FROM numbers_asked"  # noqa: S608 - marks alone
        f" WHERE about_hash IN ({marks}) AND asked_at > {mark}"
    )
    return statement, (*hashes, as_driver_takes(dialect, NUMBERS.c.asked_at, since))


def remember_numbers(session: Session, numbers: Iterable[tuple[Number, datetime]]) -> None:
    """Count numbers from now on; the same one again is counted once, from its latest time."""
    latest = {(one.about_hash, one.partner, one.number_hash): at for one, at in numbers}
    rows = [(*key, at) for key, at in latest.items()]
    insert_all(session, NUMBERS, (*KEY, "asked_at"), rows, then=AGAIN)


STOPPED = select(cast(Table, Alert.__table__).c.partner).where(Alert.released_at.is_(None))


def stopped(session: Session) -> set[str]:
    """Every partner that is stopped now."""
    return set(session.connection().scalars(STOPPED))


def open_alert(session: Session, partner: str) -> Alert | None:
    """What the partner is stopped for, if it is."""
    unreleased = select(Alert).where(Alert.partner == partner, Alert.released_at.is_(None))
    return session.scalar(unreleased.order_by(Alert.seq).limit(1))


def alerts_after(session: Session, after: int, limit: int) -> list[Alert]:
    """Alerts in the order in which they were raised."""
    return list(
        session.scalars(select(Alert).where(Alert.seq > after).order_by(Alert.seq).limit(limit))
    )
