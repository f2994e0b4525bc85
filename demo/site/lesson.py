"""Five minutes with a class: four questions, their answers, and where to click for each."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from pydantic import Field, model_validator

from demo.site.explained import Addresses, places, shown_place
from demo.site.page_doors import LOOKED_AT, pages
from demo.site.plays import Plays
from shared import checked_yaml
from shared.checked_yaml import Flaw
from shared.origin import door
from shared.rulebook.rows import Closed, Text

FILE: Final = Path(__file__).with_name("lesson.yaml")
router = pages.further_router("pages")


class Click(Closed):
    """What to do, and where it leads: a step of a story, or a place."""

    does: Text
    story: tuple[str, Annotated[int, Field(ge=1)]] | None = None
    place: str | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "Click":
        if (self.story is None) == (self.place is None):
            raise ValueError("a click leads to a story or to a place")
        return self


class Question(Closed):
    """A question that a class asks, its answer, and what shows it."""

    asks: Text
    answer: Text
    clicks: Annotated[tuple[Click, ...], Field(min_length=1)]


class Lesson(Closed):
    """All questions, in the order in which they are best shown."""

    questions: tuple[Question, ...]


def _flaws(found: Lesson) -> Iterator[Flaw]:
    for at, question in enumerate(found.questions):
        for click in question.clicks:
            if click.place is not None and click.place not in places():
                yield Flaw(("questions", at), f"there is no place {click.place}")


LESSON: Final = checked_yaml.read(FILE, Lesson, _flaws)


@router.get("/lesson", **door(LOOKED_AT))
def show_lesson(request: Request) -> HTMLResponse:
    """What to show a class in five minutes, with a link for every click."""
    language, state = pages.language(request), request.app.state
    questions = [_shown(one, language, state.services, state.plays) for one in LESSON.questions]
    return pages.show(request, "lesson.html", questions=questions)


def _shown(question: Question, language: str, services: Addresses, plays: Plays) -> dict[str, Any]:
    clicks = [_click(one, language, services, plays) for one in question.clicks]
    asks, answer = (getattr(one, language) for one in (question.asks, question.answer))
    return {"asks": asks, "answer": answer, "clicks": clicks}


def _click(click: Click, language: str, services: Addresses, plays: Plays) -> dict[str, Any]:
    does = getattr(click.does, language)
    if click.story is not None:
        name, step = click.story
        title = plays.story(name)["title"][language]
        return {"does": does, "name": title, "address": f"/story/{name}/{step}", "part": ""}
    place = shown_place(places()[str(click.place)], services)
    part = f"#house-{place['house']}" if place["house"] else ""
    name = place["title"][language]
    return {"does": does, "name": name, "address": place["address"] or "/", "part": part}
