"""A story under way on the running stack: the storyline, or one of the failures, step by step."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from demo import storyline
from demo.stage import Stage
from demo.stories.playing import cast_of
from demo.stories.story import Measured, Story
from demo.stories.telling import StoryTeller, Wire, how_it_ended
from demo.storyline.doors import Doors
from demo.storyline.teller import Teller
from shared.calendar import legal_day, start_of

Step = tuple[str, Callable[[Any], Any]]
Told = dict[str, Any]
GATEWAY = "gateway"


class Course:
    """Plays one step after the other, and keeps how each was told."""

    def __init__(self, steps: Sequence[Step], begin: Callable[[list[str]], Teller]) -> None:
        self._steps = steps
        self._begin = begin
        self._lines: list[str] = []
        self._teller: Teller | None = None
        self.told: list[Told] = []

    @property
    def measured(self) -> Mapping[str, Measured] | None:
        """What was measured on the way; None unless the story measures and has ended as told."""
        teller = self._teller
        if isinstance(teller, StoryTeller) and teller.is_as_told:
            return teller.measured
        return None

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to play: the last step was told, or one failed."""
        return len(self.told) == len(self._steps) or any(not one["ok"] for one in self.told)

    def play_next(self) -> None:
        """Play the next step."""
        if self._teller is None:
            self._teller = self._begin(self._lines)
        name, happens = self._steps[len(self.told)]
        already = len(self._lines)
        self._tell(self._teller, name, happens)
        lines = [line.strip() for line in self._lines[already + 1 :] if line.strip()]
        self.told.append({**self._teller.told[-1].as_json(), "lines": lines})

    def _tell(self, teller: Teller, name: str, happens: Callable[[Any], Any]) -> None:
        teller.step(name, happens)


class FailureCourse(Course):
    """A reported failure: its steps say on which day they go on."""

    def __init__(self, story: Story, stage: Stage) -> None:
        self._stage = stage
        self._story = story
        super().__init__(steps_of(story), self._meet)

    def _meet(self, lines: list[str]) -> Teller:
        doors, story = Doors(self._stage), self._story
        let_in_again(doors)
        people = cast_of(story, date.fromisoformat(self._stage.document["start"]))
        self._stage.register(people.values())
        wire, today = Wire(doors), legal_day(doors.today())
        return StoryTeller(
            doors=doors, tell=lines.append, story=story, wire=wire, people=people, today=today
        )

    def _tell(self, teller: Teller, name: str, happens: Callable[[Any], Any]) -> None:
        if not isinstance(teller, StoryTeller):
            raise TypeError("a failure is told by a teller of stories")
        teller.today = legal_day(teller.doors.today())
        for wanted in teller.play_step(name, happens):
            self._wait_until(wanted, teller)

    def _wait_until(self, wanted: date, teller: StoryTeller) -> None:
        if wanted > teller.today:
            self._stage.advance(start_of(wanted))
            teller.today = wanted


def storyline_course(stage: Stage) -> Course:
    """The one listing's journey."""
    return Course(storyline.STEPS, lambda lines: Teller(Doors(stage), lines.append))


def let_in_again(doors: Doors) -> None:
    """The operator releases whoever another story left stopped, as the storyline does a hotel.

    Each failure is told as on a fresh stack, where every partner may ask.
    """
    for alert in doors.auditor(GATEWAY).get("/v1/alerts")["alerts"]:
        if alert["released_at"] is None:
            door = f"/v1/partners/{alert['partner']}/release"
            doors.operator(GATEWAY).post(door, {"reasons": "前一故事已结束，恢复查询。"})


def steps_of(story: Story) -> Sequence[Step]:
    """The steps of a failure, with the one that says how it ended."""
    return (*story.steps, ("how it ended", how_it_ended))


def told_before(account: Mapping[str, Any]) -> list[Told]:
    """The storyline as the launcher played it before the site was looked at."""
    steps, lines = list(account["steps"]), list(account["lines"])
    names = [one["name"] for one in steps]
    told: list[Told] = [{**one, "lines": []} for one in steps]
    at = -1
    for line in lines:
        if line in names:
            at = names.index(line)
        elif at >= 0 and line.strip():
            told[at]["lines"].append(line.strip())
    return told
