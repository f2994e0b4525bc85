"""Reconciliation for OpenRefine: columns of names against the public lists.

Version 0.2 of the Reconciliation Service API, by POST. A question by GET is refused, for names
would be in an address, and for the same reason nothing is suggested while somebody types.
"""

import re
from html import escape
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from services.national_platform.api.asking import Asked, Asking, rates_of
from services.national_platform.api.listings import NotShown
from services.national_platform.api.reconcile_shapes import (
    BATCH,
    MOST_FOUND,
    TYPES,
    Candidate,
    Feature,
    Manifest,
    Preview,
    Queries,
    Result,
    Template,
)
from services.national_platform.api.reconcile_shapes import Query as Question
from services.national_platform.api.shown import BEGINNING, PLACE
from services.national_platform.domain.agreement import Agreement, agreement
from services.national_platform.domain.asking import (
    NothingAsked,
    ask_name,
    read_mask,
    refuse_number_of_person,
)
from services.national_platform.domain.register import Held
from services.national_platform.records import register
from services.national_platform.records.searching import Wanted, find
from shared.calendar import legal_day
from shared.contract import Publication
from shared.errors import BadInput, Refusal
from shared.identifiers import ForbiddenCharacters, InvalidIdentifier, Kind
from shared.origin import door, ours
from shared.web.limits import Reads
from shared.web.rates import address_of

MARK = door(ours("Researchers match columns with it; it never takes a person for found."))
RECONCILE = "/reconcile"
READS = (Reads(re.compile(RECONCILE), types=("application/x-www-form-urlencoded",)),)
MAX_CHARS = 500_000
WIDTH, HEIGHT = 430, 200
ID = r"^[a-z][a-z0-9-]{0,63}/[A-Za-z0-9_-]{8,64}$"
BY_IDENTIFIER = Agreement(100, False, False, False, False)
PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>{name}</title>
<h1>{name}</h1><p>{about}</p>
<p>A name and a truncated number are not an identity: others can share both.</p></html>
"""
router = APIRouter(tags=["national platform"])


class NamesInAddress(Refusal):
    """A question that would leave names in logs and histories."""

    status, code = 400, "names_in_address"


class TooManyAtOnce(Refusal):
    """More questions than one batch may have."""

    status, code = 413, "batch_too_large"


@router.get(RECONCILE, **MARK)
def manifest(
    request: Request, queries: Annotated[str | None, Query(include_in_schema=False)] = None
) -> Manifest:
    """What this reconciliation service offers. Questions come by POST only."""
    if queries is not None:
        raise NamesInAddress("Ask by POST: names do not belong into an address.")
    base = str(request.base_url).rstrip("/")
    return Manifest(
        identifierSpace=f"{base}/v1/listings/",
        schemaSpace=f"{base}/reconcile",
        documentation=f"{base}/docs",
        view=Template(url=f"{base}/v1/listings/{{{{id}}}}"),
        preview=Preview(url=f"{base}/reconcile/preview?id={{{{id}}}}", width=WIDTH, height=HEIGHT),
    )


@router.post(RECONCILE, **MARK)
def reconcile(
    request: Request,
    response: Response,
    asked: Asked,
    queries: Annotated[str, Form(max_length=MAX_CHARS, examples=['{"q0": {"query": "王秀英"}}'])],
) -> dict[str, Result]:
    """Candidates for up to fifty cells; each counts as one search.

    The query is a name, whole, in Chinese or pinyin, or a listing's identifier; the property
    `truncated_id` is a truncated number or an organisation's code. A whole number of a person
    refuses the batch.
    """
    batch = _read(queries)
    if len(batch) > 1:
        turn = rates_of(request).take(address_of(request), len(batch) - 1)
        response.headers.update(turn)
    return {name: Result(result=_candidates(asked, one)) for name, one in batch.items()}


def _read(queries: str) -> dict[str, Question]:
    try:
        batch = Queries.validate_json(queries)
    except ValidationError as error:
        raise BadInput(
            "The queries are not a batch of questions.", code="invalid_queries"
        ) from error
    if len(batch) > BATCH:
        raise TooManyAtOnce(f"A batch has at most {BATCH} questions.")
    for name, one in batch.items():
        for text in (name, *one.texts()):
            refuse_number_of_person(text)
    return batch


def _candidates(asked: Asking, one: Question) -> list[Candidate]:
    """Nothing for a cell that says nothing; a whole number is another thing and refused."""
    if one.query and (place := PLACE.fullmatch(one.query.strip())):
        return _named(asked, place[1], place[2])
    try:
        wanted = _wanted(one)
    except (NothingAsked, ForbiddenCharacters, InvalidIdentifier):
        return []
    if wanted is None:
        return []
    limit = max(1, min(int(one.limit), MOST_FOUND))
    found = find(asked.session, wanted, legal_day(asked.now), BEGINNING, limit + 1)
    return [
        _candidate(held, agreement(held, wanted.name, wanted.mask), is_only=len(found) == 1)
        for held in found[:limit]
    ]


def _wanted(one: Question) -> Wanted | None:
    """What to look for; None if neither a name nor a mask is given, or both types are not ours."""
    name, mask = one.query or None, one.mask()
    kinds = [Kind(kind) for kind in one.types() if kind in set(Kind)]
    if (name is None and mask is None) or (one.types() and not kinds):
        return None
    return Wanted(
        name=None if name is None else ask_name(name),
        mask=None if mask is None else read_mask(mask),
        kind=kinds[0] if len(kinds) == 1 else None,
    )


def _candidate(held: Held, agrees: Agreement, *, is_only: bool) -> Candidate:
    """An organisation's only listing is taken for found by its whole code: that is an identity."""
    features = {
        "name_as_written": agrees.name_as_written,
        "name_as_spoken": agrees.name_as_spoken,
        "truncated_id": agrees.truncated_id,
    }
    return Candidate(
        id=f"{held.issuer}/{held.ref}",
        name=held.name or "",
        description=_description(held),
        score=agrees.score,
        match=agrees.is_same_organisation and is_only,
        features=[Feature(id=name, value=value) for name, value in features.items()],
        type=[one for one in TYPES if one.id == held.kind],
    )


def _description(held: Held) -> str:
    until = held.shown_until or held.stands_until
    return f"{held.truncated_id} · {held.issuer}, {held.list} · {held.listed_on} to {until}"


def _named(asked: Asking, issuer: str, ref: str) -> list[Candidate]:
    """The listing that an identifier names, if the public sees it."""
    held = _public(asked, issuer, ref)
    return [] if held is None else [_candidate(held, BY_IDENTIFIER, is_only=False)]


def _public(asked: Asking, issuer: str, ref: str) -> Held | None:
    held = register.listing(asked.session, issuer, ref)
    if held is None or held.publication is not Publication.PUBLIC:
        return None
    return held if held.stands_for_readers_on(legal_day(asked.now)) else None


@router.get("/reconcile/preview", response_class=HTMLResponse, **MARK)
def preview(
    asked: Asked, id: Annotated[str, Query(pattern=ID, examples=["court/court-qhzxkvbn"])]
) -> HTMLResponse:
    """A small page about one listing, for showing beside a candidate."""
    issuer, ref = id.split("/")
    held = _public(asked, issuer, ref)
    if held is None:
        raise NotShown
    page = PAGE.format(name=escape(held.name or ""), about=escape(_description(held)))
    return HTMLResponse(page, headers={"Content-Security-Policy": "default-src 'none'"})
