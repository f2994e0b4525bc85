"""A story as the page shows it: every word in both languages, and addresses of where to look."""

from collections.abc import Mapping, Sequence
from typing import Any

from demo.site.explained.reading import (
    LAST,
    InChinese,
    Place,
    StepExplained,
    explained,
    letter_of,
    places,
    sections,
)
from demo.stories.story import Measured, Safeguard, Story
from shared.rulebook.rows import Text

Shown = dict[str, Any]
Said = dict[str, str]
# Where each service answers, as a browser reaches it.
Addresses = Mapping[str, str]


def storyline(name: str, steps: Sequence[str], services: Addresses) -> Shown:
    """The one listing's journey."""
    found = explained(name, tuple(steps))
    return {
        "name": name,
        "number": 0,
        "title": _text(found.title),
        "about": _text(found.about),
        "helps": None,
        "world": None,
        "safeguard": None,
        "ending": None,
        "steps": _steps(steps, found.steps, services),
    }


def failure(
    story: Story,
    steps: Sequence[str],
    services: Addresses,
    measured: Mapping[str, Measured] | None,
) -> Shown:
    """A reported failure; how it ended stands there once it has, with what was measured."""
    found = explained(story.name, tuple(steps))
    chinese = found.chinese
    if chinese is None:
        raise KeyError(f"{story.name} is not told in Chinese")
    return {
        "name": story.name,
        "number": story.number,
        "title": {"en": story.title.en, "zh": story.title.zh},
        "about": _text(found.about),
        "helps": isinstance(story.safeguard, Safeguard),
        "world": _world(story, chinese),
        "safeguard": _safeguard(story, chinese),
        "ending": None if measured is None else _ending(story, chinese, measured),
        "steps": _steps(steps, found.steps, services),
    }


def _world(story: Story, chinese: InChinese) -> Shown:
    source = {"en": story.source, "zh": chinese.source or story.source}
    return {"en": story.in_the_world, "zh": chinese.in_the_world, "source": source}


def _safeguard(story: Story, chinese: InChinese) -> Shown:
    """What made the difference and where it is found; or why nothing would have."""
    found = story.safeguard
    if isinstance(found, Safeguard):
        where = {"en": found.where, "zh": chinese.where or found.where}
        return {"en": found.name, "zh": chinese.safeguard, "where": where}
    return {"en": found.because, "zh": chinese.safeguard, "where": None}


def _ending(story: Story, chinese: InChinese, measured: Mapping[str, Measured]) -> Shown:
    pairs = {"here": (story.here, chinese.here), "remains": (story.remains, chinese.remains)}
    return {
        name: {"en": en.format_map(measured), "zh": zh.format_map(measured)}
        for name, (en, zh) in pairs.items()
    }


def _steps(
    names: Sequence[str], told: Mapping[str, StepExplained], services: Addresses
) -> list[Shown]:
    return [_step(name, told[letter_of(name)], services) for name in names]


def _step(name: str, told: StepExplained, services: Addresses) -> Shown:
    letter = letter_of(name)
    title = told.name_zh if letter == LAST else f"({letter}) {told.name_zh}"
    section = told.section
    look = [places()[one] for one in told.look if _is_here(one, services)]
    return {
        "name": {"en": name, "zh": title},
        "says": {"en": told.en, "zh": told.zh},
        "shows": told.shows.value,
        "section": section and {"en": section, "zh": sections()[section]},
        "footnote": told.footnote,
        "source": _text(told.source),
        "look": [shown_place(one, services) for one in look],
    }


def _is_here(name: str, services: Addresses) -> bool:
    """Whether the place is on this stack: a service may not run."""
    place = places()[name]
    wanted = place.house or place.service
    return wanted is None or wanted in services


def shown_place(place: Place, services: Addresses) -> Shown:
    """A place with its title and its address, or the house that it is on the map."""
    base = services[place.service] if place.service else ""
    address = None if place.path is None else f"{base}{place.path}"
    return {"title": _text(place.title), "house": place.house, "address": address}


def _text(found: Text | None) -> Said | None:
    return None if found is None else {"en": found.en, "zh": found.zh}
