"""The bodies and answers of the doors that are the same at every authority."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from shared.contract import Cause, Effect, Publication, SlugText
from shared.identifiers import Kind, Party, Reference, Statement, truncate
from shared.ledger.listing import Listing
from shared.origin import Origin
from shared.procedure.casework import Request
from shared.procedure.steps import Objection, Proposal, State, Step
from shared.rulebook.rows import Text
from shared.web.idempotency import Receipt


class Closed(BaseModel):
    """A request body: unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NewProposal(Closed):
    """An officer asks that a party be listed."""

    list: Annotated[SlugText, Field(examples=["judgment-defaulters"])]
    ground: Annotated[SlugText, Field(description="A ground of the public rulebook")]
    basis: Annotated[Reference, Field(description="The case that it rests on")]
    party: Party

    def request(self) -> Request:
        """The same, as the procedure takes it."""
        return Request(self.list, self.ground, self.basis, self.party)


class Reasons(Closed):
    """Why a proposal is refused."""

    reasons: Statement


class NewObjection(Closed):
    """A party objects to a proposal, or to the listing that came of it."""

    proposal: Reference
    statement: Statement


class NewVerdict(Closed):
    """Whether an objection is right, with reasons."""

    upheld: StrictBool
    reasons: Statement


class NewWithdrawal(Closed):
    """Why a listing ends."""

    cause: Cause


class NewCorrection(Closed):
    """The party as it should have been written: the name or the number is another, not both."""

    party: Party


class ProposalReceipt(Receipt):
    """Where a proposal stands."""

    id: str
    list: str
    ground: str
    state: State
    objection_ends_on: date | None
    publish_on: date | None
    ref: str | None
    lapsed_because: str | None

    @classmethod
    def of(cls, proposal: Proposal) -> "ProposalReceipt":
        """The receipt of a proposal."""
        return cls(**_shared_fields(cls, proposal))


class ObjectionReceipt(Receipt):
    """Where an objection stands."""

    id: str
    proposal_id: str
    raised_at: datetime
    decide_by: date
    decided_at: datetime | None
    is_upheld: bool | None
    reasons: str | None
    review_until: date | None
    review_asked_at: datetime | None
    reviewed_at: datetime | None
    is_upheld_on_review: bool | None
    review_reasons: str | None

    @classmethod
    def of(cls, objection: Objection) -> "ObjectionReceipt":
        """The receipt of an objection."""
        return cls(**_shared_fields(cls, objection))


class OwnListing(BaseModel):
    """A listing as its party and the officers see it."""

    ref: str
    list: str
    reason: str
    kind: Kind
    effect: Effect
    publication: Publication
    name: str
    truncated_id: str
    listed_on: date
    stands_until: date
    version: int
    stands: bool
    withdrawn_on: date | None
    cause: Cause | None
    is_contested: bool


class ListingReceipt(Receipt, OwnListing):
    """A listing after an act."""


class StepTaken(BaseModel):
    """One step, and whose idea that step is."""

    step: Step
    at: datetime
    by: str
    origin: Origin
    floor: bool


class Remedy(BaseModel):
    """Something the party can do, and the last day for it."""

    what: Text
    door: str
    until: date | None


class Asked(BaseModel):
    """A question about a listing of the party's, asked through the gateway."""

    asked_at: datetime
    answer: str


class InPlainWords(BaseModel):
    """A party's five questions about one procedure, each answered in whole sentences."""

    what_is_held: list[Text]
    by_which_rule: list[Text]
    who_decided: list[Text]
    until_when: list[Text]
    what_you_can_do: list[Text]


class OwnProcedure(BaseModel):
    """One procedure about the party, from proposal to end."""

    in_plain_words: InPlainWords
    proposal: ProposalReceipt
    ground: Text
    rule: str
    steps: list[StepTaken]
    objections: list[ObjectionReceipt]
    listing: OwnListing | None
    questions: list[Asked]
    first_looked_at: Annotated[
        datetime | None,
        Field(description="When the party first opened its own file with this listing in it"),
    ]
    remedies: list[Remedy]


class OwnFile(BaseModel):
    """All that one authority holds about a party, first in one sentence."""

    authority: str
    rules: str
    rules_as_of: date
    in_one_sentence: Text
    procedures: list[OwnProcedure]
    held_besides: list[Text]
    holdings: dict[str, Any]


class Task(BaseModel):
    """Something that waits for an officer."""

    what: str
    id: str
    list: str
    ground: str
    since: datetime
    due_on: date | None
    code: Annotated[str, Field(description="`what` as a code, to ask for such tasks alone")]
    term: Annotated[str, Field(description="The row by which `due_on` was reckoned, if it was")]
    is_overdue: bool


class Worklist(BaseModel):
    """What waits, the most urgent first; `next` asks for what comes after."""

    tasks: list[Task]
    next: str | None


class ListCount(BaseModel):
    """How many stand on a list; null below ten, otherwise rounded to five."""

    list: str
    standing: int | None
    withdrawn: dict[str, int | None]


class Statistics(BaseModel):
    """Public counts of one authority."""

    authority: str
    on: date
    lists: list[ListCount]
    standing_by: dict[str, dict[str, int | None]] = Field(
        default={},
        description="Standing listings by what only this authority knows; coarse like the rest",
    )


class RuleShown(BaseModel):
    """One rule as the public rulebook shows it."""

    id: str
    unit: str
    value: Any
    says: Text
    legal_basis: str
    source: str
    confidence: str
    valid_from: date | None
    valid_to: date | None
    legal_force: str
    openness: str
    origin: Origin
    floor: bool


class RulebookShown(BaseModel):
    """The rules of one day, headed by how many of them are unconfirmed.

    `in_force_here` is the day whose rules the service itself runs on.
    """

    authority: str
    heading: str
    as_of: date
    in_force_here: date
    rules: list[RuleShown]


class Contact(BaseModel):
    """Where and how to contest, and who operates this service."""

    authority: str
    title: Text
    operator: str
    object_at: str
    own_file_at: str
    reviewing_body: str


def own_listing(found: Listing, today: date) -> OwnListing:
    """A listing with the mask that others see."""
    masked = truncate(found.kind, found.id_number)
    shown = _shared_fields(OwnListing, found)
    return OwnListing(**shown, truncated_id=masked, stands=found.stands_on(today))


def _shared_fields(shape: type[BaseModel], source: object) -> dict[str, Any]:
    """What a shape shows of a thing: the fields that both have."""
    return {name: getattr(source, name) for name in shape.model_fields if hasattr(source, name)}
