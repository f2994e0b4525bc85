"""The files, and what is asked of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from shared import checked_yaml
from shared.checked_yaml import Flaw
from shared.origin import Origin
from shared.rulebook.rows import Closed, Text

HERE = Path(__file__).parent
END_OF_SENTENCE = {"en": re.compile(r"[.!?](?=\s|$)"), "zh": re.compile("[。！？]")}
SENTENCES = 2
LAST = "end"


def _two(language: Literal["en", "zh"], text: str) -> str:
    """Two sentences, the second of them ended."""
    ends = [found.end() for found in END_OF_SENTENCE[language].finditer(text)]
    if len(ends) != SENTENCES or ends[-1] != len(text):
        raise ValueError("a step is explained in two sentences")
    return text


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
English = Annotated[str, AfterValidator(partial(_two, "en"))]
Chinese = Annotated[str, AfterValidator(partial(_two, "zh"))]


class Place(Closed):
    """Where something can be looked at: a house on the map, or a page of a service or of the site.

    Nobody is ever named in its address.
    """

    title: Text
    house: Slug | None = None
    service: Slug | None = None
    path: Annotated[str | None, Field(pattern=r"^/[a-z0-9/-]*$")] = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "Place":
        if (self.house is None) == (self.path is None):
            raise ValueError("a place is a house or a page")
        return self


class StepExplained(Closed):
    """One step: what it shows, whether the paper says so, and where to look.

    `section` is a heading of the paper, in which it speaks of this; `source` is what else the step
    is taken from, and the only one where the paper says nothing.
    """

    name_zh: Annotated[str, Field(min_length=2)]
    shows: Origin
    section: str | None = None
    footnote: Annotated[int | None, Field(ge=1, le=39)] = None
    source: Text | None = None
    look: Annotated[tuple[Slug, ...], Field(min_length=1)]
    en: English
    zh: Chinese

    @model_validator(mode="after")
    def _rests_on_something(self) -> "StepExplained":
        if self.section is None and (self.source is None or self.shows is Origin.PAPER):
            raise ValueError("a step names a section of the paper, or what else it is taken from")
        if self.footnote is not None and self.section is None:
            raise ValueError("a footnote stands in a section")
        return self


class InChinese(Closed):
    """What a failure's own file says in English: both ends, the safeguard, and what remains."""

    in_the_world: str
    source: str | None = None
    safeguard: str
    where: str | None = None
    here: str
    remains: str


class Explanation(Closed):
    """A story; one that is told elsewhere in English has its Chinese here, any other its title."""

    title: Text | None = None
    about: Text
    chinese: InChinese | None = None
    steps: Mapping[str, StepExplained]


class _Places(Closed):
    places: Mapping[Slug, Place]


class _Paper(Closed):
    sections: Mapping[str, str]


@cache
def places() -> Mapping[str, Place]:
    """Every place that a step may lead to, by its name in the files."""
    return checked_yaml.read(HERE / "places.yaml", _Places).places


@cache
def sections() -> Mapping[str, str]:
    """The paper's headings, each with what it says in Chinese."""
    return checked_yaml.read(HERE / "paper.yaml", _Paper).sections


@cache
def explained(name: str, steps: tuple[str, ...]) -> Explanation:
    """The file of a story whose steps are called so; BrokenFile if it does not fit them."""
    return read(HERE / f"{name}.yaml", steps)


def read(path: Path, steps: Sequence[str]) -> Explanation:
    """The same of a file that may lie anywhere."""
    letters = tuple(letter_of(step) for step in steps)
    return checked_yaml.read(path, Explanation, partial(_flaws, letters))


def letter_of(step: str) -> str:
    """`(a) a duty` has the letter a; the step that says how it ended has none."""
    found = re.match(r"\(([a-z])\) ", step)
    return found[1] if found else LAST


def _flaws(letters: Sequence[str], found: Explanation) -> Iterator[Flaw]:
    if tuple(found.steps) != tuple(letters):
        yield Flaw(("steps",), f"the story's steps are {', '.join(letters)}")
    for letter, step in found.steps.items():
        if step.section is not None and step.section not in sections():
            yield Flaw(("steps", letter, "section"), "the paper has no section of this heading")
        for place in step.look:
            if place not in places():
                yield Flaw(("steps", letter, "look"), f"there is no place {place}")
