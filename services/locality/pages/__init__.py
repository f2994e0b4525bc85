"""The locality's desk: what all authorities have, and a page on which paper forms are keyed."""

import json
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse

from services.locality.domain.office import Office
from shared.authorities import Authority
from shared.origin import door, ours
from shared.procedure import desk_page
from shared.web.pages import Entry, Pages, load_words

HERE = Path(__file__).parent
KEYED = ours("How forms on paper are keyed is told nowhere.")

PAGES = Pages(
    HERE,
    load_words(*desk_page.WORDS, HERE / "words.yaml"),
    [desk_page.DESK, Entry("/desk/paper", "paper")],
    beside=[desk_page.HERE],
)
router = desk_page.desk_router(PAGES)


@router.get("/desk/paper", **door(KEYED))
def paper_page(request: Request) -> HTMLResponse:
    """Two clerks key a bundle of forms, a third officer decides where they differ.

    What is keyed lives in the page until it is sent; the page asks with the officer's own token.
    """
    language = PAGES.language(request)
    return PAGES.show(
        request,
        "paper.html",
        departments=_departments(request, language),
        items=_items(request, language),
        **desk_page.shown_at(request, PAGES),
    )


def _departments(request: Request, language: str) -> list[tuple[str, str]]:
    """Whose forms there are, by slug and title."""
    authority: Authority = request.app.state.authority
    return [(one.slug, getattr(one.title, language)) for one in authority.departments]


def _items(request: Request, language: str) -> str:
    """The items of the scheme in force, for the page's script."""
    office: Office = request.app.state.office
    items = [
        {"code": one.code, "of": one.department, "says": getattr(one.says, language)}
        for one in office.scheme.items
    ]
    return json.dumps(items, ensure_ascii=False)
