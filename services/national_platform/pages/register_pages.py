"""The public register as pages: search, one listing, editions with their proofs, numbers."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import Path as InPath
from fastapi import Request
from fastapi.responses import HTMLResponse

from services.national_platform.domain.asking import numbers_behind
from services.national_platform.domain.register import Held
from services.national_platform.records import editions, register
from services.national_platform.records.state import state
from services.national_platform.records.tables import EditionRow
from shared.authorities import Authorities, Authority
from shared.calendar import legal_day
from shared.contract import Publication, SlugText
from shared.errors import NotFound
from shared.identifiers import Reference, TruncatedId
from shared.origin import door, ours, paper
from shared.web.guards import Now, ReadingDep
from shared.web.pages import Entry, Pages, load_words

FOLDER = Path(__file__).parent
SECTION = "Public shaming on a national publication platform"
MENU = (Entry("/", "menu_search"), Entry("/editions", "menu_editions"),
        Entry("/statistics", "menu_statistics"))  # fmt: skip
SHOWN_AT_ONCE, LINES_OF_FEED = 24, 20
FORMATS: Final = (("csv", "CSV"), ("jsonl.gz", "JSON Lines"), ("parquet", "Parquet"))
# A listing's page names somebody: no cache keeps it and no search engine finds it.
OF_SOMEBODY: Final = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
PAGES = Pages(FOLDER, load_words(FOLDER / "words.yaml"), MENU)
router = PAGES.router("pages")
# What shows listings, as the doors do: not before the register is known to be whole.
shown = PAGES.further_router("pages")


@dataclass(frozen=True, slots=True)
class Line:
    """An edition as a line of the page."""

    id: str
    as_of: datetime
    day: date
    listings: int
    log_size: int
    feed_seq: int
    is_current: bool


@router.get("/", **door(paper(SECTION)))
def search_page(request: Request, session: ReadingDep) -> HTMLResponse:
    """Where anybody looks somebody up; the question itself goes by POST and is in no address."""
    current = editions.latest(session)
    return _show(request, "search.html", edition=current.id if current else None)


@shown.get("/listings/{issuer}/{ref}", **door(paper(SECTION)))
def listing_page(
    issuer: Annotated[SlugText, InPath(examples=["court"])],
    ref: Annotated[Reference, InPath(examples=["court-qhzxkvbnwertyuiopasd"])],
    request: Request,
    session: ReadingDep,
    now: Now,
) -> HTMLResponse:
    """One listing of a public list; of a withdrawn one only when and why."""
    held, today = register.listing(session, issuer, ref), legal_day(now)
    if held is None or held.publication is not Publication.PUBLIC:
        raise NotFound("There is no such listing in the current edition.", code="not_in_edition")
    values: dict[str, Any]
    if held.withdrawn_at is not None:
        values = {"gone_on": legal_day(held.withdrawn_at)}
    elif held.stands_for_readers_on(today):
        values = _how_shared(held, register.count_found(session, _name_and_mask(held), today))
    else:
        raise NotFound("There is no such listing in the current edition.", code="not_in_edition")
    status = 410 if held.withdrawn_at else 200
    answer = _show(request, "listing.html", status, held=held, **values, **_titles(request, held))
    answer.headers.update(OF_SOMEBODY)
    return answer


@shown.get("/editions", **door(ours("Everybody can check the register, and not only read it.")))
def editions_page(request: Request, session: ReadingDep) -> HTMLResponse:
    """The editions, what proves them, and the latest withdrawals."""
    rows = editions.recent(session, SHOWN_AT_ONCE)
    lines = [_line(row, is_current=row is rows[0]) for row in rows]
    after = max(0, state(session).last_seq - LINES_OF_FEED) if rows else 0
    return _show(request, "editions.html", editions=lines, after=after, formats=FORMATS)


@router.get("/statistics", **door(ours("Suppressed and rounded, so nobody can be found.")))
def statistics_page(request: Request) -> HTMLResponse:
    """The lists in numbers, as charts that can be kept."""
    return _show(request, "statistics.html")


def _show(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page that knows what issuers are called, and may ask them for their rules."""
    authorities: Authorities = request.app.state.authorities
    language = PAGES.language(request)
    told = {one.slug: _told(one, language) for one in authorities.issuers}
    return PAGES.show(
        request,
        template,
        status=status,
        connect=[one["address"] for one in told.values()],
        issuers=json.dumps(told, ensure_ascii=False),
        **values,
    )


def _told(issuer: Authority, language: str) -> dict[str, Any]:
    """An issuer in one language, and where it answers."""
    lists = {one.id: getattr(one.title, language) for one in issuer.lists}
    title = getattr(issuer.title, language)
    return {"title": title, "lists": lists, "address": f"http://localhost:{issuer.port}"}


def _titles(request: Request, held: Held) -> dict[str, str]:
    """What the issuer of a listing and its list are called, and where it says how to contest."""
    authorities: Authorities = request.app.state.authorities
    issuer, language = authorities.find(held.issuer), PAGES.language(request)
    declared = issuer.declared_list(held.list) if issuer else None
    return {
        "issuer_title": getattr(issuer.title, language) if issuer else held.issuer,
        "list_title": getattr(declared.title, language) if declared else held.list,
        "contact": f"http://localhost:{issuer.port}{issuer.contact}" if issuer else "",
    }


def _name_and_mask(held: Held) -> dict[str, str]:
    return {"name": held.name or "", "truncated_id": held.truncated_id or ""}


def _how_shared(held: Held, sharing: int) -> dict[str, int]:
    """How far a name and a mask go towards saying whom it is about: not all the way."""
    return {"sharing": sharing, "numbers": numbers_behind(TruncatedId(held.truncated_id or ""))}


def _line(row: EditionRow, *, is_current: bool) -> Line:
    public = [one for one in row.files.values() if "listings" in one]
    return Line(
        id=row.id,
        as_of=row.as_of,
        day=legal_day(row.as_of),
        listings=public[0]["listings"] if public else 0,
        log_size=row.log_size or 0,
        feed_seq=row.feed_seq,
        is_current=is_current,
    )
