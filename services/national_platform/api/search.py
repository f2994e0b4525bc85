"""Looking somebody up on the public lists, by name and mask."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.national_platform.api.asking import ANONYMOUS, Asked
from services.national_platform.api.reading import AuthoritiesDep, Dated, Gone
from services.national_platform.api.shown import ListingShown, cursor_after, read_cursor, show
from services.national_platform.domain.asking import Match, ask_name, read_mask
from services.national_platform.records.searching import PlaceGone, Wanted, find
from shared.calendar import legal_day
from shared.origin import door, paper

PAGE = 10
SECTION = "Public shaming on a national publication platform"
router = APIRouter(tags=["national platform"])


class Search(BaseModel):
    """A name, a truncated number, or both.

    A name is written in Chinese, traditional or simplified, or in pinyin, with tones or without:
    `Wáng Xiùyīng`, `wang2 xiu4 ying1`, `wangxiuying`. The whole name is meant, or with `prefix` its
    beginning: at least one Chinese character, or two letters.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[
        str | None, Field(min_length=1, max_length=300, examples=["王秀英", "wang xiuying"])
    ] = None
    truncated_id: Annotated[
        str | None, Field(min_length=1, max_length=18, examples=["6601011990****0020"])
    ] = None
    match: Match = Match.EXACT
    cursor: Annotated[str | None, Field(max_length=200, examples=[None])] = None

    @model_validator(mode="after")
    def _asks_something(self) -> "Search":
        if self.name is None and self.truncated_id is None:
            raise ValueError("name or truncated_id is needed")
        return self

    def wanted(self) -> Wanted:
        """What to look for; WholeNumber if a whole number is asked for."""
        return Wanted(
            name=None if self.name is None else ask_name(self.name, self.match),
            mask=None if self.truncated_id is None else read_mask(self.truncated_id),
        )


class SearchAnswer(Dated):
    """What was found, ten to a page."""

    listings: list[ListingShown]
    next_cursor: str | None
    note: str = ANONYMOUS


@router.post(
    "/v1/search",
    responses={410: {"description": "The listing after which to go on is gone; begin again"}},
    **door(paper(SECTION)),
)
def search(body: Search, asked: Asked, authorities: AuthoritiesDep) -> SearchAnswer:
    """Public listings with this name or truncated number; whole numbers are refused."""
    wanted, after = body.wanted(), read_cursor(body.cursor)
    try:
        found = find(asked.session, wanted, legal_day(asked.now), after, PAGE + 1)
    except PlaceGone as error:
        raise Gone(
            "This listing is not found any more; begin again.", code="cursor_gone"
        ) from error
    shown = [show(held, authorities) for held in found[:PAGE]]
    cursor = cursor_after(shown[-1]) if len(found) > PAGE else None
    return SearchAnswer(listings=shown, next_cursor=cursor, edition=asked.edition, as_of=asked.now)
