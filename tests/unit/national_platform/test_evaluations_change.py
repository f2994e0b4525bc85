"""What goes down is changed and ended, and read anew by a place that was away too long."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.national_platform.receiving import Desk, keep
from shared.contract import Act
from tests.unit.answers import refused
from tests.unit.national_platform.doors import FEBRUARY, Platform
from tests.unit.national_platform.printing import Printer
from tests.unit.national_platform.saying import MemoryStream, listed, say, withdraw
from tests.unit.national_platform.test_evaluations import IN_BAILU, about, ends
from tests.unit.national_platform.test_receiving import Story

MARCH, APRIL = date(2019, 3, 1), date(2019, 4, 1)


async def test_a_longer_term_waits_and_a_shorter_one_does_not(platform: Platform) -> None:
    first = about()
    platform.hears(say(first))
    platform.turns_to(FEBRUARY)
    longer = replace(first, version=2, stands_until=date(2023, 1, 15))
    assert platform.hears(say(longer)).evaluations_grew_to is None
    platform.turns_to(MARCH)
    told = await platform.goes_down(query="?after=1")
    assert [one["stands_until"] for one in told["evaluations"]] == ["2023-01-15"]
    shorter = replace(first, version=3, stands_until=date(2019, 6, 1))
    assert platform.hears(say(shorter)).evaluations_grew_to == 3
    told = await platform.goes_down(query="?after=2")
    assert [one["stands_until"] for one in told["evaluations"]] == ["2019-06-01"]


@pytest.mark.parametrize(("last_day", "is_told"), [(MARCH, True), (MARCH + timedelta(1), False)])
async def test_an_end_by_date_is_told_with_the_edition_of_that_day_or_the_next(
    platform: Platform, last_day: date, is_told: bool
) -> None:
    platform.hears(say(about(stands_until=last_day)))
    platform.turns_to(FEBRUARY)
    platform.turns_to(MARCH)
    told = ends(await platform.goes_down(query="?after=1"))
    assert told == ([("market-aaaaaaa", "expired", None)] if is_told else [])
    platform.turns_to(APRIL)
    assert ends(await platform.goes_down()) == [("market-aaaaaaa", "expired", None)]


async def test_a_code_put_right_ends_in_one_place_and_begins_in_the_other(
    platform: Platform,
) -> None:
    wrong = about()
    platform.hears(say(wrong))
    platform.turns_to(FEBRUARY)
    right = replace(about(IN_BAILU), version=2)
    platform.hears(say(right, Act.CORRECTED))
    assert ends(await platform.goes_down()) == [("market-aaaaaaa", "corrected", None)]
    there = (await platform.goes_down("bailu"))["evaluations"]
    assert [(one["code"], one["version"]) for one in there] == [(IN_BAILU.id_number, 2)]
    platform.hears(say(replace(wrong, version=3), Act.CORRECTED))
    assert ends(await platform.goes_down()) == [("market-aaaaaaa", "stands", None)]
    assert ends(await platform.goes_down("bailu")) == [("market-aaaaaaa", "corrected", None)]


async def test_a_name_put_right_is_told_at_once_in_the_same_place(platform: Platform) -> None:
    platform.hears(say(about()))
    platform.turns_to(FEBRUARY)
    renamed = replace(about(), name="恒瑞新材有限公司", version=2)
    platform.hears(say(renamed, Act.CORRECTED))
    told = (await platform.goes_down())["evaluations"]
    assert [(one["seq"], one["name"]) for one in told] == [(2, "恒瑞新材有限公司")]


async def test_a_place_that_was_away_too_long_begins_again_from_nothing(
    platform: Platform,
) -> None:
    """Ends are forgotten after 24 months; what stands is told from nothing at any time."""
    platform.hears(say(about(stands_until=date(2024, 1, 15))), say(about(ref="market-bbbbbbb")))
    platform.turns_to(FEBRUARY)
    platform.hears(withdraw(about(ref="market-bbbbbbb")))
    platform.turns_to(date(2021, 2, 1))
    assert ends(await platform.goes_down(query="?after=2"))[0][1] == "withdrawn"
    platform.turns_to(date(2021, 3, 1))
    answer = await platform.locality().get("/v1/evaluations?after=2")
    assert refused(answer) == (410, "cursor_too_old")
    assert ends(await platform.goes_down(query="?after=3")) == []
    assert ends(await platform.goes_down()) == [("market-aaaaaaa", "stands", None)]
    ahead = await platform.locality().get("/v1/evaluations?after=4")
    assert refused(ahead) == (410, "cursor_too_old")


async def test_places_are_hinted_at_the_edition_and_at_an_end_before_it_is_acknowledged(
    printer: Printer, desk: Desk
) -> None:
    keep(desk, [say(about()), say(listed("court-aaaaaaaa"))])
    printer.turn(FEBRUARY)
    assert (printer.hints, printer.hints_down) == ([0], [1])
    printer.turn(MARCH)
    assert (printer.hints, printer.hints_down) == ([0, 0], [1])
    ended = MemoryStream(withdraw(about(), on=MARCH), withdraw(listed("court-aaaaaaaa"), on=MARCH))
    story = Story(desk, ended)
    await story.receiver.round()
    assert (story.hearer.heard, story.hearer.heard_down) == ([(2, 0)], [(2, 0)])
