"""Telling a story of failure: as the storyline is told, with the day before every sentence."""

import json
import time
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from demo.stories.story import ALWAYS_MEASURED, Happens, Measured, Story
from demo.storyline.doors import Answer, Doors, Visitor
from demo.storyline.teller import GOES_WRONG, Teller
from shared.identifiers import Party

PLATFORM = "platform"


class Wire:
    """What arrived at the platform, read for all stories that share a stack."""

    def __init__(self, doors: Doors) -> None:
        self._window = doors.auditor(PLATFORM)
        self._after = 0
        self._messages: list[dict[str, Any]] = []

    def read(self) -> list[dict[str, Any]]:
        """Everything so far, oldest first."""
        told = self._window.get("/v1/crossings", after=self._after)
        self._after = max(self._after, int(told["next_after"]))
        self._messages += told["crossings"]
        return self._messages

    def about(self, names: Collection[str]) -> list[dict[str, Any]]:
        """Those about somebody of these names."""
        return [message for message in self.read() if _name_in(message) in names]


@dataclass(kw_only=True)
class StoryTeller(Teller):
    """Tells one story among others: its own people, its own day, what crossed about them."""

    story: Story
    wire: Wire
    people: Mapping[str, Party]
    today: date
    measured: dict[str, Measured] = field(default_factory=dict)
    _shown: int = 0

    def say(self, sentence: str) -> None:
        """One line of the story, with its day."""
        self.tell(f"   {self.today}  {sentence}")

    def show(self, message: dict[str, Any]) -> None:
        """One message that crossed; its day may be some days back."""
        self.tell(f"   crossed: {message['subject']}  {message['body']}")

    def part(self, role: str) -> dict[str, str]:
        """One of the story's people, as the doors take a party."""
        return self.people[role].model_dump(mode="json")

    def name(self, role: str) -> str:
        """What one of the story's people is called."""
        return self.people[role].name

    def officer(self, authority: str, role: str) -> Visitor:
        """An officer of an authority."""
        return self.doors.officer(authority, role)

    def as_party(self, role: str, service: str) -> Visitor:
        """One of the story's people at a service, with a token of their own."""
        return self.doors.party(service, self.part(role))

    def done(self, answer: Answer) -> Answer:
        """The answer to something that was done, or is read."""
        return self.expect(answer, answer.status if answer.status in (200, 201) else 200)

    def count(self, what: str) -> None:
        """One more of something that is measured by counting it."""
        self.facts[what] = self.facts.get(what, 0) + 1

    def measure(self, **found: Measured) -> None:
        """Keep something that was measured, for the end of the story."""
        self.measured |= found

    def crossed(self) -> list[dict[str, Any]]:
        """The messages about this story's people that are new since the last step."""
        about = self.wire.about({party.name for party in self.people.values()})
        fresh, self._shown = about[self._shown :], len(about)
        for message in fresh:
            self.show(message)
        return fresh

    def play(self) -> Iterator[date]:
        """Tell every step, pausing wherever time must pass; a step that fails is the last."""
        for name, happens in self.steps:
            if not (yield from self.play_step(name, happens)):
                return

    @property
    def steps(self) -> Sequence[tuple[str, Happens]]:
        """The story's own steps, and the one that says how it ended."""
        return (*self.story.steps, ("how it ended", how_it_ended))

    def play_step(self, name: str, happens: Happens) -> Generator[date, None, bool]:
        """Tell one step, pausing wherever time must pass; whether it came out as told."""
        self.tell(name)
        started, problem = time.monotonic(), None
        try:
            yield from happens(self) or ()
        except GOES_WRONG as error:
            problem = f"{type(error).__name__}: {error}"
        return self.close_step(name, started, problem)

    @property
    def is_as_told(self) -> bool:
        """Whether every step came out as told, to the last."""
        return len(self.told) > len(self.story.steps) and all(step.ok for step in self.told)

    def filled(self, text: str) -> str:
        """A sentence with what was measured put in; nothing if the story never came so far."""
        return text.format_map(self.measured) if self.is_as_told else ""


def how_it_ended(story: StoryTeller) -> None:
    """Nothing ends unmeasured, and the sentence about the end has all its numbers."""
    for name, words in ALWAYS_MEASURED.items():
        story.must(name in story.measured, f"the story did not measure {words}")
        story.tell(f"   {words}: {shown(story.measured[name])}")
    story.tell(f"   {story.story.here.format_map(story.measured)}")


def shown(found: Measured) -> str:
    """Something measured, in words."""
    if isinstance(found, list):
        return "; ".join(found) or "nothing"
    return "never" if found is None else str(found)


def _name_in(message: Mapping[str, Any]) -> str:
    """Whom a message on the stream is about; nobody, if it is not of the four fields."""
    try:
        body = json.loads(message["body"])
    except ValueError:
        return ""
    return str(body.get("name", "")) if isinstance(body, dict) else ""
