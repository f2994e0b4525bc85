"""The officer's desk: one page for every authority, over the doors that all of them have."""

from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse

from shared.authorities import Authority
from shared.origin import door, ours
from shared.web.pages import Entry, Pages, load_words

HERE = Path(__file__).parent
MENU = (Entry("/desk", "title"), Entry("/ledger", "ledger", needs="has_ledger"))
PAGES = Pages(HERE, load_words(HERE / "words.yaml"), MENU, besides=[HERE.parent / "ledger_page"])
router = PAGES.router("pages")


@router.get("/desk", **door(ours("So that due process can be seen at work.")))
def desk_page(request: Request) -> HTMLResponse:
    """Worklist, proposals, four eyes, objections, and what would leave; an officer's token asked.

    The page holds no secret and reads nothing by itself: it asks the doors with that token.
    """
    authority: Authority = request.app.state.authority
    title = getattr(authority.title, PAGES.language(request))
    return PAGES.show(request, "desk.html", authority=authority.slug, authority_title=title)
