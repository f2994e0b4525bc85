"""Failures that were reported, each played on this model through its public doors.

What happened in the world stands beside how it ends here, with the safeguard that made the
difference, or the word that none would have. All people are invented.
"""

from demo.stories import (
    apology,
    borrowed_card,
    codes,
    homophone,
    lost_card,
    namesake,
    no_notice,
    no_way_out,
    proportion,
    relative,
    same_day,
    schools,
    stale_copy,
    students,
    supervisor,
    teacher,
)
from demo.stories.left_out import LEFT_OUT
from demo.stories.playing import lacking, play
from demo.stories.story import Story
from demo.trouble import Trouble

STORIES: tuple[Story, ...] = (
    teacher.STORY,
    namesake.STORY,
    homophone.STORY,
    lost_card.STORY,
    students.STORY,
    supervisor.STORY,
    no_notice.STORY,
    apology.STORY,
    relative.STORY,
    schools.STORY,
    proportion.STORY,
    no_way_out.STORY,
    same_day.STORY,
    borrowed_card.STORY,
    stale_copy.STORY,
    codes.STORY,
)

__all__ = ["LEFT_OUT", "STORIES", "called", "lacking", "play"]


def called(names: list[str]) -> tuple[Story, ...]:
    """The stories of these names or numbers, in their usual order; Trouble for any other."""
    known = {story.name: story for story in STORIES} | {str(one.number): one for one in STORIES}
    for name in names:
        if name not in known:
            sentence = f"There is no story {name}; `chimera story --list` names them"
            raise Trouble(sentence, exit_code=2)
    wanted = [known[name] for name in names]
    return tuple(story for story in STORIES if story in wanted)
