"""What comes down: once, in order, ended at once, never about people, and never in a score."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from math import isnan
from pathlib import Path
from typing import Any

import pytest

from services.locality.domain.complement import picture, standing
from services.locality.domain.organisations import Territory
from shared.contract import Effect
from tests.unit.locality.downstream import (
    OTHER,
    Downstream,
    MemoryPlatform,
    evaluation,
    open_downstream,
)

MARKET = ("market", "serious-violations")


@pytest.fixture
async def downstream(keys: Path, tmp_path: Path) -> AsyncIterator[Downstream]:
    """A place after Rongcheng on 2 January 2019, and its platform."""
    async with open_downstream(keys, tmp_path) as opened:
        yield opened


def held(downstream: Downstream) -> list[tuple[Any, ...]]:
    """What the place holds of the complement."""
    return downstream.place.opened.rows("SELECT ref, version, seq FROM complement ORDER BY ref")


def cursor(downstream: Downstream) -> int:
    """Where the place will read on."""
    [(number,)] = downstream.place.opened.rows("SELECT cursor FROM complement_position")
    return int(number)


async def test_an_end_is_heard_and_the_evaluation_is_gone(downstream: Downstream) -> None:
    organisation = await downstream.register()
    told = downstream.platform.say(evaluation())
    downstream.reads()
    assert await downstream.told(organisation) == [MARKET]
    downstream.platform.end(told)
    downstream.reads()
    assert await downstream.told(organisation) == []
    assert held(downstream) == []


async def test_what_came_down_is_noted_by_its_numbers_and_names_no_organisation(
    downstream: Downstream,
) -> None:
    told = downstream.platform.say(evaluation())
    downstream.reads()
    [noted] = downstream.place.opened.app.state.crossings.after(0)
    assert (noted.subject, noted.body) == ("evaluations", '{"lines": 1, "edition": "2019-02"}')
    assert told.name not in noted.body


async def test_what_was_read_is_not_asked_for_again(downstream: Downstream) -> None:
    refs = [f"l-{letter * 12}" for letter in "abcde"]
    for ref in refs:
        downstream.platform.say(evaluation(ref=ref))
    downstream.reads()
    assert downstream.platform.asked == [0, 2, 4]
    downstream.reads()
    assert downstream.platform.asked[3:] == [5]
    assert held(downstream) == [(ref, 1, seq) for seq, ref in enumerate(refs, 1)]


async def test_a_place_that_was_stopped_reads_on_where_it_stopped(
    keys: Path, tmp_path: Path
) -> None:
    platform = MemoryPlatform()
    first = platform.say(evaluation(ref="l-aaaaaaaaaaaa"))
    async with open_downstream(keys, tmp_path, platform) as before:
        before.reads()
        organisation = await before.register()
    platform.say(evaluation(ref="l-bbbbbbbbbbbb"))
    platform.end(first)
    platform.asked.clear()
    async with open_downstream(keys, tmp_path, platform) as after:
        assert await after.told(organisation) == [MARKET]
        after.reads()
        assert platform.asked[0] == 1
        assert held(after) == [("l-bbbbbbbbbbbb", 1, 2)]


async def test_a_page_and_its_place_are_kept_together_or_not_at_all(
    downstream: Downstream,
) -> None:
    """The second page is lost on the way: the first stays, and nothing comes twice."""
    for letter in "abcd":
        downstream.platform.say(evaluation(ref=f"l-{letter * 12}"))
    downstream.platform.seq += 1  # somebody else's line
    downstream.reads()
    downstream.platform.say(evaluation(ref="l-eeeeeeeeeeee"))
    downstream.platform.is_away = True
    assert not downstream.reads()
    assert (len(held(downstream)), cursor(downstream)) == (4, 5)
    downstream.platform.is_away = False
    assert downstream.reads()
    assert (len(held(downstream)), cursor(downstream)) == (5, 6)


async def test_after_too_long_a_time_everything_is_read_anew_at_once(
    downstream: Downstream,
) -> None:
    gone = downstream.platform.say(evaluation(ref="l-gonegonegone"))
    downstream.platform.say(evaluation(ref="l-staysstays"))
    downstream.reads()
    downstream.platform.end(gone)
    downstream.platform.say(evaluation(OTHER, ref="l-newnewnewnew"))
    downstream.platform.forget()
    downstream.reads()
    assert [ref for ref, _, _ in held(downstream)] == ["l-newnewnewnew", "l-staysstays"]
    assert cursor(downstream) == 4


async def test_a_platform_that_began_anew_is_read_anew(downstream: Downstream) -> None:
    for letter in "ab":
        downstream.platform.say(evaluation(ref=f"l-{letter * 12}"))
    downstream.reads()
    downstream.platform.told.clear()
    downstream.platform.seq = 0
    downstream.platform.say(evaluation(ref="l-cccccccccccc"))
    downstream.reads()
    assert [ref for ref, _, _ in held(downstream)] == ["l-cccccccccccc"]


async def test_without_a_platform_the_place_goes_on_and_says_how_old_its_copy_is(
    downstream: Downstream,
) -> None:
    organisation = await downstream.register()
    downstream.platform.is_away = True
    assert not downstream.reads()
    state = await downstream.state()
    assert (state["read_at"], state["age_seconds"], state["edition"]) == (None, None, None)
    assert isnan(downstream.follower.age_seconds())
    downstream.platform.is_away = False
    downstream.platform.say(evaluation())
    downstream.reads()
    downstream.platform.is_away = True
    assert not downstream.reads()
    ready = await downstream.place.opened.anybody().get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "not_ready": {}})
    assert downstream.place.opened.app.state.due.duties.is_idle()
    complement = (await downstream.file(organisation))["complement"]
    assert (complement["edition"], len(complement["evaluations"])) == ("2019-02", 1)
    assert 0 <= complement["age_seconds"] < 60
    metrics = (await downstream.place.opened.anybody().get("/metrics")).text
    assert "chimera_complement_age_seconds " in metrics


@pytest.mark.parametrize(
    ("regions", "covered"),
    [
        ((), []),
        (("6601",), ["660101", "660199"]),
        (("66",), ["660101", "660199", "660201"]),
        (("660101", "7501"), ["660101", "750103"]),
    ],
)
def test_a_place_is_its_declared_regions(regions: tuple[str, ...], covered: list[str]) -> None:
    counties = ["660101", "660199", "660201", "750103"]
    assert [one for one in counties if Territory.of(regions).covers(one)] == covered


def test_what_stands_is_counted_here_and_an_end_by_date_needs_no_message() -> None:
    until = date(2019, 3, 1)
    green = evaluation(issuer="environment", effect=Effect.FAVOURABLE, ref="l-greengreen")
    lists = [evaluation(stands_until=until), evaluation(ref="l-secondsecond"), green]
    on_the_day_before = standing(lists, date(2019, 2, 28))
    assert len(on_the_day_before) == 3
    counts = picture(on_the_day_before)
    assert (counts.issuers, counts.adverse, counts.favourable) == (2, 2, 1)
    assert replace(lists[0], seq=9) not in standing(lists, until)
    assert len(standing(lists, until)) == 2
