"""Agreements and measures as pages; who asks for HTML at a door that speaks JSON gets one too."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.routing import Match
from starlette.types import Scope

from services.partner_gateway.domain import Agreements, Mou
from services.partner_gateway.pages.desk_pages import PAGES
from services.partner_gateway.pages.telling import Counts, joined, signatories, told
from services.partner_gateway.records import times_applied
from shared.contract import Effect
from shared.errors import must_exist
from shared.identifiers import Slug
from shared.origin import door, ours
from shared.plain.certainty import how_sure
from shared.rulebook import Confidence, Text
from shared.rulebook.rules import WEAK
from shared.statistics import coarse
from shared.web.guards import ReadingDep

PAGE = "text/html"
WHY = ours("What binds people should be readable by people.")


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


router = PAGES.further_router("everybody")
negotiated = APIRouter(route_class=ForPeople, default_response_class=HTMLResponse)


@negotiated.get("/v1/mous", **door(WHY))
@router.get("/mous", **door(WHY))
def mous_page(request: Request) -> HTMLResponse:
    """All agreements as a page: what each is, its lists, and how much of it is here."""
    mous = _agreements(request).mous
    confidences = [one for mou in mous for one in _confidences(mou)]
    return _show(request, "agreements.html", confidences, mous=mous)


@negotiated.get("/v1/mous/{id}", **door(WHY))
@router.get("/mous/{id}", **door(WHY))
def mou_page(id: Slug, request: Request, session: ReadingDep) -> HTMLResponse:
    """One agreement as a page: every measure, whom it reaches besides, and who signed."""
    agreements, counts = _agreements(request), _counts(times_applied(session))
    mou = must_exist(agreements.mou(id), "There is no such agreement.")
    return _show(
        request,
        "agreement.html",
        _confidences(mou),
        mou=mou,
        how_sure=how_sure(mou.confidence),
        measures=[told(agreements, (mou, one), counts) for one in mou.measures],
        signed=signatories(agreements, mou),
        joined=joined(agreements, mou),
    )


@negotiated.get("/v1/measures", **door(WHY))
@router.get("/measures", **door(WHY))
def measures_page(request: Request, session: ReadingDep) -> HTMLResponse:
    """Every measure in force as a page, those that burden before those that favour."""
    agreements, counts = _agreements(request), _counts(times_applied(session))
    pairs = agreements.in_force()
    groups = [
        (effect, [(one[0], told(agreements, one, counts)) for one in pairs if _is(one[0], effect)])
        for effect in Effect
    ]
    confidences = [one.confidence for _, one in pairs]
    return _show(request, "measures.html", confidences, groups=groups)


def _agreements(request: Request) -> Agreements:
    found: Agreements = request.app.state.gate.agreements
    return found


def _is(mou: Mou, effect: Effect) -> bool:
    return mou.effect is effect


def _counts(applied: dict[str, int]) -> Counts:
    return {measure: coarse(count) for measure, count in applied.items()}


def _confidences(mou: Mou) -> list[Confidence]:
    return [mou.confidence, *(one.confidence for one in mou.measures)]


def _show(
    request: Request, template: str, confidences: Sequence[Confidence], **values: Any
) -> HTMLResponse:
    """A page headed by how many of its rows are unconfirmed."""
    day = _agreements(request).as_of
    weak, all_of = sum(one in WEAK for one in confidences), len(confidences)
    sure = Text(
        en=f"Rules of {day}; {weak} of {all_of} rows unconfirmed.",
        zh=f"适用{day}的规则；{all_of}项中{weak}项未经核实。",
    )
    return PAGES.show(request, template, sure=sure, as_of=day, **values)
