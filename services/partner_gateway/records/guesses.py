"""Distinct numbers per partner, name and mask; partners that were stopped and let in again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partner_gateway.records.tables import Alert, NumberAsked


def numbers_asked(session: Session, partner: str, about_hash: str, since: datetime) -> set[str]:
    """The numbers, as keyed hashes, that a partner asked about for a name and mask since then."""
    asked = select(NumberAsked.number_hash).where(
        NumberAsked.partner == partner,
        NumberAsked.about_hash == about_hash,
        NumberAsked.asked_at > since,
    )
    return set(session.scalars(asked))


def remember_number(session: Session, number: NumberAsked) -> None:
    """Count a number from now on; the same one again is counted once, from its latest time."""
    known = session.scalar(
        select(NumberAsked).where(
            NumberAsked.partner == number.partner,
            NumberAsked.about_hash == number.about_hash,
            NumberAsked.number_hash == number.number_hash,
        )
    )
    if known is None:
        session.add(number)
    else:
        known.asked_at = number.asked_at


def open_alert(session: Session, partner: str) -> Alert | None:
    """What the partner is stopped for, if it is."""
    unreleased = select(Alert).where(Alert.partner == partner, Alert.released_at.is_(None))
    return session.scalar(unreleased.order_by(Alert.seq).limit(1))


def alerts_after(session: Session, after: int, limit: int) -> list[Alert]:
    """Alerts in the order in which they were raised."""
    return list(
        session.scalars(select(Alert).where(Alert.seq > after).order_by(Alert.seq).limit(limit))
    )
