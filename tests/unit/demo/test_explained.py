"""Every step of every story has its two sentences, in both languages, and what it rests on."""

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from demo import storyline
from demo.site import explained
from demo.site.courses import steps_of
from demo.site.explained import Explanation, reading
from demo.site.plays import STORYLINE
from demo.stories import STORIES
from demo.stories.story import Safeguard, Story
from shared import authorities
from shared.checked_yaml import BrokenFile
from shared.origin import Origin

ROOT = Path(__file__).resolve().parents[3]
TOLD = {
    STORYLINE: tuple(name for name, _ in storyline.STEPS),
    **{story.name: tuple(name for name, _ in steps_of(story)) for story in STORIES},
}
# As the paper has them, in its order; the six larger parts with nothing of their own left out.
HEADINGS = (
    "Introduction: the Chinese Social Credit System as a chimera",
    "Personal credit and sectorial blacklists as distinct instruments",
    "Public shaming on a national publication platform",
    "Joint punishment as coercive arm",
    "Lack of legal protection of personal data",
    "Challenges to the clarity and proportionality of norms",
    "Incorporation of extra-legal norms fueled by local bureaucratic logics",
    "Wild experiments in financial credit assessment",
    "Fidelity schemes in lieu of social credit",
    "Subcontracting data management, hosting, and visualization",
    "Wild proliferation of ratings",
    "Incorporating global trends, with a distinctive use of shaming",
    "Conclusion: a chimera, with real claws",
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SERVICES = {name: f"http://{name}.test" for name in ("court", "tax", "rongcheng", "rail")}
SERVICES |= {name: f"http://{name}.test" for name in ("platform", "gateway")}
# Three words in a row; names of doors and of newspapers' addresses are none.
ENGLISH = re.compile(r"\b[A-Za-z]+ [a-z]+ [a-z]+\b")
NUMBER = re.compile(r"\d{15}")


def file_of(name: str) -> Explanation:
    return explained.explained(name, TOLD[name])


def sentences(text: str, end: str) -> int:
    return len(re.findall(rf"{end}(?:\s|$)" if end == r"\." else end, text))


def test_the_headings_are_the_papers() -> None:
    assert tuple(reading.sections()) == HEADINGS
    told = (ROOT / "docs" / "paper-to-code.md").read_text("utf-8")
    for heading in HEADINGS:
        assert re.search(rf"^#+ {re.escape(heading)}$", told, re.MULTILINE)


def test_every_story_has_a_file_and_no_file_is_left_over() -> None:
    others = {"places", "paper"}
    files = {file.stem for file in reading.HERE.glob("*.yaml")} - others
    assert files == set(TOLD)


@pytest.mark.parametrize("name", TOLD)
def test_every_step_is_explained_in_two_sentences_of_each_language(name: str) -> None:
    found = file_of(name)
    assert list(found.steps) == [reading.letter_of(step) for step in TOLD[name]]
    for letter, step in found.steps.items():
        assert sentences(step.en, r"\.") == 2, (name, letter)
        assert sentences(step.zh, "。") == 2, (name, letter)
        assert CHINESE.search(step.name_zh), (name, letter)
        assert not CHINESE.search(step.en), (name, letter)


@pytest.mark.parametrize("name", TOLD)
def test_every_step_rests_on_a_section_of_the_paper_or_names_another_source(name: str) -> None:
    for letter, step in file_of(name).steps.items():
        assert step.section in HEADINGS or (step.section is None and step.source), letter
        assert step.shows is not Origin.PAPER or step.section, letter


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_failure_is_told_in_chinese_with_the_same_numbers(story: Story) -> None:
    chinese = file_of(story.name).chinese
    assert chinese is not None
    for part in ("in_the_world", "safeguard", "here", "remains"):
        assert CHINESE.search(getattr(chinese, part)), part
    for part in ("here", "remains"):
        assert _filled_in(getattr(chinese, part)) == _filled_in(getattr(story, part)), part
    assert (chinese.where is not None) == isinstance(story.safeguard, Safeguard)


def _filled_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_place_is_a_house_or_a_page_of_something_that_runs_and_names_nobody() -> None:
    known = authorities.load(ROOT / "authorities.yaml")
    slugs = {one.slug for one in known.issuers} | {one.slug for one in known.localities}
    for name, place in explained.places().items():
        wanted = place.house or place.service
        assert wanted is None or wanted in slugs | {"platform", "gateway"}, name
    for story in STORIES:
        for step in _shown(story)["steps"]:
            for one in step["look"]:
                assert "?" not in str(one["address"])
                assert not NUMBER.search(str(one["address"]))


def test_a_place_whose_service_does_not_run_is_left_out() -> None:
    story = next(one for one in STORIES if one.name == "borrowed-card")
    steps = explained.failure(story, TOLD[story.name], {"court": "http://court.test"}, None)
    for step in steps["steps"]:
        assert all(one["house"] in (None, "court") for one in step["look"])
        assert all("rail" not in str(one["address"]) for one in step["look"])


def test_what_a_page_shows_is_in_both_languages_to_the_last_word() -> None:
    for story in STORIES:
        for said in _texts(_shown(story)):
            assert said["en"], story.name
            assert not ENGLISH.search(said["zh"]), said


def test_the_ending_is_shown_with_its_numbers_once_the_story_has_ended() -> None:
    story = next(one for one in STORIES if one.name == "namesake")
    assert _shown(story)["ending"] is None
    measured = {"days_until_corrected": 22}
    ended = explained.failure(story, TOLD[story.name], SERVICES, measured)["ending"]
    assert "22 days after" in ended["here"]["en"]
    assert "22天" in ended["here"]["zh"]


def _shown(story: Story) -> dict[str, Any]:
    return explained.failure(story, TOLD[story.name], SERVICES, None)


def _texts(found: Any) -> list[dict[str, str]]:
    """Every text in two languages, wherever it stands."""
    if isinstance(found, list):
        return [text for one in found for text in _texts(one)]
    if not isinstance(found, dict):
        return []
    own = [found] if {"en", "zh"} <= found.keys() else []
    return own + [text for one in found.values() for text in _texts(one)]


GOOD = """\
about: {en: "Few words.", zh: "几个字。"}
steps:
  a:
    name_zh: "一步"
    shows: ours
    source: {en: "a report", zh: "报道"}
    look: [register]
    en: "One thing is done. Another follows."
    zh: "做了一件事。随后是另一件。"
"""


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (" Another follows.", "", "two sentences"),
        ("随后是另一件。", "随后是另一件", "two sentences"),
        ('source: {en: "a report", zh: "报道"}', 'section: "Of nothing"', "no section"),
        ("look: [register]", "look: [nowhere]", "no place nowhere"),
        ("look: [register]", "look: []", "at least 1"),
        ("shows: ours", "shows: paper", "a section of the paper"),
        ("  a:", "  b:", "the story's steps are a"),
        ("about:", "abuot:", "about"),
    ],
)
def test_a_file_that_lacks_something_is_refused_with_the_reason(
    tmp_path: Path, old: str, new: str, why: str
) -> None:
    file = tmp_path / "a-story.yaml"
    file.write_text(GOOD, "utf-8")
    assert reading.read(file, ["(a) a step"]).steps["a"].look == ("register",)
    file.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(BrokenFile, match=why):
        reading.read(file, ["(a) a step"])
