"""All stories, and how far each was told on this stack.

A step that was played stays as it was told: nobody can play it a second time on the same stack,
whose people would already have been through it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final

import httpx

from demo import storyline
from demo.advance import DoorClocks, latest
from demo.site import explained
from demo.site.courses import Course, FailureCourse, steps_of, storyline_course, told_before
from demo.site.moments import Moments
from demo.site.played import Played
from demo.site.stage import SiteStage
from demo.site.window import Master
from demo.stories import STORIES, lacking
from demo.stories.story import Story
from demo.trouble import Trouble
from shared.calendar import legal_day, start_of
from shared.errors import Conflict, NotFound, Unavailable

STORYLINE = "storyline"
Shown = dict[str, Any]
SPANS: Final[Mapping[str, timedelta]] = {
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


class Busy(Conflict):
    """A story is being played, or the clock moved, at this moment."""

    code = "story_is_playing"


class NoStory(NotFound):
    """No story of this name, or it has no such step."""

    code = "story_unknown"


class CutShort(Conflict):
    """The story was begun before the site was started anew: its people are halfway through it."""

    code = "story_cut_short"


class NotMoved(Unavailable):
    """The clock could not be moved, or a story not begun."""

    code = "stack_not_ready"


class Plays:
    """The shelf of stories of one stack; one is played at a time."""

    def __init__(
        self,
        stage: SiteStage,
        master: Master,
        moments: Moments,
        services: Mapping[str, str],
    ) -> None:
        """`services` has the addresses that a step may lead to."""
        self._stage = stage
        self._master = master
        self._moments = moments
        self._services = services
        self._played = Played(master.folder.state if master.folder else None)
        self._lock = Lock()
        self._courses: dict[str, Course] = {}

    def shelf(self) -> list[Shown]:
        """All stories with their titles, and how far each is told."""
        names = [STORYLINE, *(story.name for story in STORIES)]
        return [self._in_short(name) for name in names]

    def _in_short(self, name: str) -> Shown:
        story = self.story(name)
        wanted = ("name", "title", "number", "about", "helps")
        short = {key: story[key] for key in wanted}
        return {**short, "told": len(story["told"]), "steps": len(story["steps"])}

    def story(self, name: str) -> Shown:
        """One story: its steps, what each is about, and what was told."""
        told = self._told(name)
        if name == STORYLINE:
            names = [step for step, _ in storyline.STEPS]
            return {**explained.storyline(name, names, self._services), "told": told}
        return {**self._failure(_called(name)), "told": told}

    def _failure(self, story: Story) -> Shown:
        course = self._courses.get(story.name)
        measured = course.measured if course else None
        names = [step for step, _ in steps_of(story)]
        return explained.failure(story, names, self._services, measured)

    def _told(self, name: str) -> list[Shown]:
        if name in self._courses:
            return self._courses[name].told
        before = self._master.account() if name == STORYLINE else None
        return told_before(before) if before else self._played.of(name)

    def play(self, name: str, until: int) -> Shown:
        """Play up to and with a step, counted from one; the story as it was then told."""
        steps = self.story(name)["steps"]
        if not 1 <= until <= len(steps):
            raise NoStory("The story has no such step.")
        with self.alone():
            if len(self._told(name)) < until:
                self._go_on(name, until)
        return self.story(name)

    def _go_on(self, name: str, until: int) -> None:
        course = self._courses.get(name) or self._begin(name)
        while len(course.told) < until and not course.is_over:
            course.play_next()
            self._played.keep(name, course.told)

    def _begin(self, name: str) -> Course:
        if told := self._told(name):
            raise CutShort(f"The site was started anew after step {len(told)} of this story.")
        if name == STORYLINE:
            course = storyline_course(self._stage)
        else:
            story = _called(name)
            if (missing := lacking(story, self._stage)) is not None:
                raise NotMoved(f"{missing}.")
            course = FailureCourse(story, self._stage)
        self._courses[name] = course
        return course

    def move(self, by: str) -> datetime:
        """Move the model's time by a day or a week, or to the next month."""
        with self.alone():
            return self._stage.advance(SPANS[by] if by in SPANS else self._next_month())

    def _next_month(self) -> datetime:
        told = self._stage.document
        clocks = DoorClocks(told["services"], told["operators"])
        try:
            today = legal_day(latest(clocks, told["time_stages"]))
        finally:
            clocks.close()
        return start_of((today.replace(day=1) + timedelta(days=32)).replace(day=1))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Two stories at once would move each other's time; a Conflict, if one is being played."""
        is_taken = self._moments.is_under_way or self._master.is_telling
        if is_taken or not self._lock.acquire(blocking=False):
            raise Busy("A story is being played, or the clock moved, just now. Wait a moment.")
        try:
            yield
        except (Trouble, httpx.HTTPError) as error:
            raise NotMoved(f"{error}.".replace("..", ".")) from error
        finally:
            self._lock.release()


def _called(name: str) -> Story:
    found = next((story for story in STORIES if story.name == name), None)
    if found is None:
        raise NoStory("There is no story of this name.")
    return found
