"""One authority's side of the ledger of consequences, as a page over its public door."""

from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse

from shared.authorities import Authority
from shared.origin import door, ours
from shared.web.pages import Entry, Pages, load_words

HERE = Path(__file__).parent
MENU = (Entry("/desk", "desk"), Entry("/ledger", "ledger"))
PAGES = Pages(HERE, load_words(HERE / "words.yaml"), MENU)
# The desk's door gives the assets of both: one service has one such door.
router = PAGES.further_router("pages")


@router.get("/ledger", **door(ours("What listing did to people, as far as this side knows it.")))
def ledger_page(request: Request) -> HTMLResponse:
    """How many were listed for which duty, how it ended, and who knew; as charts and tables."""
    authority: Authority = request.app.state.authority
    title = getattr(authority.title, PAGES.language(request))
    return PAGES.show(request, "ledger.html", authority_title=title)
