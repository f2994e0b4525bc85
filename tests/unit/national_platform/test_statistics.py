"""The lists in numbers: what is told of them tells of nobody."""

import csv
import io
from collections import Counter
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.national_platform.domain.counting import (
    Stay,
    Withdrawal,
    stay,
    tell_no_more_together,
    withdrawals_told,
)
from shared.contract import Cause
from shared.statistics import coarse
from tests.unit.answers import refused
from tests.unit.national_platform.doors import FEBRUARY, Platform
from tests.unit.national_platform.saying import correct, listed, say, withdraw

MARCH, APRIL = date(2019, 3, 1), date(2019, 4, 1)
DEFAULTERS = "judgment-defaulters"


async def numbers(platform: Platform, edition: str = "") -> dict[str, Any]:
    """What is told of the court's list, now or by an older edition."""
    path = f"/v1/statistics/editions/{edition}" if edition else "/v1/statistics"
    answer = await platform.public.get(path)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = next(one for one in answer.json()["lists"] if one["list"] == DEFAULTERS)
    return found


def many(count: int, since: str = "aaaa") -> list[Any]:
    """So many listings of the court's, from one reference on."""
    return [listed(f"court-{since}{number:05}") for number in range(count)]


async def test_an_edition_counts_what_stands_what_is_new_and_what_was_withdrawn(
    platform: Platform,
) -> None:
    old = many(43)
    platform.hears(*(say(one) for one in old), withdraw(listed("court-nevershown")))
    platform.turns_to(FEBRUARY)
    february = await numbers(platform)
    assert (february["standing"], february["first_shown"]) == (45, 45)
    assert set(february["withdrawn_by_cause"].values()) == {None}
    on = date(2019, 2, 20)
    platform.hears(*(withdraw(one, Cause.PERFORMED, on) for one in old[:12]))
    platform.hears(*(withdraw(one, Cause.SETTLED, on) for one in old[12:21]))
    platform.hears(*(say(one) for one in many(9, "bbbb")))
    platform.turns_to(MARCH)
    march = await numbers(platform)
    assert (march["standing"], march["first_shown"]) == (30, None)
    assert {cause for cause, count in march["withdrawn_by_cause"].items() if count} == {"performed"}
    assert march["withdrawn_by_cause"]["performed"] == 10
    assert march["withdrawn_by_stay"]["under-30"] == 20
    assert await numbers(platform, "2019-02") == february


async def test_nothing_is_told_live_and_a_told_number_stays(platform: Platform) -> None:
    old = many(31)
    platform.hears(*(say(one) for one in old))
    platform.turns_to(FEBRUARY)
    before = (await platform.public.get("/v1/statistics")).text
    platform.hears(*(withdraw(one) for one in old[:17]), correct(old[20], "张三"))
    platform.hears(*(say(one) for one in many(50, "late")))
    platform.stays_until(date(2019, 2, 27))
    assert (await platform.public.get("/v1/statistics")).text == before
    platform.turns_to(MARCH)
    answer = (await platform.public.get("/v1/statistics/editions/2019-02")).text
    assert answer == before


async def test_each_withdrawal_is_counted_with_one_edition(platform: Platform) -> None:
    old = many(40)
    platform.hears(*(say(one) for one in old))
    platform.turns_to(FEBRUARY)
    platform.hears(*(withdraw(one) for one in old[:20]))
    platform.turns_to(MARCH)
    assert (await numbers(platform))["withdrawn_by_cause"]["performed"] == 20
    platform.turns_to(APRIL)
    assert (await numbers(platform))["withdrawn_by_cause"]["performed"] is None
    assert (await numbers(platform, "2019-03"))["withdrawn_by_cause"]["performed"] == 20


async def test_the_tables_hold_nothing_finer_than_is_told(platform: Platform) -> None:
    platform.hears(*(say(one) for one in many(43)), *(say(one) for one in small_list(7)))
    platform.turns_to(FEBRUARY)
    rows = platform.opened.rows("SELECT list, measure, part, count FROM statistics")
    assert sorted(rows) == [
        (DEFAULTERS, "first-shown", "", 45),
        (DEFAULTERS, "standing", "", 45),
    ]


def small_list(count: int) -> list[Any]:
    """A list that is shared with partners only."""
    trams = {"issuer": "trams", "list": "passengers", "publication": "shared"}
    return [listed(f"trams-{number:08}", **trams) for number in range(count)]


