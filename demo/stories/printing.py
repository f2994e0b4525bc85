"""What stands above and below a story on the screen."""

import textwrap
from collections.abc import Iterator, Sequence

from demo.stories.story import Safeguard, Story

WIDTH, INDENT = 96, "   "


def head(story: Story) -> Iterator[str]:
    """Its title, and what happened in the world."""
    title = f"{story.number:>2}  {story.name}: {story.title.en} ({story.title.zh})"
    yield title
    yield "=" * len(title)
    yield from _paragraph("In the world", story.in_the_world)
    yield f"{INDENT}Source: {story.source}"
    yield ""
    yield "On this model"
    yield ""


def foot(story: Story, remains: str) -> Iterator[str]:
    """What made the difference, and what remains; nothing of it if the story did not end."""
    if remains:
        yield from _paragraph("Safeguard", safeguard_of(story))
        yield from _paragraph("What remains", remains)
    yield ""


def safeguard_of(story: Story) -> str:
    """The safeguard and where it is, or that there is none, and why."""
    found = story.safeguard
    if isinstance(found, Safeguard):
        return f"{found.name} ({found.where})."
    return f"None. {found.because}"


def listed(stories: Sequence[Story]) -> Iterator[str]:
    """One line a story."""
    width = max(len(story.name) for story in stories)
    for story in stories:
        yield f"{story.number:>2}  {story.name:<{width}}  {story.title.en} ({story.title.zh})"


def _paragraph(title: str, text: str) -> Iterator[str]:
    yield title
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False
    )
