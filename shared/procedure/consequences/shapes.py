"""What the door tells: counts by month, and what nobody here can know."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from shared.contract import Effect
from shared.origin import Origin
from shared.rulebook import Text

Count = Annotated[int | None, Field(description="null is a number under ten")]


class ListedMonth(BaseModel):
    """Listings that began in one month, in one bracket."""

    month: Annotated[str, Field(examples=["2019-02"])]
    listings: Count
    months_standing: Annotated[
        int | None,
        Field(description="For how many months they were to stand then: the middle one"),
    ]


class BracketCounted(BaseModel):
    """One size or kind of duty behind a list; the brackets are the model's own."""

    id: str
    says: Text
    origin: Origin
    months: list[ListedMonth]


class EndedMonth(BaseModel):
    """Listings that ended in one month: on the day that was set, or early and why."""

    month: str
    on_its_day: Count
    early: dict[str, int | None]


class AskedMonth(BaseModel):
    """Listings first confirmed to a partner in one month: when had the party looked at its file?"""

    month: str
    before: Annotated[Count, Field(description="before any partner had asked")]
    only_after: Annotated[Count, Field(description="only after one had, by the next month's end")]
    not_yet: Annotated[Count, Field(description="not by the end of the month after")]


class ListConsequences(BaseModel):
    """One list; about one that does not leave its authority no partner can ask."""

    list: str
    title: Text
    effect: Effect
    can_be_asked_about: bool
    brackets: Sequence[BracketCounted]
    ended: Sequence[EndedMonth]
    asked: Sequence[AskedMonth]


class AuthorityConsequences(BaseModel):
    """One authority's side of the ledger. A month once told stays as it was told.

    No sum over months, brackets or authorities stands beside them.
    """

    authority: str
    heading: str
    rules_as_of: date
    first_month: str | None
    last_month: str | None
    suppressed_below: int
    rounded_to: int
    is_being_counted: bool
    not_known: list[Text]
    lists: list[ListConsequences]