async def test_an_issuer_is_told_as_the_sum_of_what_is_told_of_its_lists(
    platform: Platform,
) -> None:
    platform.hears(*(say(one) for one in many(43)), *(say(one) for one in small_list(9)))
    platform.turns_to(FEBRUARY)
    told = (await platform.public.get("/v1/statistics")).json()
    sums = {one["issuer"]: one["standing_at_least"] for one in told["issuers"]}
    assert (sums["court"], sums["trams"]) == (45, 0)


async def test_the_table_has_every_line_whatever_was_counted(platform: Platform) -> None:
    platform.hears(*(say(one) for one in many(12)))
    platform.turns_to(FEBRUARY)
    platform.turns_to(MARCH)
    answer = await platform.public.get("/v1/statistics.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    of_edition = Counter(line["edition"] for line in lines)
    assert of_edition["2019-02"] == of_edition["2019-03"] > 0
    told = [line for line in lines if line["count"]]
    assert [(line["edition"], line["measure"], line["count"]) for line in told] == [
        ("2019-02", "standing", "10"),
        ("2019-02", "first-shown", "10"),
        ("2019-03", "standing", "10"),
    ]


async def test_before_an_edition_there_are_no_numbers(platform: Platform) -> None:
    assert refused(await platform.public.get("/v1/statistics")) == (404, "no_edition")
    older = await platform.public.get("/v1/statistics/editions/2018-12")
    assert refused(older) == (404, "not_found")
    assert (await platform.public.get("/v1/statistics.csv")).text.count("\r\n") == 1


@pytest.mark.parametrize(
    ("days", "band"),
    [(-3, Stay.MONTH), (29, Stay.MONTH), (30, Stay.QUARTER), (89, Stay.QUARTER),
     (179, Stay.HALF_YEAR), (364, Stay.YEAR), (365, Stay.TWO_YEARS), (730, Stay.LONGER)],
)  # fmt: skip
def test_bands_of_days(days: int, band: Stay) -> None:
    assert stay(FEBRUARY, FEBRUARY + timedelta(days)) is band


GROUPS = st.lists(
    st.tuples(st.sampled_from(Cause), st.sampled_from(Stay), st.integers(1, 60)), max_size=8
)


def ended_in(groups: list[tuple[Cause, Stay, int]]) -> list[Withdrawal]:
    """So many withdrawals of each kind."""
    return [Withdrawal(cause, band) for cause, band, count in groups for _ in range(count)]


def could_be(told: int | None) -> set[int]:
    """All counts that would be told so, found by trying them."""
    return {count for count in range(300 if told is None else told + 10) if coarse(count) == told}


def sums(parts: list[set[int]]) -> set[int]:
    """All sums that these parts can have, found by adding up."""
    found = {0}
    for part in parts:
        found = {one + other for one, other in product(found, part)}
    return found


def left_possible(division: list[set[int]], others: set[int]) -> list[set[int]]:
    """For each part, what a reader cannot rule out who knows what the sum can be besides."""
    return [
        {
            count
            for count in part
            if any(
                count + rest in others for rest in sums([*division[:place], *division[place + 1 :]])
            )
        }
        for place, part in enumerate(division)
    ]


@given(GROUPS)
def test_causes_and_stays_set_off_against_each_other_tell_no_number_more_closely(
    groups: list[tuple[Cause, Stay, int]],
) -> None:
    by_cause, by_stay = withdrawals_told(ended_in(groups))
    if not any(by_stay.values()):
        return  # nothing was told by stay, or it was left out
    causes = [could_be(count) for count in by_cause.values()]
    stays = [could_be(count) for count in by_stay.values()]
    assert left_possible(causes, sums(stays)) == causes
    assert left_possible(stays, sums(causes)) == stays


def test_what_would_be_pinned_together_is_left_out() -> None:
    # Four times twelve are told as ten each; their sum alone would be told as fifty, which only
    # four times twelve can be.
    four, whole = dict.fromkeys("abcd", coarse(12)), {"all": coarse(48)}
    assert not tell_no_more_together(four, whole)
    assert tell_no_more_together(four, {"all": coarse(44)})
    assert tell_no_more_together({"a": 40, "b": None}, {"c": 40, "d": None})


@given(GROUPS, st.sampled_from(Cause), st.sampled_from(Stay))
def test_nobody_under_ten_is_ever_told(
    groups: list[tuple[Cause, Stay, int]], cause: Cause, band: Stay
) -> None:
    for told in withdrawals_told([*ended_in(groups), Withdrawal(cause, band)]):
        assert all(count is None or (count >= 10 and count % 5 == 0) for count in told.values())
        assert set(told) in (set(Cause), set(Stay))
