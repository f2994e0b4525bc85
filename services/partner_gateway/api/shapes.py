"""Bodies and answers of the gateway's doors."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from services.partner_gateway.domain import Expected, Outcome
from services.partner_gateway.records import Told
from shared.contract import SlugText
from shared.identifiers import Party, Purpose
from shared.web.idempotency import Receipt


class NewQuestion(BaseModel):
    """A partner asks about one party under one measure."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    measure: Annotated[SlugText, Field(examples=["air-travel"])]
    purpose: Annotated[Purpose, Field(examples=["booking 8841"])]
    party: Party


class ListingTold(BaseModel):
    """A confirmed listing; `contest_at` is the door at its issuer where the party can contest."""

    issuer: str
    ref: str
    list: str
    reason: str
    listed_on: date
    contest_at: str


class Namesakes(BaseModel):
    """How many others are expected to share name and mask; see docs/namesakes.md."""

    low: float
    high: float

    @classmethod
    def of(cls, expected: Expected) -> "Namesakes":
        """The range as it is shown."""
        return cls(low=expected.low, high=expected.high)


class DecisionShown(BaseModel):
    """One answered question. The measure may be applied only if `may_be_acted_on` is true."""

    decision_id: str
    outcome: Outcome
    may_be_acted_on: bool
    measure: str
    mou: str
    legal_basis: str
    listings: list[ListingTold]
    edition: str | None
    as_of: datetime
    index_age_seconds: int
    expected_namesakes: Namesakes
    valid_until: datetime


class DecisionAnswer(Receipt, DecisionShown):
    """The answer as it is first given; `replayed` says that it was given before."""


def show_told(told: Told, contest_at: str) -> ListingTold:
    """A listing as the partner reads it."""
    return ListingTold(
        issuer=told.issuer,
        ref=told.ref,
        list=told.list,
        reason=told.reason,
        listed_on=told.listed_on,
        contest_at=contest_at,
    )
