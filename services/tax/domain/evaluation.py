"""The evaluation of one firm for one year: a pure function, with every line that made the grade.

The order in which events were recorded changes nothing. The lines add up to the points; lines of no
points say what decides beside them. An oddity of the rules is kept: an audit raises the base, so a
firm that was audited, and found at a small fault, can stand better than one that nobody looked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.tax.domain.deductions import deductions
from services.tax.domain.events import Event, reaches_threshold
from services.tax.domain.grades import Cause, Evaluated, Grade
from services.tax.domain.lines import Line, Why
from services.tax.domain.repair import is_lifted
from services.tax.domain.scale import (
    A_YEARS,
    AFTER_POINTS_D,
    BASE,
    BASE_AUDIT,
    BASE_INCOMPLETE,
    C_FROM,
    KEPT,
    M_FROM,
    NEW_YEARS,
    NO_A_AFTER_D,
    SPILLED,
    Scale,
)

DECIDES = {
    Why.DIRECT_D: Cause.DIRECT,
    Why.KEPT_D: Cause.KEPT,
    Why.SPILLED_D: Cause.SPILLED,
}


@dataclass(frozen=True, slots=True)
class Past:
    """The grade of an earlier year and what it rested on; nothing, if it was given by hand."""

    grade: Grade
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Firm:
    """What bears on a firm's grade: its age, what was found, its past, its ties to a D."""

    began_on: date
    events: Sequence[Event] = ()
    past: Mapping[int, Past] = field(default_factory=dict)
    ties_to_d: Sequence[str] = ()


def evaluate(year: int, firm: Firm, scale: Scale) -> Evaluated | None:
    """A firm's points and grade for a year; None if it has none under the rules in force."""
    if scale.is_outside(firm.began_on, year):
        return None
    standing = [event for event in firm.events if event.struck_at is None]
    events = sorted(
        (event for event in standing if event.happened_on.year == year),
        key=lambda event: (event.happened_on, event.id),
    )
    lines = [_base(year, standing, scale), *deductions(events, scale)]
    lines.extend(_after_points_d(year, firm.past, scale))
    lines.extend(_to_zero(lines))
    points = sum(line.points for line in lines)
    grade, cause, decisive = _verdict(year, firm, events, points, scale)
    return Evaluated(points, grade, cause, (*lines, *decisive))


def _verdict(
    year: int, firm: Firm, events: Sequence[Event], points: int, scale: Scale
) -> tuple[Grade, Cause, list[Line]]:
    """D for whatever makes a firm D; else M, if it is new or had no income; else by points."""
    if ds := [*_direct(events, scale), *_kept(year, firm.past, scale), *_spilled(firm)]:
        return Grade.D, DECIDES[ds[0].why], ds
    if scale.is_new(firm.began_on, year):
        return Grade.M, Cause.NEW, [Line(0, Why.NEW_FIRM, NEW_YEARS)]
    idle = _bringing("grade-m", events, scale)
    if idle and scale.m_from is not None and points >= scale.m_from:
        return Grade.M, Cause.NO_INCOME, [Line(0, Why.NO_INCOME, M_FROM, idle[0].id)]
    grade, rule = scale.band(points)
    bars = list(_bars(year, firm, events, scale)) if grade is Grade.A else []
    return Grade.B if bars else grade, Cause.POINTS, [*bars, Line(0, Why.BAND, rule)]


def _base(year: int, events: Sequence[Event], scale: Scale) -> Line:
    """Higher for who was audited in the years looked back upon; lower where data are missing."""
    first_year = year - scale.look_back + 1
    for event in events:
        indicator = scale.indicators.get(event.indicator)
        was_audited = indicator is not None and not indicator.recurring
        if was_audited and first_year <= event.happened_on.year <= year:
            return Line(scale.points(BASE_AUDIT), Why.BASE, BASE_AUDIT)
    in_year = [event for event in events if event.happened_on.year == year]
    rule = BASE_INCOMPLETE if _bringing("lower-base", in_year, scale) else BASE
    return Line(scale.points(rule), Why.BASE, rule)


def _bringing(what: str, events: Sequence[Event], scale: Scale) -> list[Event]:
    known = ((event, scale.indicators.get(event.indicator)) for event in events)
    return [event for event, rule in known if rule is not None and rule.brings == what]


def _after_points_d(year: int, past: Mapping[int, Past], scale: Scale) -> Iterator[Line]:
    """Where a D for points is not kept, the next year begins lower instead."""
    before = past.get(year - 1)
    if scale.after_points_d is None or before is None or before.grade is not Grade.D:
        return
    if (before.cause or Cause.POINTS) is Cause.POINTS:
        yield Line(-scale.after_points_d, Why.AFTER_POINTS_D, AFTER_POINTS_D, str(year - 1))


def _to_zero(lines: Sequence[Line]) -> Iterator[Line]:
    points = sum(line.points for line in lines)
    if points < 0:
        yield Line(-points, Why.TO_ZERO, C_FROM)


def _direct(events: Sequence[Event], scale: Scale) -> Iterator[Line]:
    for event in _bringing("direct-d", events, scale):
        lifted = is_lifted(event, scale.indicators[event.indicator], scale.rules)
        if not lifted and reaches_threshold(event, scale.rules):
            yield Line(0, Why.DIRECT_D, event.indicator, event.id)


def _kept(year: int, past: Mapping[int, Past], scale: Scale) -> Iterator[Line]:
    """A D of a firm's own stays for some years; one by hand is taken as one for points."""
    for earlier in sorted(past, reverse=True):
        before = past[earlier]
        cause = before.cause or Cause.POINTS
        if before.grade is Grade.D and earlier < year < earlier + scale.kept_years.get(cause, 0):
            yield Line(0, Why.KEPT_D, KEPT[cause], str(earlier))


def _spilled(firm: Firm) -> Iterator[Line]:
    for tie in sorted(firm.ties_to_d):
        yield Line(0, Why.SPILLED_D, SPILLED, tie)


def _bars(year: int, firm: Firm, events: Sequence[Event], scale: Scale) -> Iterator[Line]:
    """Whatever keeps a firm with enough points from an A."""
    for event in _bringing("no-a", events, scale):
        yield Line(0, Why.NO_A, event.indicator, event.id)
    for event in _bringing("direct-d", events, scale):  # if it still made a D, we were not here
        if reaches_threshold(event, scale.rules):
            yield Line(0, Why.NO_A_LIFTED, event.indicator, event.id)
    yield from _bars_of_age_and_past(year, firm, scale)


def _bars_of_age_and_past(year: int, firm: Firm, scale: Scale) -> Iterator[Line]:
    if scale.is_young(firm.began_on, year):
        yield Line(0, Why.NO_A_YOUNG, A_YEARS)
    for earlier in range(year - scale.no_a_years, year):
        if earlier in firm.past and firm.past[earlier].grade is Grade.D:
            yield Line(0, Why.NO_A_AFTER_D, NO_A_AFTER_D, str(earlier))
