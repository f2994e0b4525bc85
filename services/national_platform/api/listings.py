"""One listing by its reference, and those that may be the caller's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from services.national_platform.api.reading import (
    AuthoritiesDep,
    Dated,
    DateLine,
    Gone,
    NoEdition,
    Readable,
)
from services.national_platform.api.shown import ListingShown, cursor_after, read_cursor, show
from services.national_platform.domain.asking import numbers_behind
from services.national_platform.domain.register import Held
from services.national_platform.records import register
from shared.access import PartyCaller
from shared.calendar import legal_day
from shared.contract import Publication, SlugText
from shared.errors import NotFound, Unauthenticated
from shared.identifiers import Reference, TruncatedId
from shared.origin import door, ours, paper
from shared.web.guards import Party, ReadingDep

PAGE = 100
SECTION = "Public shaming on a national publication platform"
router = APIRouter(tags=["national platform"])


class NotShown(NotFound):
    """Not in the current edition, or not for this reader: which of the two is not said."""

    code = "not_in_edition"

    def __init__(self) -> None:
        super().__init__("There is no such listing in the current edition.")


@dataclass(frozen=True, slots=True)
class Key:
    """Which listing a path names."""

    issuer: Annotated[SlugText, Path(examples=["court"])]
    ref: Annotated[Reference, Path(examples=["court-qhzxkvbnwertyuiopasd"])]


def listing_for(session: Session, key: Key, readable: frozenset[Publication]) -> Held:
    """The listing that a path names, withdrawn or not; NotShown if this reader may not see it."""
    held = register.listing(session, key.issuer, key.ref)
    if held is None or held.publication not in readable:
        raise NotShown
    return held


def must_stand(held: Held, now: datetime) -> None:
    """NotShown unless readers see the listing now."""
    if not held.stands_for_readers_on(legal_day(now)):
        raise NotShown


class ListingAnswer(Dated):
    """One listing."""

    listing: ListingShown


class Shared(BaseModel):
    """How far a name and a mask go towards saying whom a listing is about: not all the way."""

    listings: int = Field(description="How many public listings have this name and this mask now")
    numbers: int = Field(
        description="How many whole numbers have this mask, of which one is yours: so many people "
        "at most can share it, and fewer have the name too"
    )


class OwnListings(Dated):
    """What may be about oneself; the platform cannot know more than name and mask."""

    may_be_yours: list[ListingShown]
    shared_by: Shared
    next_cursor: str | None
    note: str = (
        "Others can share your name and truncated number. The issuer knows whether a listing is"
        " yours; lists that are shared with partners only are shown by the issuer alone."
    )


@router.get("/v1/listings/{issuer}/{ref}", **door(paper(SECTION)))
def listing(
    key: Annotated[Key, Depends()],
    session: ReadingDep,
    dated: DateLine,
    readable: Readable,
    authorities: AuthoritiesDep,
) -> ListingAnswer:
    """One listing of a public list; of a withdrawn one only when and why."""
    held = listing_for(session, key, readable)
    _refuse_withdrawn(held)
    if dated.edition is None:
        raise NoEdition
    must_stand(held, dated.as_of)
    return ListingAnswer(listing=show(held, authorities), **dated.model_dump())


def _refuse_withdrawn(held: Held) -> None:
    if held.withdrawn_at is not None:
        raise Gone(
            "This listing was withdrawn; whom it was about is forgotten.",
            code="withdrawn",
            withdrawn_at=held.withdrawn_at.isoformat(),
            cause=held.cause,
        )


@router.get("/v1/me/listings", **door(ours("A party sees what may be held against it.")))
def own_listings(
    party: Party,
    session: ReadingDep,
    dated: DateLine,
    authorities: AuthoritiesDep,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> OwnListings:
    """Public listings with the caller's own name and truncated number, which others may share."""
    mask, today = _mask_of(party), legal_day(dated.as_of)
    wanted = {"name": party.name, "truncated_id": str(mask)}
    found = register.search(session, wanted, today, read_cursor(cursor), PAGE + 1)
    shown = [show(held, authorities) for held in found[:PAGE]]
    return OwnListings(
        may_be_yours=shown,
        shared_by=Shared(
            listings=register.count_found(session, wanted, today), numbers=numbers_behind(mask)
        ),
        next_cursor=cursor_after(shown[-1]) if len(found) > PAGE else None,
        **dated.model_dump(),
    )


def _mask_of(party: PartyCaller) -> TruncatedId:
    if party.truncated_id is None:
        raise Unauthenticated("This token names no truncated number.")
    return party.truncated_id
