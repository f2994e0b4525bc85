"""What a partner asks, and how its decisions are written."""

from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationError

from services.partner_gateway.api.gate import Gate
from services.partner_gateway.domain import Force, Grant, Outcome, Term
from shared.contract import SlugText
from shared.errors import Refusal
from shared.identifiers import Party, Purpose
from shared.web.idempotency import Receipt
from shared.web.problems import Problem, refused_parts

MAX_PARTIES = 1_000
EACH = "Parties; whatever is none gets a problem in its place, and the others their answers"
MEASURE = Annotated[SlugText, Field(examples=["air-travel"])]
PURPOSE = Annotated[Purpose, Field(examples=["booking 8841"])]


class NewQuestion(BaseModel):
    """A partner asks about one party under one measure."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    measure: MEASURE
    purpose: PURPOSE
    party: Party


def _one_of_many(raw: Any) -> Party | Problem:
    """A party, or what is wrong with this one: the others of its batch are answered."""
    try:
        return Party.model_validate(raw)
    except (ValidationError, Refusal) as error:
        return refused_parts(error)


class NewBatch(BaseModel):
    """The same question about many parties, each answered for itself."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    measure: MEASURE
    purpose: PURPOSE
    parties: Annotated[
        list[Annotated[Any, PlainValidator(_one_of_many, json_schema_input_type=Party | Any)]],
        Field(min_length=1, max_length=MAX_PARTIES, description=EACH),
    ]


class TermShown(BaseModel):
    """An agreement that attaches the measure to a listing."""

    mou: str
    force: Force
    legal_basis: str

    @classmethod
    def of(cls, term: Term) -> Self:
        """A term as the partner reads it."""
        return cls(mou=term.mou.id, force=term.measure.force, legal_basis=term.measure.legal_basis)


class ListingTold(BaseModel):
    """A confirmed listing; `contest_at` is the door at its issuer where the party can contest.

    `under` are the agreements that attach the measure to its list.
    """

    issuer: str
    ref: str
    list: str
    reason: str
    listed_on: date
    contest_at: str
    under: tuple[TermShown, ...]


class Namesakes(BaseModel):
    """How many others are expected to share name and mask; see docs/namesakes.md."""

    low: float
    high: float


class DecisionShown(BaseModel):
    """One answered question. The measure may be applied only if `may_be_acted_on` is true.

    `mou` and `legal_basis` are those of the agreement that decided.
    """

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


class PartAnswered(BaseModel):
    """One party of a batch, by its position in it: a decision, or the problem with this one."""

    position: int
    decision: DecisionShown | None = None
    problem: Problem | None = None


class BatchAnswer(Receipt):
    """An answer for each party, in their order."""

    answers: list[PartAnswered]


def show(gate: Gate, decision: Any) -> dict[str, Any]:
    """A decision as its partner reads it, from the log or on its way there."""
    outcome = Outcome(decision.outcome)
    granted = gate.ever_granted(decision.partner, decision.measure)
    basis = (term.measure.legal_basis for term in granted.terms if term.mou.id == decision.mou)
    return {
        "decision_id": decision.id,
        "outcome": outcome,
        "may_be_acted_on": outcome.may_be_acted_on,
        "measure": decision.measure,
        "mou": decision.mou,
        "legal_basis": next(basis, ""),
        "listings": [_told(gate, granted, one) for one in decision.told],
        "edition": decision.edition,
        "as_of": decision.at,
        "index_age_seconds": decision.index_age_seconds,
        "expected_namesakes": {"low": decision.namesakes_low, "high": decision.namesakes_high},
        "valid_until": decision.valid_until,
    }


def _told(gate: Gate, granted: Grant, listing: Any) -> ListingTold:
    return ListingTold(
        issuer=listing.issuer,
        ref=listing.ref,
        list=listing.list,
        reason=listing.reason,
        listed_on=listing.listed_on,
        contest_at=gate.contest_at.get(listing.issuer, ""),
        under=tuple(TermShown.of(term) for term in granted.about(listing)),
    )
