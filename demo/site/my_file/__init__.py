"""My file: the page on which one person's whole picture comes together, in that browser alone."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse

from demo.site.page_doors import MENU
from shared import authorities
from shared.origin import door, ours
from shared.web.pages import Pages, load_words
from shared.web.pages.assets import NAME, Assets

HERE = FilePath(__file__).parent
PAGES = Pages(HERE, load_words(HERE.parent / "menu.yaml", HERE / "words.yaml"), MENU)
# Under an address of their own: the site has other pages, with files of their own.
ASSETS = Assets(HERE / "assets")

router = APIRouter()


@router.get("/my-file", **door(ours("No service holds the sum; the page asks each.", floor=True)))
def my_file(request: Request) -> HTMLResponse:
    """What every authority holds about one person, put together in that person's browser alone.

    The services answer pages of one origin only, so a visitor by another name is sent there.
    """
    state = request.app.state
    origin: str = state.settings.origins[0]
    if request.headers.get("host", "") != origin.split("//", 1)[1]:
        return HTMLResponse(status_code=307, headers={"Location": f"{origin}/my-file"})
    services: Mapping[str, str] = state.services
    return PAGES.show(
        request,
        "my_file.html",
        connect=sorted(services.values()),
        services=json.dumps(dict(services)),
        bodies=_bodies(state.settings.authorities),
    )


@cache
def _bodies(path: FilePath) -> str:
    """What authorities and their lists are called, also while they do not answer themselves."""
    told = {
        one.slug: {
            "title": one.title.model_dump(),
            "lists": {each.id: each.title.model_dump() for each in one.lists},
        }
        for one in authorities.load(path)
    }
    return json.dumps(told, ensure_ascii=False)


@router.get("/my-file/assets/{name}", **door(ours("The page's own files.")))
def asset(name: Annotated[str, Path(pattern=NAME)], request: Request) -> Response:
    """A style or a script of this page."""
    return ASSETS.answer(name, request)
