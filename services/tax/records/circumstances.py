"""What bears on firms' grades, read for many firms at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.tax.domain.evaluation import Firm, Past
from services.tax.domain.events import Event
from services.tax.domain.grades import Cause, Grade
from services.tax.domain.scale import Scale
from services.tax.records.tables import RatingRow, TaxpayerRow
from services.tax.records.work_tables import EventRow
from shared.calendar import legal_day
from shared.identifiers import Kind

Pasts = Mapping[str, Mapping[int, Past]]


@dataclass(frozen=True, slots=True)
class Span:
    """Firms in the order of their ids: those after one, up to and with another."""

    after: str
    upto: str

    def holds(self, firm: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        """The condition that a firm lies in it."""
        return and_(firm > self.after, firm <= self.upto)


@dataclass(frozen=True, slots=True)
class Named:
    """These firms, wherever they lie; not more than a statement can name."""

    firms: Sequence[str]

    def holds(self, firm: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        """The condition that it is one of them."""
        return firm.in_(self.firms)


Which = Span | Named


def firms_after(session: Session, after: str, limit: int) -> list[tuple[str, date]]:
    """The next organisations by id, each with the day of its first tax matter."""
    found = (
        select(TaxpayerRow.id, TaxpayerRow.began_on, TaxpayerRow.registered_at)
        .where(TaxpayerRow.kind == Kind.ORGANISATION, TaxpayerRow.id > after)
        .order_by(TaxpayerRow.id)
        .limit(limit)
    )
    rows = session.execute(found)
    return [(firm, began or legal_day(at)) for firm, began, at in rows]


def evaluated_in(session: Session, which: Which, year: int) -> set[str]:
    """Those of these firms that the rules have given a grade for that year already."""
    found = select(RatingRow.taxpayer_id).where(
        which.holds(RatingRow.taxpayer_id),
        RatingRow.year == year,
        RatingRow.cause.is_not(None),
    )
    return set(session.scalars(found))


def events_in(
    session: Session, which: Which, year: int, scale: Scale
) -> Mapping[str, Sequence[Event]]:
    """What was found about these firms in the years that bear on this one."""
    found = select(
        EventRow.id,
        EventRow.taxpayer_id,
        EventRow.indicator,
        EventRow.happened_on,
        EventRow.amount_yuan,
        EventRow.year_tax_yuan,
        EventRow.corrected_on,
    ).where(
        which.holds(EventRow.taxpayer_id),
        EventRow.happened_on >= date(year - scale.years_back, 1, 1),
        EventRow.happened_on <= date(year, 12, 31),
        EventRow.struck_at.is_(None),
    )
    events: defaultdict[str, list[Event]] = defaultdict(list)
    for event_id, firm, indicator, day, amount, year_tax, corrected_on in session.execute(found):
        event = Event(event_id, firm, indicator, day, amount, year_tax, corrected_on=corrected_on)
        events[firm].append(event)
    return events


def pasts_in(session: Session, which: Which, year: int, scale: Scale) -> Pasts:
    """Earlier grades of these firms; of each year the last one given counts."""
    found = (
        select(RatingRow.taxpayer_id, RatingRow.year, RatingRow.grade, RatingRow.cause)
        .where(
            which.holds(RatingRow.taxpayer_id),
            RatingRow.year >= year - scale.years_back,
            RatingRow.year < year,
        )
        .order_by(RatingRow.seq)
    )
    pasts: defaultdict[str, dict[int, Past]] = defaultdict(dict)
    for firm, earlier, grade, cause in session.execute(found):
        pasts[firm][earlier] = Past(Grade(grade), Cause(cause) if cause else None)
    return pasts


def firms_in(
    session: Session, which: Which, year: int, scale: Scale, began: Mapping[str, date]
) -> dict[str, Firm]:
    """What bears on the grades of these firms, but for what follows from other firms."""
    events, pasts = events_in(session, which, year, scale), pasts_in(session, which, year, scale)
    return {
        firm: Firm(first_day, events.get(firm, ()), pasts.get(firm, {}))
        for firm, first_day in began.items()
    }


def began_on(session: Session, firms: Sequence[str]) -> dict[str, date]:
    """Of each of these firms the day of its first tax matter."""
    found = select(TaxpayerRow.id, TaxpayerRow.began_on, TaxpayerRow.registered_at).where(
        TaxpayerRow.id.in_(firms)
    )
    return {firm: began or legal_day(at) for firm, began, at in session.execute(found)}
