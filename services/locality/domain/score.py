"""A score: a pure function of the scheme and the events, with every line that made it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.locality.domain.events import Event
from services.locality.domain.scheme import Item, Scheme


class Counted(StrEnum):
    """How a line counts."""

    BASE = "base"  # where everybody starts
    IN_FULL = "in_full"
    CAPPED = "capped"  # the item's points for that year were used up, wholly or in part
    CONTESTED = "contested"  # a deduction under an open objection counts nothing
    NOT_TOLD = "not_told"  # the resident has not yet been told of what no law stands behind
    NOT_IN_SCHEME = "not_in_scheme"  # the scheme in force no longer knows such an event
    SCALE = "scale"  # what brings a sum outside the scale back to its end


@dataclass(frozen=True, slots=True)
class Line:
    """One addend of a score."""

    points: int
    counted: Counted
    event: Event | None = None
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The points, their grade, and the lines that add up to them."""

    points: int
    grade: str
    lines: tuple[Line, ...]


def score(scheme: Scheme, events: Iterable[Event]) -> Score:
    """The score of a resident with these events, in whatever order they come.

    The lines always add up to the points: a sum outside the scale is brought back by a line of its
    own. An event that was struck makes no line.
    """
    lines = [Line(scheme.scale.base, Counted.BASE), *_event_lines(scheme, events)]
    lines.extend(_back_to_scale(scheme, sum(line.points for line in lines)))
    points = sum(line.points for line in lines)
    return Score(points, scheme.grade_of(points), tuple(lines))


def _event_lines(scheme: Scheme, events: Iterable[Event]) -> Iterator[Line]:
    used: defaultdict[tuple[str, int], int] = defaultdict(int)
    standing = (event for event in events if event.stands)
    for event in sorted(standing, key=lambda event: (event.happened_on, event.id)):
        line = _event_line(scheme, event, used[event.kind, event.happened_on.year])
        used[event.kind, event.happened_on.year] += abs(line.points)
        yield line


def _event_line(scheme: Scheme, event: Event, used: int) -> Line:
    item = scheme.item(event.kind)
    if item is None:
        return Line(0, Counted.NOT_IN_SCHEME, event)
    if event.waits_to_be_told:
        return Line(0, Counted.NOT_TOLD, event, item)
    if event.is_contested and item.is_deduction:
        return Line(0, Counted.CONTESTED, event, item)
    return _counted(event, item, used)


def _counted(event: Event, item: Item, used: int) -> Line:
    """As much of the item's points as its cap for the year leaves."""
    points, cap = item.points_for(event.points), item.max_points_per_year
    if cap is None or used + abs(points) <= cap:
        return Line(points, Counted.IN_FULL, event, item)
    return Line(cap - used if points > 0 else used - cap, Counted.CAPPED, event, item)


def _back_to_scale(scheme: Scheme, points: int) -> Iterator[Line]:
    scale = scheme.scale
    if points < scale.minimum:
        yield Line(scale.minimum - points, Counted.SCALE)
    elif scale.maximum is not None and points > scale.maximum:
        yield Line(scale.maximum - points, Counted.SCALE)
