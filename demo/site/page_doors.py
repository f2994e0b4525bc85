"""The pages: the map with its stories, and the list of services."""

from pathlib import Path as FilePath
from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import HTMLResponse

from demo.site.plays import Plays
from shared.origin import door, ours
from shared.web.pages import Entry, Pages, load_words

HERE = FilePath(__file__).parent
LOOKED_AT = ours("A page that shows the model at work.")
MENU = (
    Entry("/", "menu_map"),
    Entry("/lesson", "menu_lesson"),
    Entry("/stories", "menu_stories"),
    Entry("/my-file", "menu_my_file"),
    Entry("/services", "menu_all"),
)
WORDS = load_words(HERE / "menu.yaml", HERE / "words.yaml")
pages = Pages(HERE / "pages", WORDS, MENU)
router = pages.router("pages")
Name = Annotated[str, Path(max_length=64)]
ROLES = {"platform": "role_platform", "gateway": "role_gateway"}


@router.get("/", **door(LOOKED_AT))
def show_map(request: Request) -> HTMLResponse:
    """The map."""
    return pages.show(request, "map.html", story="", step=0)


@router.get("/stories", **door(LOOKED_AT))
def show_stories(request: Request) -> HTMLResponse:
    """All stories, each with a link to its first step."""
    plays: Plays = request.app.state.plays
    return pages.show(request, "stories.html", stories=plays.shelf())


@router.get("/story/{name}", **door(LOOKED_AT))
def show_story(name: Name, request: Request) -> HTMLResponse:
    """A story from its beginning."""
    return show_step(name, 1, request)


@router.get("/story/{name}/{step}", **door(LOOKED_AT))
def show_step(
    name: Name, step: Annotated[int, Path(ge=1, le=99)], request: Request
) -> HTMLResponse:
    """One step of a story above the map: an address that can be shared."""
    plays: Plays = request.app.state.plays
    steps = len(plays.story(name)["steps"])
    return pages.show(request, "map.html", story=name, step=min(step, steps))


@router.get("/services", **door(LOOKED_AT))
def show_services(request: Request) -> HTMLResponse:
    """Every service with its address, its doors and its inventory."""
    services = [
        (name, url, ROLES.get(name, "role_authority"))
        for name, url in request.app.state.services.items()
    ]
    return pages.show(request, "services.html", services=services)
