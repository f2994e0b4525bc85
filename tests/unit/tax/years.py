"""Firms and what was found about them, to be evaluated without any door or table."""

from datetime import date

from services.tax.domain.evaluation import Firm, Past, evaluate
from services.tax.domain.events import Event
from services.tax.domain.grades import Cause, Evaluated, Grade
from services.tax.domain.scale import Scale
from tests.unit.tax.test_domain import RULEBOOK

OLD = date(2010, 5, 4)


def scale_of(day: str) -> Scale:
    """The scale under the rules of a day."""
    return Scale.of(RULEBOOK.as_of(date.fromisoformat(day)))


IN_2017, IN_2019 = scale_of("2017-06-01"), scale_of("2019-11-01")
IN_2021, IN_2023, IN_2026 = scale_of("2021-06-01"), scale_of("2023-06-01"), scale_of("2026-01-01")
EDITIONS = (IN_2019, IN_2021, IN_2023, IN_2026)


def event(indicator: str, day: str, number: int = 1, **more: object) -> Event:
    """Something found about a firm."""
    happened_on = date.fromisoformat(day)
    found = Event(f"i-{number:08}", "t-firm", indicator, happened_on)
    return Event(**{**{name: getattr(found, name) for name in Event.__slots__}, **more})


def made(*events: Event, year: int = 2018, scale: Scale = IN_2019, **firm: object) -> Evaluated:
    """What the rules make of an old firm with these events."""
    parts: dict[str, object] = {"began_on": OLD, "events": events} | firm
    found = evaluate(year, Firm(**parts), scale)  # type: ignore[arg-type]
    assert found is not None
    return found


def graded(*events: Event, **more: object) -> tuple[Grade, float]:
    """The letter and the points, in whole points."""
    found = made(*events, **more)  # type: ignore[arg-type]
    return found.grade, found.points / 100


def d_of(year: int, cause: Cause | None = Cause.POINTS) -> dict[int, Past]:
    """A past with a D in one year."""
    return {year: Past(Grade.D, cause)}
