"""The officer's desk: one page for every authority, over its doors, made of what it declares."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from shared.authorities import Authority
from shared.origin import door, ours
from shared.procedure.desk_page.forms import Forms, load_forms
from shared.web.pages import Entry, Pages, load_words

HERE = Path(__file__).parent
WORDS = (HERE / "words.yaml", HERE / "problems.yaml")
DESK = Entry("/desk", "title")

__all__ = ["DESK", "HERE", "WORDS", "Forms", "desk_router", "load_forms", "router", "shown_at"]


def desk_router(pages: Pages) -> APIRouter:
    """The desk among the pages of one service, which may have further ones beside it."""
    made = pages.router("pages")

    @made.get("/desk", **door(ours("So that due process can be seen at work.")))
    def desk_page(request: Request) -> HTMLResponse:
        """Worklist, proposals, four eyes, objections, the authority's own work, all that leaves.

        The page holds no secret and reads nothing by itself: it asks the doors with the token that
        an officer brings.
        """
        forms: Forms = request.app.state.forms
        told = forms.told(pages.language(request))
        return pages.show(request, "desk.html", forms=told, **shown_at(request, pages))

    return made


def shown_at(request: Request, pages: Pages) -> dict[str, Any]:
    """Which authority's desk it is, for the templates."""
    authority: Authority = request.app.state.authority
    title = getattr(authority.title, pages.language(request))
    return {"authority": authority.slug, "authority_title": title}


router = desk_router(Pages(HERE, load_words(*WORDS), [DESK]))
