"""What an auditor is told: counts per partner, and how late recalls are answered. About nobody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.partner_gateway.records.counted_tables import CountedUpTo, DailyCount, PartyHour
from services.partner_gateway.records.counting import Key, Source, place_of, tally
from services.partner_gateway.records.recall_tables import Recall
from services.partner_gateway.records.tables import Alert, NumberAsked


@dataclass(frozen=True, slots=True)
class Lag:
    """How one partner answers recalls; times run from the withdrawal."""

    partner: str
    open_count: int
    oldest_open_at: datetime | None
    acknowledged_count: int
    median_seconds: int | None
    worst_seconds: int | None


def counted(session: Session, source: Source, since: date, before: date) -> Counter[Key]:
    """Each day's count from one day to before another: what was counted up, and the rest."""
    while True:
        place = place_of(session, source)
        found = _counted_up(session, source, since, before)
        rest = tally(source.after(session, place))
        if place_of(session, source) == place:  # else a part may be in both, or in neither
            found.update({key: n for key, n in rest.items() if since <= key[0] < before})
            return found


def hours_within(session: Session, since: datetime, before: datetime) -> Sequence[PartyHour]:
    """Every partner's closed hours that began from one instant to before another."""
    within = select(PartyHour).where(PartyHour.began_at >= since, PartyHour.began_at < before)
    return session.scalars(within.order_by(PartyHour.began_at, PartyHour.partner)).all()


def hours_until(session: Session) -> datetime | None:
    """Up to when distinct parties have been counted."""
    return session.scalar(select(CountedUpTo.hours_until))


def guessed_pairs(session: Session) -> dict[str, int]:
    """Behind how many names and masks each partner asked about more than one number lately."""
    several = (
        select(NumberAsked.partner)
        .group_by(NumberAsked.partner, NumberAsked.about_hash)
        .having(func.count() > 1)
        .subquery()
    )
    counts = select(several.c.partner, func.count()).group_by(several.c.partner)
    return dict(session.execute(counts).all())


def alerts_raised(session: Session) -> dict[str, int]:
    """How often each partner was stopped."""
    counts = select(Alert.partner, func.count()).group_by(Alert.partner)
    return dict(session.execute(counts).all())


def recall_lags(session: Session) -> list[Lag]:
    """Every partner that was ever recalled something, as far as that is kept."""
    open_now, answered = _unanswered(session), _answered(session)
    found = []
    for partner in sorted({*open_now, *answered}):
        count, oldest = open_now.get(partner, (0, None))
        done, median, worst = answered.get(partner, (0, None, None))
        found.append(Lag(partner, count, oldest, done, median, worst))
    return found


def recalls_open(session: Session) -> tuple[int, datetime | None]:
    """How many recalls nobody has answered, and since when the oldest of them waits."""
    waiting = select(func.count(), func.min(Recall.withdrawn_at))
    count, oldest = session.execute(waiting.where(Recall.acknowledged_at.is_(None))).one()
    return count, oldest


def _counted_up(session: Session, source: Source, since: date, before: date) -> Counter[Key]:
    """Days are the first part of the key that these rows are found by."""
    within = select(DailyCount).where(
        DailyCount.day >= since, DailyCount.day < before, DailyCount.kind == source.kind
    )
    rows = session.scalars(within.execution_options(populate_existing=True))
    return Counter({(row.day, row.partner, row.measure, row.outcome): row.count for row in rows})


def _unanswered(session: Session) -> dict[str, tuple[int, datetime | None]]:
    waiting = (
        select(Recall.partner, func.count(), func.min(Recall.withdrawn_at))
        .where(Recall.acknowledged_at.is_(None))
        .group_by(Recall.partner)
    )
    return {partner: (count, oldest) for partner, count, oldest in session.execute(waiting)}


def _answered(session: Session) -> dict[str, tuple[int, int | None, int | None]]:
    done = (
        select(Recall.partner, func.count(), func.max(Recall.lag_seconds))
        .where(Recall.lag_seconds.is_not(None))
        .group_by(Recall.partner)
    )
    return {
        partner: (count, _median_lag(session, partner, count), worst)
        for partner, count, worst in session.execute(done).all()
    }


def _median_lag(session: Session, partner: str, count: int) -> int | None:
    """The middle one, the earlier of two: read from the index, not reckoned from all."""
    own = select(Recall.lag_seconds).where(
        Recall.partner == partner, Recall.lag_seconds.is_not(None)
    )
    middle = own.order_by(Recall.lag_seconds).offset((count - 1) // 2).limit(1)
    return session.scalar(middle)
