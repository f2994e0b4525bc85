"""The facts that the sentences are made of, and at which stage a procedure is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.contract import Effect, Publication
from shared.ledger.listing import Listing
from shared.plain import body
from shared.procedure.steps import Objection, Proposal, State, Step
from shared.rulebook.rows import ListRule, Row, Text
from shared.rulebook.rules import Rules

REVIEWING_BODY = "reviewing-body"
SOME_BODY = Text(en="the body above", zh="上一级机关")


class Stage(StrEnum):
    """Where a procedure stands, as its party needs to know it."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WAITING = "waiting"  # told, and its day has not come
    STAYED = "stayed"  # told, and an objection holds it up
    LAPSED = "lapsed"
    STANDING = "standing"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


BEFORE_NOTICE = {
    State.PROPOSED: Stage.PROPOSED,
    State.APPROVED: Stage.APPROVED,
    State.REFUSED: Stage.REFUSED,
    State.LAPSED: Stage.LAPSED,
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the authority and its lists are called."""

    authority: Text
    lists: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class StepDone:
    """One step, by whom and when."""

    step: Step
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Facts:
    """One procedure with everything that it is told from."""

    names: Names
    rules: Rules
    proposal: Proposal
    listing: Listing | None
    objections: Sequence[Objection]
    steps: Sequence[StepDone]
    today: date
    first_looked_at: datetime | None = None

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        if self.listing is not None:
            return self._stage_of_listing(self.listing)
        if self.proposal.state in BEFORE_NOTICE:
            return BEFORE_NOTICE[self.proposal.state]
        return Stage.STAYED if self.open_objection else Stage.WAITING

    @property
    def is_renewal(self) -> bool:
        """Whether it asks that a listing stand longer."""
        return self.proposal.renews is not None

    @property
    def open_objection(self) -> Objection | None:
        """The objection that waits for its decision."""
        return next((one for one in self.objections if one.is_open), None)

    @property
    def ground(self) -> Row | None:
        """The row of the ground, if it is still in force."""
        return self.rules.rows.get(self.proposal.ground)

    @property
    def list_rule(self) -> ListRule | None:
        """What kind of list it is, if it is still in force."""
        row = self.rules.rows.get(self.proposal.list)
        return row.value if row is not None and isinstance(row.value, ListRule) else None

    @property
    def list_name(self) -> Text:
        """What the list is called: as declared, or as its row says, or by its code."""
        row = self.rules.rows.get(self.proposal.list)
        usual = row.says if row else Text(en=self.proposal.list, zh=self.proposal.list)
        return self.names.lists.get(self.proposal.list, usual)

    @property
    def reviewing_body(self) -> Text:
        """Who may be asked after an objection was dismissed."""
        if REVIEWING_BODY not in self.rules.rows:
            return SOME_BODY
        return body(self.rules.word(REVIEWING_BODY))

    @property
    def leaves(self) -> bool:
        """Whether anything of it is told to anybody else."""
        return self.list_rule is None or self.list_rule.leaves

    @property
    def is_public(self) -> bool:
        """Whether everybody may read the list."""
        return self._trait("publication") is Publication.PUBLIC

    @property
    def is_favourable(self) -> bool:
        """Whether the list burdens nobody."""
        return self._trait("effect") is Effect.FAVOURABLE

    def _trait(self, name: str) -> object:
        return getattr(self.listing or self.list_rule, name, None)

    def _stage_of_listing(self, listing: Listing) -> Stage:
        if listing.withdrawn_on is not None:
            return Stage.WITHDRAWN
        return Stage.STANDING if listing.stands_on(self.today) else Stage.ENDED
