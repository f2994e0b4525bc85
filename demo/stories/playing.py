"""Playing several stories on one stack at once: time moves for all, each has people of its own.

Every story begins on the same day and goes on exactly on the day that it asked for, so that it
comes out alike whether it is played alone or beside others, in whatever order.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from demo.population import make_population
from demo.stage import Stage, Tell
from demo.stories.left_out import LEFT_OUT
from demo.stories.printing import foot, head
from demo.stories.story import Safeguard, Story
from demo.stories.telling import StoryTeller, Wire
from demo.storyline.doors import Doors
from demo.trouble import Trouble
from shared.calendar import legal_day, start_of
from shared.identifiers import Party

# Each story draws its people from a population of its own.
PEOPLE, FIRST_SEED = 1000, 8100


@dataclass(slots=True)
class Course:
    """One story under way: its teller, its lines, and the day on which it goes on."""

    teller: StoryTeller
    lines: list[str]
    steps: Iterator[date]
    goes_on: date | None = None

    def run(self, today: date) -> None:
        """Go on until another day is asked for, or the story is over."""
        self.teller.today = today
        for wanted in self.steps:
            if wanted > today:
                self.goes_on = wanted
                return
        self.goes_on = None


def cast_of(story: Story, as_of: date) -> Mapping[str, Party]:
    """The people of a story: invented, and the same ones each time."""
    return story.cast(make_population(PEOPLE, FIRST_SEED + story.number, as_of))


def play(stories: Sequence[Story], stage: Stage, tell: Tell) -> dict[str, Any]:
    """Play all stories on a running stack, tell each when it is over, and say what came of them."""
    with closing(Doors(stage)) as doors:
        return play_through(doors, stories, tell)


def play_through(doors: Doors, stories: Sequence[Story], tell: Tell) -> dict[str, Any]:
    """The same through doors that are open already."""
    for story in stories:
        if (missing := lacking(story, doors.stage)) is not None:
            raise Trouble(missing, exit_code=2)
    today, wire = legal_day(doors.today()), Wire(doors)
    courses = [_begin(story, doors, wire, today) for story in stories]
    _run_all(courses, doors.stage, today, tell)
    told = [account(course) for course in courses]
    left_out = [asdict(one) for one in LEFT_OUT]
    return {"ok": all(one["ok"] for one in told), "stories": told, "left_out": left_out}


def lacking(story: Story, stage: Stage) -> str | None:
    """Which service a story needs that does not run here, in a sentence without a full stop."""
    for service in story.services:
        if service not in stage.document["services"]:
            return f"The story {story.name} needs the service {service}, which does not run here"
    return None


def _begin(story: Story, doors: Doors, wire: Wire, today: date) -> Course:
    people = cast_of(story, date.fromisoformat(doors.stage.document["start"]))
    doors.stage.register(people.values())
    lines: list[str] = []
    teller = StoryTeller(
        doors=doors, tell=lines.append, story=story, wire=wire, people=people, today=today
    )
    return Course(teller, lines, teller.play(), today)


def _run_all(courses: Sequence[Course], stage: Stage, today: date, tell: Tell) -> None:
    """Let time pass from one wished-for day to the next, until every story is over."""
    untold = list(courses)
    while waiting := [course.goes_on for course in courses if course.goes_on is not None]:
        if min(waiting) > today:
            today = min(waiting)
            stage.advance(start_of(today))
        for course in courses:
            if course.goes_on is not None and course.goes_on <= today:
                course.run(today)
        _tell_finished(untold, tell)


def _tell_finished(untold: list[Course], tell: Tell) -> None:
    """Tell those that are over, in their order; one that is not holds back those behind it."""
    while untold and untold[0].goes_on is None:
        course = untold.pop(0)
        story, remains = course.teller.story, course.teller.filled(course.teller.story.remains)
        for line in (*head(story), *course.lines, *foot(story, remains)):
            tell(line)


def account(course: Course) -> dict[str, Any]:
    """A story as it came out, as data."""
    teller, story = course.teller, course.teller.story
    is_guarded = isinstance(story.safeguard, Safeguard)
    return {
        "number": story.number,
        "name": story.name,
        "title": asdict(story.title),
        "in_the_world": story.in_the_world,
        "source": story.source,
        "ok": teller.is_as_told,
        "steps": [step.as_json() for step in teller.told],
        "told": course.lines,
        "here": teller.filled(story.here),
        "measured": teller.measured,
        "safeguard": asdict(story.safeguard) if is_guarded else None,
        "why_no_safeguard": None if is_guarded else asdict(story.safeguard)["because"],
        "remains": teller.filled(story.remains),
    }
