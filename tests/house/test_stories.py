"""Every reported failure is a story or left out with a reason, and the page tells each of them."""

import re

import pytest

from demo.stories import LEFT_OUT, STORIES
from demo.stories.page import FILE, HEAD, heading, left_out, overview
from demo.stories.printing import safeguard_of
from demo.stories.story import Story

REPORTED = range(1, 18)
PAGE = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
NUMBER = re.compile(r"\{(\w+)\}")
PARTS = ("title", "in_the_world", "here", "remains")


def test_every_number_is_played_or_left_out_with_a_reason() -> None:
    played, others = [one.number for one in STORIES], [one.number for one in LEFT_OUT]
    assert sorted(played + others) == list(REPORTED)
    assert played == sorted(played)
    assert all(len(one.because) > 50 for one in LEFT_OUT)


def test_names_are_different_and_fit_a_command_line() -> None:
    names = [story.name for story in STORIES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_story_has_both_ends_a_source_a_safeguard_or_none_and_what_remains(story: Story) -> None:
    assert story.source
    assert story.title.en
    assert re.search(r"[\u4e00-\u9fff]", story.title.zh)
    for part in PARTS:
        assert str(getattr(story, part)), part
    assert len(safeguard_of(story)) > 40
    assert len(story.remains) > 80


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_the_page_tells_it_as_it_is(story: Story) -> None:
    """What was played is compared where it is played; this needs no stack."""
    assert f"## {heading(story)}" in PAGE, "run `python -m demo.stories.page`"
    assert f"**In the world.** {story.in_the_world} *Source: {story.source}*" in PAGE
    assert f"**Safeguard.** {safeguard_of(story)}" in PAGE
    for text in (story.here, story.remains):
        assert re.search(_pattern(text), PAGE), text
    for name, _ in story.steps:
        assert f"\n{name}\n" in PAGE


def test_the_page_begins_and_ends_as_it_should() -> None:
    assert PAGE.startswith(HEAD)
    assert overview(STORIES, LEFT_OUT) in PAGE
    assert "\n".join(left_out(LEFT_OUT)) in PAGE


def test_a_changed_sentence_would_be_noticed() -> None:
    assert not re.search(_pattern("The sky fell {days} times."), PAGE)
    assert re.search(_pattern("{n} times, so."), "It fell 3 times, so.")


def _pattern(text: str) -> str:
    """The text with anything where a number is put in."""
    return ".+".join(re.escape(part) for part in NUMBER.split(text)[::2])
