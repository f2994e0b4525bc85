"""The pages: the map with its stories, and the list of services."""

from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import Annotated, Any, Final

from fastapi import Path, Request
from fastapi.responses import HTMLResponse

from demo.site.plays import Plays
from shared.authorities import Authorities
from shared.origin import door, ours
from shared.web.pages import Entry, Pages, load_words

HERE = FilePath(__file__).parent
LOOKED_AT = ours("A page that shows the model at work.")
MENU = (
    Entry("/", "menu_map"),
    Entry("/lesson", "menu_lesson"),
    Entry("/stories", "menu_stories"),
    Entry("/my-file", "menu_my_file"),
    Entry("/moments", "menu_moments"),
    Entry("/services", "menu_all"),
)
WORDS = load_words(HERE / "menu.yaml", HERE / "words.yaml")
pages = Pages(HERE / "pages", WORDS, MENU)
router = pages.router("pages")
Name = Annotated[str, Path(max_length=64)]
# The pages that people go to, by what a service is.
PLACES: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "authority": [("/desk", "place_desk"), ("/ledger", "place_ledger")],
    "locality": [("/desk", "place_desk"), ("/desk/paper", "place_paper")],
    "platform": [
        ("/", "place_search"),
        ("/editions", "place_editions"),
        ("/statistics", "place_statistics"),
    ],
    "gateway": [("/desk", "place_partners"), ("/ledger", "place_ledger"), ("/mous", "place_mous")],
}


@router.get("/", **door(LOOKED_AT))
def show_map(request: Request) -> HTMLResponse:
    """The map."""
    return _map(request, "", 0)


def _map(request: Request, story: str, step: int) -> HTMLResponse:
    return pages.show(request, "map.html", story=story, step=step)


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
    return _map(request, name, min(step, steps))


@router.get("/moments", **door(LOOKED_AT))
def show_moments(request: Request) -> HTMLResponse:
    """The moments that were saved, and how to go back to one."""
    return pages.show(request, "moments.html")


@router.get("/services", **door(LOOKED_AT))
def show_services(request: Request) -> HTMLResponse:
    """Every service with the pages that people go to, its doors and its inventory."""
    known: Authorities = request.app.state.authorities
    told = [_service(name, url, known) for name, url in request.app.state.services.items()]
    return pages.show(request, "services.html", services=told)


def _service(name: str, url: str, known: Authorities) -> dict[str, Any]:
    found = known.find(name)
    role = "authority" if found else name
    kind = "locality" if found and found.service == "locality" else role
    return {
        "name": name,
        "url": url,
        "role": f"role_{role}",
        "title": found.title if found else None,
        "pages": [(f"{url}{path}", word) for path, word in PLACES[kind]],
    }
