"""A score is a pure function: the same events always give the same lines, and lines add up."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.locality.domain.events import Event
from services.locality.domain.score import Counted, score
from tests.unit.apps import ROOT
from tests.unit.locality.schemes import EVERY_EDITION, SHIPPED, scheme_of

SCHEMES = {**EVERY_EDITION, "rongcheng": scheme_of("rongcheng"), "bailu": scheme_of("bailu")}
NOON = datetime(2019, 1, 2, 4, tzinfo=UTC)


def make_event(
    kind: str,
    number: int = 1,
    on: date = date(2018, 12, 20),
    points: int | None = None,
    **more: bool,
) -> Event:
    """One event that some department notified."""
    return Event(
        id=f"e-{number:020}",
        resident_id="r-qhzxkvbnwertyuiopasd",
        kind=kind,
        happened_on=on,
        note=None,
        collected_by="utilities",
        notified_at=NOON,
        kept_until=date(2023, 12, 20),
        is_contested=more.get("contested", False),
        struck_at=NOON if more.get("struck") else None,
        points=points,
        points_because="as the officer saw it" if points is not None else None,
        needs_telling=more.get("needs_telling", False),
        told_at=NOON if more.get("told") else None,
    )


KINDS = sorted({item.code for scheme in SCHEMES.values() for item in scheme.items} | {"abolished"})
EVENTS = st.lists(
    st.builds(
        make_event,
        st.sampled_from(KINDS),
        number=st.integers(1, 10**9),
        on=st.dates(date(2015, 1, 1), date(2019, 1, 1)),
        points=st.none() | st.integers(-200, 200),
        contested=st.booleans(),
        struck=st.booleans(),
        needs_telling=st.booleans(),
        told=st.booleans(),
    ),
    max_size=60,
    unique_by=lambda event: event.id,
)


@given(events=EVENTS, name=st.sampled_from(sorted(SCHEMES)))
def test_the_lines_add_up_and_the_score_stays_on_its_scale(events: list[Event], name: str) -> None:
    scheme = SCHEMES[name]
    found = score(scheme, events)
    assert sum(line.points for line in found.lines) == found.points
    before = sum(line.points for line in found.lines if line.counted is not Counted.SCALE)
    top = scheme.scale.maximum if scheme.scale.maximum is not None else before
    assert found.points == max(scheme.scale.minimum, min(top, before))
    shown = [line.event.id for line in found.lines if line.event]
    assert sorted(shown) == sorted(event.id for event in events if event.struck_at is None)


@given(data=st.data(), events=EVENTS, name=st.sampled_from(sorted(SCHEMES)))
def test_the_order_in_which_events_come_is_irrelevant(
    data: st.DataObject, events: list[Event], name: str
) -> None:
    shuffled = data.draw(st.permutations(events))
    assert score(SCHEMES[name], shuffled) == score(SCHEMES[name], events)


@given(events=EVENTS, name=st.sampled_from(sorted(SCHEMES)))
def test_a_contested_deduction_never_makes_a_score_lower(events: list[Event], name: str) -> None:
    others = [event for event in events if not event.is_contested]
    assert score(SCHEMES[name], events).points >= score(SCHEMES[name], others).points


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        (1051, "AAA"),
        (1050, "AAA"),
        (1049, "AA"),
        (1030, "AA"),
        (1029, "A"),
        (960, "A"),
        (959, "B"),
        (850, "B"),
        (849, "C"),
        (600, "C"),
        (599, "D"),
        (0, "D"),
    ],
)
def test_a_grade_reaches_up_to_but_not_including_the_next(points: int, grade: str) -> None:
    assert SCHEMES["rongcheng"].grade_of(points) == grade


def _hours(count: int, year: int = 2018) -> Sequence[Event]:
    return [make_event("volunteer-hour", number, date(year, 3, 1)) for number in range(count)]


def test_after_forty_hours_in_a_year_the_next_count_nothing_until_the_year_is_over() -> None:
    scheme = SCHEMES["rongcheng"]
    assert score(scheme, _hours(40)).points == 1040
    found = score(scheme, _hours(42))
    assert found.points == 1040
    assert [line.counted for line in found.lines].count(Counted.CAPPED) == 2
    next_year = make_event("volunteer-hour", 99, date(2019, 1, 1))
    assert score(scheme, [*_hours(42), next_year]).points == 1041


def test_a_score_below_the_scale_is_brought_back_by_a_line_that_says_so() -> None:
    thefts = [make_event("utility-theft", number, points=-150) for number in range(4)]
    found = score(SCHEMES["bailu"], thefts)
    assert found.points == 0
    assert found.lines[-1].counted is Counted.SCALE
    assert found.lines[-1].points == 100


def test_a_contested_credit_still_counts_but_a_contested_deduction_does_not() -> None:
    scheme = SCHEMES["rongcheng"]
    assert score(scheme, [make_event("volunteer-hour", contested=True)]).points == 1001
    assert score(scheme, [make_event("utility-theft", contested=True)]).points == 1000


def test_a_struck_event_makes_no_line_and_one_that_the_scheme_forgot_counts_nothing() -> None:
    scheme = SCHEMES["rongcheng"]
    assert len(score(scheme, [make_event("utility-theft", struck=True)]).lines) == 1
    base, gone = score(scheme, [make_event("abolished")]).lines
    assert (base.points, gone.points, gone.counted) == (1000, 0, Counted.NOT_IN_SCHEME)


def test_an_officers_choice_counts_within_its_range_and_without_one_the_fewest_points() -> None:
    scheme = SCHEMES["rongcheng"]
    for chosen, counted in ((-5, -5), (-23, -23), (-50, -50), (-51, -5), (-4, -5), (None, -5)):
        found = score(scheme, [make_event("other-commercial", points=chosen)])
        assert found.points == 1000 + counted


def test_what_no_law_stands_behind_counts_nothing_before_its_resident_was_told() -> None:
    scheme = scheme_of("village")
    untold = score(scheme, [make_event("littering", needs_telling=True)])
    assert (untold.points, untold.lines[1].counted) == (100, Counted.NOT_TOLD)
    told = score(scheme, [make_event("littering", needs_telling=True, told=True)])
    assert (told.points, told.lines[1].counted) == (90, Counted.IN_FULL)


def test_a_cap_cuts_off_what_an_officer_chose() -> None:
    days = [make_event("common-work-day", n, points=5, on=date(2018, 5, n)) for n in range(1, 6)]
    found = score(scheme_of("village"), days)
    assert [line.points for line in found.lines] == [100, 5, 5, 5, 5, 0]
    assert found.grade == "star"


def test_the_schemes_are_in_the_folder_that_the_authorities_name() -> None:
    folder = Path(ROOT / "services" / "locality" / "schemes")
    assert sorted(path.stem for path in folder.glob("*.yaml")) == sorted(SHIPPED)
