"""The pages, and who gets one: whoever asks for HTML at a door that speaks JSON too."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.routing import Match
from starlette.types import Scope

from services.partner_gateway.domain import Agreements, Mou, Pair
from services.partner_gateway.pages.markup import joined, page, section
from services.partner_gateway.pages.telling import Counts, shown_mou, told_measure, told_mou
from services.partner_gateway.records import times_applied
from shared.contract import Effect
from shared.errors import must_exist
from shared.identifiers import Slug
from shared.origin import door, ours
from shared.rulebook import Confidence, Text
from shared.rulebook.rules import WEAK
from shared.statistics import coarse
from shared.web.guards import ReadingDep

PAGE = "text/html"
SAFETY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept",
}
MOUS = Text(en="Agreements and their measures", zh="合作备忘录及其措施")
MEASURES = Text(en="Measures in force", zh="现行措施")
WHY = ours("What binds people should be readable by people.")
GROUPS = {
    Effect.ADVERSE: ("What burdens", "惩戒"),
    Effect.FAVOURABLE: ("What favours", "激励"),
}


def prefers_page(accept: str) -> bool:
    """Whether HTML is asked for by name, and no less than JSON."""
    wanted = dict(map(_weighed, accept.lower().split(",")))
    return 0 < wanted.get(PAGE, 0.0) >= wanted.get("application/json", 0.0)


def _weighed(part: str) -> tuple[str, float]:
    """One of the types of an Accept header, with its weight; what cannot be read weighs nothing."""
    kind, *extras = (one.strip() for one in part.split(";"))
    weight = next((one[2:] for one in extras if one.startswith("q=")), "1")
    try:
        return kind, float(weight)
    except ValueError:
        return kind, 0.0


class ForPeople(APIRoute):
    """A door that opens only for whoever would rather have a page; others go on to the next."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As usual, if a page is wanted."""
        if not prefers_page(Headers(scope=scope).get("accept", "")):
            return Match.NONE, {}
        return super().matches(scope)


router = APIRouter(tags=["everybody"], default_response_class=HTMLResponse)
negotiated = APIRouter(route_class=ForPeople, default_response_class=HTMLResponse)


@negotiated.get("/v1/mous", **door(WHY))
@router.get("/mous", **door(WHY))
def mous_page(request: Request) -> HTMLResponse:
    """All agreements as a page: what each is, its lists, and how much of it is here."""
    agreements = _agreements(request)
    cards = joined(shown_mou(agreements, mou) for mou in agreements.mous)
    confidences = [one for mou in agreements.mous for one in _confidences(mou)]
    return _answer(MOUS, agreements, confidences, cards)


@negotiated.get("/v1/mous/{id}", **door(WHY))
@router.get("/mous/{id}", **door(WHY))
def mou_page(id: Slug, request: Request, session: ReadingDep) -> HTMLResponse:
    """One agreement as a page: every measure, whom it reaches besides, and who signed."""
    agreements = _agreements(request)
    mou = must_exist(agreements.mou(id), "There is no such agreement.")
    body = told_mou(agreements, mou, _counts(times_applied(session)))
    return _answer(mou.title, agreements, _confidences(mou), body)


@negotiated.get("/v1/measures", **door(WHY))
@router.get("/measures", **door(WHY))
def measures_page(request: Request, session: ReadingDep) -> HTMLResponse:
    """Every measure in force as a page, those that burden before those that favour."""
    agreements, counts = _agreements(request), _counts(times_applied(session))
    pairs = agreements.in_force()
    parts = [
        section(en, zh, joined(_told(agreements, pair, counts) for pair in pairs if _is(pair, one)))
        for one, (en, zh) in GROUPS.items()
    ]
    return _answer(MEASURES, agreements, [one.confidence for _, one in pairs], joined(parts))


def _agreements(request: Request) -> Agreements:
    found: Agreements = request.app.state.gate.agreements
    return found


def _told(agreements: Agreements, pair: Pair, counts: Counts) -> Any:
    return told_measure(agreements, *pair, counts)


def _is(pair: Pair, effect: Effect) -> bool:
    return pair[0].effect is effect


def _counts(applied: dict[str, int]) -> Counts:
    return {measure: coarse(count) for measure, count in applied.items()}


def _confidences(mou: Mou) -> list[Confidence]:
    return [mou.confidence, *(one.confidence for one in mou.measures)]


def _answer(
    heading: Text, agreements: Agreements, confidences: Sequence[Confidence], body: Any
) -> HTMLResponse:
    weak, all_of = sum(one in WEAK for one in confidences), len(confidences)
    sure = Text(
        en=f"Rules of {agreements.as_of}; {weak} of {all_of} rows unconfirmed.",
        zh=f"适用{agreements.as_of}的规则；{all_of}项中{weak}项未经核实。",
    )
    return HTMLResponse(page(heading, sure, body), headers=SAFETY_HEADERS)
