"""Looking somebody up: by name and mask, by reference, or oneself."""

import base64
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.national_platform.api.reading import (
    AuthoritiesDep,
    Current,
    Dated,
    DateLine,
    Gone,
    NoEdition,
    Readable,
    contest_at,
)
from services.national_platform.domain.asking import read_mask, read_name
from services.national_platform.domain.register import Held
from services.national_platform.records import register
from shared.authorities import Authorities
from shared.calendar import legal_day
from shared.contract import Effect, SlugText
from shared.errors import BadInput, NotFound, Unauthenticated
from shared.identifiers import Kind, Reference
from shared.origin import door, ours, paper
from shared.web.guards import Now, Party, ReadingDep

PAGE = 10
SECTION = "Public shaming on a national publication platform"
router = APIRouter(tags=["national platform"])


class NotShown(NotFound):
    """Not in the current edition, or not for this reader: which of the two is not said."""

    code = "not_in_edition"


@dataclass(frozen=True, slots=True)
class Key:
    """Which listing a path names."""

    issuer: Annotated[SlugText, Path(examples=["court"])]
    ref: Annotated[Reference, Path(examples=["court-qhzxkvbnwertyuiopasd"])]


class Search(BaseModel):
    """A name, a truncated number, or both; only exact matches are found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str | None, Field(min_length=1, max_length=100, examples=["王秀英"])] = None
    truncated_id: Annotated[
        str | None, Field(min_length=1, max_length=18, examples=["6601011990****0020"])
    ] = None
    cursor: Annotated[str | None, Field(max_length=200, examples=[None])] = None

    @model_validator(mode="after")
    def _asks_something(self) -> "Search":
        if self.name is None and self.truncated_id is None:
            raise ValueError("name or truncated_id is needed")
        return self

    def wanted(self) -> dict[str, str]:
        """The columns that must be equal; WholeNumber if a whole number is asked for."""
        wanted: dict[str, str] = {}
        if self.name is not None:
            wanted["name"] = read_name(self.name)
        if self.truncated_id is not None:
            wanted["truncated_id"] = read_mask(self.truncated_id)
        return wanted


class ListingShown(BaseModel):
    """One listing as the public sees it; a name and a mask are not an identity."""

    issuer: str
    ref: str
    list: str
    kind: Kind
    effect: Effect
    reason: str
    listed_on: date
    stands_until: date
    name: str
    truncated_id: str
    in_edition: str = Field(description="The edition that showed it first")
    contest_at: str = Field(description="The issuer's door that says how to contest it")


class SearchAnswer(Dated):
    """What was found, ten to a page."""

    listings: list[ListingShown]
    next_cursor: str | None


class ListingAnswer(Dated):
    """One listing."""

    listing: ListingShown


class OwnListings(Dated):
    """What may be about oneself; the platform cannot know more than name and mask."""

    may_be_yours: list[ListingShown]
    note: str = (
        "Others can share your name and truncated number. The issuer knows whether a listing is"
        " yours; lists that are shared with partners only are shown by the issuer alone."
    )


@router.post("/v1/search", **door(paper(SECTION)))
def search(
    body: Search, session: ReadingDep, now: Now, edition: Current, authorities: AuthoritiesDep
) -> SearchAnswer:
    """Public listings with exactly this name or truncated number; whole numbers are refused."""
    wanted, after = body.wanted(), _read_cursor(body.cursor)
    found = register.search(session, wanted, legal_day(now), after, PAGE + 1)
    shown = [_show(held, authorities) for held in found[:PAGE]]
    cursor = _cursor(shown[-1]) if len(found) > PAGE else None
    return SearchAnswer(listings=shown, next_cursor=cursor, edition=edition.id, as_of=now)


@router.get("/v1/listings/{issuer}/{ref}", **door(paper(SECTION)))
def listing(
    key: Annotated[Key, Depends()],
    session: ReadingDep,
    dated: DateLine,
    readable: Readable,
    authorities: AuthoritiesDep,
) -> ListingAnswer:
    """One listing of a public list; of a withdrawn one only when and why."""
    held = register.listing(session, key.issuer, key.ref)
    if held is None or held.publication not in readable:
        raise NotShown("There is no such listing in the current edition.")
    _refuse_withdrawn(held)
    if dated.edition is None:
        raise NoEdition("No edition has come out yet; the first one comes when the month turns.")
    if not held.stands_for_readers_on(legal_day(dated.as_of)):
        raise NotShown("There is no such listing in the current edition.")
    return ListingAnswer(listing=_show(held, authorities), **dated.model_dump())


@router.get("/v1/me/listings", **door(ours("A party sees what may be held against it.")))
def own_listings(
    party: Party, session: ReadingDep, dated: DateLine, authorities: AuthoritiesDep
) -> OwnListings:
    """Public listings with the caller's own name and truncated number, which others may share."""
    if party.truncated_id is None:
        raise Unauthenticated("This token names no truncated number.")
    wanted = {"name": party.name, "truncated_id": str(party.truncated_id)}
    found = register.search(session, wanted, legal_day(dated.as_of), ("", ""), 100)
    shown = [_show(held, authorities) for held in found]
    return OwnListings(may_be_yours=shown, **dated.model_dump())


def _refuse_withdrawn(held: Held) -> None:
    if held.withdrawn_at is not None:
        raise Gone(
            "This listing was withdrawn; whom it was about is forgotten.",
            code="withdrawn",
            withdrawn_at=held.withdrawn_at.isoformat(),
            cause=held.cause,
        )


def _show(held: Held, authorities: Authorities) -> ListingShown:
    return ListingShown(
        issuer=held.issuer,
        ref=held.ref,
        list=held.list,
        kind=held.kind,
        effect=held.effect,
        reason=held.reason or "",
        listed_on=held.listed_on,
        stands_until=held.shown_until or held.stands_until,
        name=held.name or "",
        truncated_id=held.truncated_id or "",
        in_edition=held.in_edition or "",
        contest_at=contest_at(authorities, held.issuer),
    )


def _cursor(last: ListingShown) -> str:
    """Where the next page begins; it names a listing and no party."""
    return base64.urlsafe_b64encode(f"{last.issuer}/{last.ref}".encode()).decode()


def _read_cursor(cursor: str | None) -> register.Key:
    if cursor is None:
        return "", ""
    try:
        issuer, ref = base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii").split("/")
    except ValueError as error:  # binascii and Unicode errors are value errors too
        raise BadInput("This cursor did not come from here.", code="cursor_unknown") from error
    return issuer, ref
