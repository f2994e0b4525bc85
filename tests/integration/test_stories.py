"""Every failure story on one stack: each comes out as told, and the page says what was seen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from demo.launcher import Stack
from demo.stories import LEFT_OUT, STORIES, play
from demo.stories.page import FILE, generate
from demo.stories.playing import cast_of
from demo.stories.story import ALWAYS_MEASURED
from demo.story_command import options_for
from shared.identifiers import Kind

pytestmark = pytest.mark.integration

START = date(2019, 1, 1)
FOUR_FIELDS = "listings."
WITHOUT_SAFEGUARD = {"apology", "proportion", "borrowed-card", "codes"}


@dataclass(frozen=True, slots=True)
class Played:
    """What came of all stories, and every line that was told."""

    account: Mapping[str, Any]
    lines: list[str]

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        return next(one for one in self.account["stories"] if one["name"] == name)

    def measured(self, name: str) -> Mapping[str, Any]:
        """What a story measured."""
        found: Mapping[str, Any] = self[name]["measured"]
        return found


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """All of them, at once."""
    lines: list[str] = []
    folder = tmp_path_factory.mktemp("stories")
    with Stack.on_free_ports(folder, options_for(0)) as stack:
        yield Played(play(STORIES, stack, lines.append), lines)


@pytest.mark.parametrize("name", [story.name for story in STORIES])
def test_it_comes_out_as_told(played: Played, name: str) -> None:
    assert [step["problem"] for step in played[name]["steps"] if step["problem"]] == []
    assert played[name]["ok"]
    assert set(ALWAYS_MEASURED) <= set(played.measured(name))


def test_all_of_them_are_told_and_those_left_out_are_named(played: Played) -> None:
    assert played.account["ok"]
    assert [one["number"] for one in played.account["stories"]] == [one.number for one in STORIES]
    assert [one["number"] for one in played.account["left_out"]] == [one.number for one in LEFT_OUT]


def test_the_page_says_what_was_seen(played: Played) -> None:
    written = FILE.read_text(encoding="utf-8")
    assert written == generate(played.account), "run `python -m demo.stories.page`"


def test_the_model_does_not_always_win(played: Played) -> None:
    stories = played.account["stories"]
    lost = {one["name"] for one in stories if one["safeguard"] is None}
    assert lost == WITHOUT_SAFEGUARD
    assert all(one["why_no_safeguard"] for one in stories if one["name"] in lost)


def test_nothing_but_listings_of_four_fields_crossed_in_any_story(played: Played) -> None:
    steps = [step for one in played.account["stories"] for step in one["steps"]]
    crossed = [message for step in steps for message in step["crossed"]]
    assert {message["subject"].split(".")[0] + "." for message in crossed} == {FOUR_FIELDS}
    assert {message["subject"].split(".")[1] for message in crossed} == {"court", "rail"}


def test_whom_no_list_names_nobody_restricts(played: Played) -> None:
    for name in ("namesake", "homophone", "supervisor", "relative"):
        assert played.measured(name)["restricted"] == [], name
        assert played.measured(name)["asked"] != [], name


def test_what_was_measured_is_what_the_rules_make_of_the_dates(played: Played) -> None:
    assert played.measured("teacher")["burdens"] == 6
    assert played.measured("namesake")["days_until_corrected"] == 22
    assert played.measured("homophone")["days_overdue"] == 90
    assert played.measured("lost-card")["days_until_corrected"] == 15
    assert played.measured("students")["contests"] == 4
    assert played.measured("supervisor")["contests"] == 11
    assert played.measured("no-notice")["days_until_corrected"] == 53
    assert played.measured("apology")["days_until_corrected"] is None
    assert played.measured("no-way-out")["days_baker"] == 731
    assert played.measured("same-day")["days_to_restriction"] == 28
    assert played.measured("stale-copy")["days_until_withdrawn"] == 10


def test_no_line_that_was_told_holds_a_persons_whole_number(played: Played) -> None:
    people = [party for story in STORIES for party in cast_of(story, START).values()]
    numbers = [party.id_number for party in people if party.kind is Kind.PERSON]
    text = "\n".join(played.lines)
    assert len(numbers) > len(STORIES)
    assert [number for number in numbers if number in text] == []
