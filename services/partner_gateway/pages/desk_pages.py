"""The partner's desk and the ledger of consequences: pages that ask the gateway's own doors."""

from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse

from shared.origin import door, ours
from shared.web.pages import Entry, Pages, load_words

FOLDER = Path(__file__).parent / "desk"
MENU = (
    Entry("/desk", "desk"),
    Entry("/ledger", "ledger"),
    Entry("/mous", "agreements"),
    Entry("/measures", "measures_page"),
)
PAGES = Pages(FOLDER, load_words(FOLDER / "words.yaml"), MENU)
router = PAGES.router("everybody")


@router.get("/desk", **door(ours("A clerk sees what an answer allows, and what it does not.")))
def desk(request: Request) -> HTMLResponse:
    """Ask as a partner's clerk: about one party or many, and answer recalls.

    The token stays in the page's memory. The demonstration's site may be asked for one, too.
    """
    site: str = request.app.state.site_origin
    return PAGES.show(request, "desk.html", connect=[site], site=site)


@router.get("/ledger", **door(ours("What measures did to people, as far as this side knows it.")))
def ledger(request: Request) -> HTMLResponse:
    """How many people each measure met, as charts and a table, and what nobody here can know."""
    return PAGES.show(request, "ledger.html")
